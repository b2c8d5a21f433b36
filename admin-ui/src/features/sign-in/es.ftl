sign-in-title = Iniciar sesión
sign-in-lead = La centralita de su organización.
sign-in-to = Iniciar sesión en { $tenant }
sign-in-user = Nombre de usuario
sign-in-user-hint = Con su organización, por ejemplo ana@acme
