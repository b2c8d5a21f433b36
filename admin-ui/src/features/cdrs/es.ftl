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

diagnosis = Dictamen
diagnosis-findings = Lo que se ha visto
diagnosis-both = ambos
diagnosis-all-good = Esta llamada fue como debe ser
diagnosis-one-way-audio = Solo se oyó a un lado
diagnosis-no-audio = Nadie oyó nada
diagnosis-answered = Contestada a los { $secs } s
diagnosis-caller-gave-up = Quien llamaba colgó a los { $secs } s, antes de que contestaran
diagnosis-phone-does-not-ring = El teléfono de { $who } no llegó a sonar; quien llamaba lo dejó a los { $secs } s
diagnosis-phone-does-not-ring-advice = Está registrado pero no responde. Un cortafuegos o router por medio puede tirar lo que no conoce: use TCP o TLS, apague SIP ALG en el router o registre más a menudo.
diagnosis-phone-does-not-reply = El teléfono de { $who } no respondió
diagnosis-phone-does-not-reply-advice = Está registrado pero no responde. Un cortafuegos o router por medio puede tirar lo que no conoce: use TCP o TLS, apague SIP ALG en el router o registre más a menudo.
diagnosis-not-registered = No hay ningún teléfono de { $who } registrado
diagnosis-not-registered-advice = Revise usuario, contraseña y servidor en el teléfono, y luego los dispositivos de la extensión.
diagnosis-busy = { $who } comunicaba
diagnosis-rejected = { $who } rechazó la llamada ({ $status })
diagnosis-nobody-answered = { $who } sonó { $secs } s y nadie contestó
diagnosis-no-common-codec = Los teléfonos no tienen ningún códec en común
diagnosis-no-common-codec-advice = Active G.711 (PCMA) en los dos, o permita más códecs en los ajustes de la extensión.
diagnosis-demands-encryption = El teléfono de { $who } exige audio cifrado (SRTP)
diagnosis-demands-encryption-advice = Ponga el cifrado del audio del teléfono en opcional o apáguelo.
diagnosis-no-such-number = Nadie tiene el número { $number }
diagnosis-no-such-number-advice = Compruebe el número marcado y si alguna extensión lo tiene.
diagnosis-not-allowed = Desde ahí no se puede llamar a { $number }
diagnosis-not-allowed-advice = No lo permiten la clase de la extensión o las rutas de salida.
diagnosis-no-channel-free = No había ningún canal libre
diagnosis-no-channel-free-advice = Se ha llegado al límite de llamadas simultáneas, aquí o en el operador.
diagnosis-failed = La llamada falló (SIP { $status }, causa { $cause })
diagnosis-failed-advice = La escalera de abajo muestra quién la rechazó y por qué.
diagnosis-moved = La llamada se transfirió: su audio es de más de un registro
diagnosis-no-figures = No hay cifras del audio de { $who }
diagnosis-too-short = Demasiado corta para decir algo del audio de { $who }
diagnosis-on-hold = { $who } estaba en espera o no quería enviar
diagnosis-audio-heard = A { $who } se le oye: llegaron { $packets } paquetes
diagnosis-audio-gaps = A { $who } se le oye a trozos: solo llegaron { $packets } paquetes
diagnosis-audio-gaps-advice = La red pierde mucho, o el teléfono deja de enviar cuando hay silencio: apague en él la supresión de silencios.
diagnosis-audio-missing = Del teléfono de { $who } no llegó nada
diagnosis-audio-missing-advice = Anunció { $address } para el audio. Revise antes su micrófono y el silencio; después, si un cortafuegos deja pasar UDP hacia los puertos de audio.
diagnosis-audio-refused = Llegó audio para { $who } desde una dirección que no es la del teléfono ({ $packets } paquetes)
diagnosis-audio-refused-advice = Dos routers o una VPN separan la señalización del audio. Haga que vayan por el mismo camino.
diagnosis-quality-good = { $who } sonó bien: { $percent } % perdido, jitter de { $ms } ms
diagnosis-poor-quality = { $who } sonó mal: opinión { $mos } de 4,5
diagnosis-poor-quality-advice = Un códec estrecho o una red floja. Elija G.711 o G.722 donde quepa.
diagnosis-loss = Se perdió el { $percent } % del audio de { $who }
diagnosis-loss-advice = Mire la red del teléfono: el wifi, una línea llena o un router que no da prioridad a la voz.
diagnosis-jitter = El audio de { $who } llegó a destiempo: { $ms } ms de jitter
diagnosis-jitter-advice = Dé prioridad a la voz en el router (DSCP EF), y mejor cable que wifi.
diagnosis-delay = Hasta { $who } y de vuelta pasan { $ms } ms
diagnosis-delay-advice = Por encima de 300 ms la gente se pisa al hablar. Una VPN o un servidor lejano alargan el camino.
diagnosis-direct = A { $who } se llega directamente en { $address }
diagnosis-nat-passed = { $who } está detrás de NAT ({ $contact } como { $source }), y la centralita encuentra la vuelta
diagnosis-nat-suspected = { $who } está detrás de NAT ({ $contact } como { $source }), y su audio no pasa
diagnosis-nat-suspected-advice = Apague SIP ALG en el router, haga que el teléfono envíe desde el puerto en que recibe (RTP simétrico) y abra UDP hacia fuera para el audio.
diagnosis-signalling-encrypted = La señalización de { $who } va cifrada ({ $transport })
diagnosis-signalling-plain = La señalización de { $who } va sin cifrar ({ $transport })
diagnosis-audio-plain = El audio va sin cifrar
