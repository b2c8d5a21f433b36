cdrs-title = Informe de llamadas
cdrs-lead = Horas de { $zone }.
cdrs-search = Buscar un número o un nombre
cdrs-none = Aún no hay llamadas
cdrs-none-lead = Cada llamada deja aquí su registro cuando termina.
cdrs-file = llamadas
cdrs-detected = Fecha y hora
cdrs-kind = Sentido
cdrs-from = Origen
cdrs-from-name = Nombre de origen
cdrs-to = Destino
cdrs-duration = Duración
cdrs-disposition = Resultado
cdrs-cause = Causa
cdrs-side = Terminada por
cdrs-rang = Sonó
cdrs-connected = Contestada
cdrs-disconnected = Terminada
cdrs-from-user = Usuario terminal de origen
cdrs-to-user = Usuario terminal de destino
cdrs-call = Id. de llamada
cdrs-id = Id. de registro
cdrs-linked-to = Continúa el registro
cdrs-min-secs = Al menos tantos segundos
cdrs-max-secs = Como mucho tantos segundos
cdrs-record = Registro
cdrs-waited = Hasta contestar o desistir
cdrs-origin = Se originó como
cdrs-trunk = Troncal
cdrs-emergency = Emergencia
cdrs-others = Todos los registros de esta llamada

disposition-answered = Contestada
disposition-unanswered = Sin contestar
disposition-no_answer = No contesta
disposition-busy = Ocupado
disposition-rejected = Rechazada
disposition-cancelled = Cancelada
disposition-congestion = Congestión
disposition-failed = Fallida
side-caller = Quien llama
side-called = Quien es llamado
side-exchange = La centralita
origin-dialled = Marcada
origin-blind_transfer = Transferencia directa
origin-attended_transfer = Transferencia consultada
origin-returned = Transferencia devuelta
origin-replaced = Capturada

cause-1 = Número no asignado
cause-3 = Sin ruta al destino
cause-16 = Fin normal
cause-17 = Ocupado
cause-18 = Ningún teléfono responde
cause-19 = No contesta
cause-20 = Sin registrar
cause-21 = Rechazada
cause-22 = Número cambiado
cause-27 = Destino averiado
cause-28 = Número incompleto
cause-31 = Normal, sin motivo indicado
cause-34 = Sin canal libre
cause-38 = Red averiada
cause-41 = Fallo temporal
cause-42 = Centralita congestionada
cause-57 = No permitido
cause-58 = No disponible ahora
cause-63 = Servicio no disponible
cause-79 = No implementado
cause-88 = Destino incompatible
cause-102 = Tiempo agotado
cause-127 = Interconexión

trace = Qué ocurrió
trace-ladder = Conversación SIP
trace-decisions = Decisiones
trace-media = Sonido
trace-exchange = Centralita
trace-none = La traza ya no está
trace-none-lead = La conversación SIP de una llamada se guarda solo unos días.
trace-empty = No se guardaron mensajes
trace-no-decisions = No se anotaron decisiones
trace-left-out = { $count ->
    [one] { $count } mensaje más no se guardó.
   *[other] { $count } mensajes más no se guardaron.
}
media-none = No hubo sonido
media-none-lead = La llamada terminó antes de que hubiera audio.
media-leg = Tramo
media-mos = Opinión (MOS)
media-codec = Códec
media-received = Paquetes recibidos
media-sent = Paquetes enviados
media-lost = Perdidos
media-jitter = Fluctuación
media-rtt = Ida y vuelta

decided-extension = Extensión
decided-number = Número
decided-emergency = Emergencia
decided-route = Ruta de salida
decided-class = Permiso
decided-trunks = Troncales
decided-devices = Dispositivos
decided-refused = Rechazada
decision-extension-found = { $dialled } es la extensión del usuario terminal { $user }.
decision-number-leads = { $number } lleva al usuario terminal { $user }.
decision-number-nowhere = { $number } es uno de nuestros números y no lleva a ninguna parte.
decision-emergency-number = { $dialled } es un número de emergencia: los límites y permisos no cuentan.
decision-emergency-address = Dirección registrada de quien llama: { $address }
decision-route-takes = «{ $route }» lo toma como { $number }. Permiso necesario: { $class }.
decision-class-lacking = Permiso de quien llama: { $class }.
decision-trunks-order = Se prueban en este orden: { $trunks }
decision-trunks-down = { $trunk } no responde y se prueba la última.
decision-trunks-full = { $trunk } está llena con { $calls ->
    [one] { $calls } llamada
   *[other] { $calls } llamadas
}.
decision-trunks-gateways = { $trunk }: se pueden probar { $up } de { $gateways ->
    [one] { $gateways } pasarela
   *[other] { $gateways } pasarelas
}.
decision-devices-ring = Pueden sonar { $ringing } de { $registered ->
    [one] { $registered } dispositivo registrado
   *[other] { $registered } dispositivos registrados
}.
decision-devices-full = La extensión ya tiene { $calls ->
    [one] { $calls } llamada
   *[other] { $calls } llamadas
}, tantas como se le permiten.
decision-refused-suspended = La empresa está suspendida ({ $status }).
decision-refused-nobody = Nadie tiene aquí este número ({ $status }).
decision-refused-unassigned = El número no está asignado a ninguna extensión ({ $status }).
decision-refused-do_not_disturb = La extensión llamada está en no molestar ({ $status }).
decision-refused-no_emergency_trunk = No hay troncal para llamadas de emergencia ({ $status }).
decision-refused-no_route = No coincide ninguna extensión, número ni ruta de salida ({ $status }).
decision-refused-class = Quien llama no puede hacer llamadas de esta clase ({ $status }).
decision-refused-no_trunk = La ruta de salida no tiene troncal ({ $status }).
decision-refused-not_loaded = La central aún no había cargado el encaminamiento de la empresa ({ $status }).
media-over-time = Calidad a lo largo del tiempo
media-over-time-of = Tramo { $leg }: opinión entre { $worst } y { $best }, { $lost } paquetes perdidos
media-span = De { $from } a { $to }: opinión { $mos }, { $lost } perdidos, fluctuación { $jitter } ms
media-span-silent = De { $from } a { $to }: no llegó nada
