sign-in-title = Sign in
sign-in-lead = The telephone exchange of your organisation.
sign-in-to = Sign in to { $tenant }
sign-in-user = User name
sign-in-user-hint = With your organisation, such as ana@acme
