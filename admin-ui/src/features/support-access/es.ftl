support-lead = El soporte solo entra mientras alguien de aquí lo permite. Todo lo que hace queda en el registro de auditoría.
support-give-act = Dejar entrar
support-give-lead = Quien se ocupe de ello en el soporte de su proveedor podrá entrar hasta que acabe el plazo o usted lo termine.
support-given = El soporte puede entrar.
support-reason = Para qué
support-reason-hint = Un número de caso o unas palabras; lo ven ambas partes.
support-level = Hasta dónde
support-level-see = Solo ver
support-level-change = Ver y cambiar
support-level-see-hint = El soporte lo ve todo y no cambia nada.
support-level-change-hint = El soporte puede cambiarlo todo salvo usuarios, roles, claves de API y esta página.
support-time = Por cuánto tiempo
support-time-hint = Se puede terminar en cualquier momento.
support-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
support-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
support-left-days = quedan { $days } d { $hours } h
support-left-hours = quedan { $hours } h { $minutes } min
support-left-minutes = quedan { $minutes }:{ $secs }
support-now = Pueden entrar ahora
support-nobody = Nadie del soporte puede entrar
support-nobody-lead = Deje entrar al soporte cuando necesite ayuda, o espere su petición.
support-anybody = Soporte de su proveedor
support-staff-of = { $name } ({ $home })
support-asks = { $name } pide entrar
support-answer = Responder
support-accept = Dejar entrar…
support-accept-title = Dejar entrar a { $name }
support-refuse = Rechazar
support-refused = Rechazado.
support-by = permitido por { $name }
support-end = Terminar ahora
support-ended = El acceso ha terminado.
support-came = Quién ha entrado
support-came-none = Nadie del personal ha entrado
support-came-none-lead = Aquí se ve cada visita, también las de administradores por encima de la empresa.
support-who = Quién
support-home = De
support-how = Cómo
support-by-consent = Con su permiso
support-as-above = Como administrador por encima de la empresa
support-source = Desde
support-at = Cuándo
support-past = Anteriores
support-state = Resultado
support-state-refused = Rechazado
support-state-lapsed = Sin respuesta
support-state-ended = Terminado
support-decided-by = Decidido por
support-ends-at = Hasta

support-inside-see = Está aquí con permiso de la empresa: puede mirar y no cambiar nada.
support-inside-change = Está aquí con permiso de la empresa: puede mirar y cambiar.
support-closed = Hace falta permiso
support-closed-title = { $title } no le ha dejado entrar
support-closed-lead = Pida acceso: los administradores de la empresa lo ven al momento y deciden.
support-was-refused = La empresa rechazó su última petición. Puede volver a pedirlo.
support-never = Su rol ve las empresas y cómo están, y no entra en ninguna.
support-waits = Pedido: { $level }, { $time }. A la espera de respuesta; esta página se abre sola.
support-ask = Pedir acceso
support-back = Volver a las empresas
