account-lead = { $name } · { $user } · { $tenant }
account-tab-settings = Ajustes
account-tab-password = Contraseña
account-part-language = Idioma y hora
account-part-language-lead = Para todo lo que ve y oye.
account-part-reach = Contacto
account-part-reach-lead = Cómo le localiza la centralita.
account-password-lead = Después, los demás dispositivos tendrán que volver a entrar. Los teléfonos no se ven afectados: sus claves SIP van aparte.
account-password-rule = Al menos 10 caracteres, sin el nombre de usuario.
account-old-password = Contraseña actual
account-new-password = Contraseña nueva
account-confirmation = Repita la contraseña nueva
account-password-changed = Contraseña cambiada. Los demás dispositivos deben volver a entrar.

sessions = Sesiones
sessions-device = Dispositivo
sessions-unknown = Desconocido
sessions-own = Esta
sessions-address = Dirección
sessions-begun = Inicio
sessions-used = Último uso
sessions-ends = Termina como tarde
sessions-end = Cerrar
sessions-ended = Sesión cerrada.
sessions-end-others = Cerrar las demás sesiones
sessions-end-others-lead = Los demás dispositivos tendrán que volver a entrar.
sessions-ended-others = Se han cerrado las demás sesiones.

account-tab-security = Seguridad
factor-title = Segundo paso
factor-lead = Tras la contraseña, un código de su teléfono: quien averigüe la contraseña sigue sin poder entrar.
factor-on = Activado
factor-off = Desactivado
factor-since = Desde el { $day }
factor-demanded = Lo exige su organización
factor-demanded-lead = Su organización lo exige, por eso sigue activado.
factor-off-lead = Necesita una aplicación de autenticación en su teléfono, como Aegis, Google Authenticator o la de su gestor de contraseñas.
factor-set-up = Activar el segundo paso
factor-needed-lead = { $tenant } le exige un segundo paso. Actívelo ahora; todo lo demás viene después.
factor-password-lead = Primero su contraseña, para que nadie más pueda hacerlo desde su pantalla.
factor-next = Siguiente
factor-scan-lead = Enfoque esta imagen con la cámara de la aplicación, o escriba en ella la clave.
factor-picture = Código QR para la aplicación de autenticación
factor-secret = Clave
factor-first-code-hint = Las seis cifras que muestra ahora la aplicación.
factor-code-hint = De la aplicación, o un código de recuperación.
factor-switch-on = Activar
factor-is-on = El segundo paso está activado. Desde ahora, al entrar se pide un código.
factor-switch-off = Desactivar
factor-switch-off-lead = Desde entonces bastará la contraseña. Los códigos de recuperación dejan de servir.
factor-is-off = El segundo paso está desactivado.
factor-codes = Códigos de recuperación
factor-codes-lead = Guárdelos donde no esté su teléfono. Cada uno permite entrar una vez cuando no tenga la aplicación a mano. Solo se muestran ahora.
factor-codes-kept = Los he guardado
factor-copy-codes = Copiar todos
factor-download-codes = Guardar como archivo
factor-codes-left = { $count ->
    [0] No queda ningún código de recuperación. Cree otros.
    [one] Queda un código de recuperación.
   *[other] Quedan { $count } códigos de recuperación.
}
factor-renew = Códigos nuevos
factor-renew-lead = Los que tiene ahora dejarán de servir.

account-part-person = Persona
account-part-person-lead = Lo que los compañeros ven de usted, y quién llama cuando llama usted.
account-photo-choose = Elegir una foto
account-photo-change = Otra foto
account-photo-remove = Quitar
account-photo-hint = JPEG, PNG o WebP. Se muestra el centro.
