tenants-lead = Las empresas de la plataforma, cada una aislada de las demás.
tenants-search = Buscar un nombre o un dominio
tenants-none = Aún no hay empresas
tenants-none-lead = Cada empresa que telefonea es una empresa propia en la plataforma.
tenants-name = Nombre
tenants-name-hint = Lo que leen las personas.
tenants-short-name = Nombre corto
tenants-short-name-hint = Para direcciones y accesos: minúsculas, cifras y guiones, de 2 a 40. No se cambia nunca.
tenants-state = Estado
tenants-reseller = Distribuidor
tenants-domain = Dominio SIP
tenants-domain-hint = Con lo que se registran los teléfonos; único en la plataforma.
tenants-country = País
tenants-language = Idioma
tenants-time-zone = Zona horaria
tenants-created = Desde
tenants-created-text = Se ha creado { $title }.
tenants-address = Entra en /t/{ $name }
tenants-enter = Entrar
tenants-enter-name = Entrar: { $title }
tenants-part-who = Empresa
tenants-part-region = Región
tenants-part-region-lead = Lo que toman sus usuarios y locuciones si no dicen otra cosa.
tenants-part-limits = Límites
tenants-part-limits-lead = Lo que puede usar. Vacío es sin límite.
tenants-suspend = Suspender
tenants-suspend-title = ¿Suspender { $title }?
tenants-suspended = { $title } está suspendida.
tenants-resume = Reanudar
tenants-resumed = { $title } vuelve a funcionar.
tenants-delete = Eliminar
tenants-delete-title = ¿Eliminar { $title }?
tenants-deleted = { $title } se está eliminando.
tenant-active = Activa
tenant-suspended = Suspendida
tenant-deleting = Eliminándose
limit-users = Usuarios
limit-endpoints = Extensiones
limit-devices-per-endpoint = Dispositivos por extensión
limit-concurrent-calls = Llamadas a la vez
limit-calls-per-second = Llamadas nuevas por segundo
limit-storage-mb = Almacenamiento, MB
limit-api-per-minute = Solicitudes de API por minuto
tenants-held = No funciona porque su distribuidor está suspendido.
tenants-gone = Se borra el
tenants-gone-on = Todo se borrará el { $date }. Hasta entonces se puede restaurar.
tenants-suspended-for = Suspendida. Sus usuarios leen: «{ $reason }»
tenants-suspended-only = Suspendida. Sus usuarios leen que lo está, sin motivo.
tenants-restore = Restaurar
tenants-reason = Motivo
tenants-reason-hint = Lo leen sus usuarios al iniciar sesión. Vacío no da motivo.
tenants-suspend-calls = Se rechazan las llamadas, salvo las de emergencia.
tenants-suspend-people = Sus usuarios ven que está suspendida y no pueden trabajar.
tenants-suspend-kept = Todo se conserva y se puede reanudar cuando quiera.
tenants-delete-stops = Se detiene enseguida: ni llamadas ni inicios de sesión.
tenants-delete-grace = Durante 30 días todo se conserva y se puede restaurar.
tenants-type-name = Escriba { $name } para confirmar
tenants-calls = Llamadas ahora
tenants-total-active = { $count ->
    [one] una activa
   *[other] { $count } activas
}
tenants-total-suspended = { $count ->
    [one] una suspendida
   *[other] { $count } suspendidas
}
tenants-total-deleting = { $count } borrándose
tenants-total-users = { $users } usuarios, { $endpoints } extensiones
tenants-total-calls = { $calls } llamadas ahora
tenants-plan = Plan
tenants-plan-hint = Sus límites siguen el plan; lo que cambie abajo es propio de la empresa.
tenants-plan-none = Sin plan
tenant-held = Retenida por su distribuidor

tenants-export = Descargar su plantilla
