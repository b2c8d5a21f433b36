desk-phones-lead = Teléfonos de mesa que obtienen aquí su configuración.
desk-phones-search = Buscar un nombre, un modelo o una dirección MAC
desk-phones-none = Todavía no hay teléfonos de mesa
desk-phones-none-lead = Añada uno con su dirección MAC y escriba en su menú la dirección que reciba. Los softphones se configuran en la página de la propia extensión.
desk-phones-name = Lugar
desk-phones-name-hint = Dónde está, por ejemplo Recepción.
desk-phones-state = Estado
desk-phones-lines = Líneas
desk-phones-line = Línea { $place }
desk-phones-line-add = Añadir una línea
desk-phones-line-remove = Quitar la línea { $place }
desk-phones-model = Modelo
desk-phones-vendor = Fabricante
desk-phones-mac = Dirección MAC
desk-phones-mac-hint = En la etiqueta de la parte trasera del teléfono; con o sin dos puntos.
desk-phones-seen = Última consulta
desk-phones-transport = Transporte
desk-phones-transport-hint = Déjelo en manos de la centralita salvo que la red exija otro.
desk-phones-asked = Última petición
desk-phones-from = Desde
desk-phones-agent = Registrado como
desk-phones-resync = Obtener de nuevo
desk-phones-resynced = Se ha pedido al teléfono que obtenga su configuración.
desk-phones-draw = Nueva dirección
desk-phones-draw-title = ¿Generar una dirección nueva?
desk-phones-draw-lead = La dirección anterior deja de abrir nada. El teléfono conserva sus ajustes, pero no recibe cambios hasta que se escriba en él la dirección nueva.
desk-phones-password = Contraseña del teléfono
desk-phones-password-of = Contraseña de las páginas del teléfono (usuario { $user })
desk-phones-address = Dirección de aprovisionamiento
desk-phones-address-title = Dirección para { $name }
desk-phones-address-once = Esta dirección se muestra ahora y nunca más. Quien la tenga puede leer la contraseña SIP del teléfono.
desk-phones-where = Dónde escribirla: { $vendor }
phone-never-asked = Nunca ha consultado
phone-asked = Consultó, sin fichero
phone-fetched = Tiene sus ajustes
phone-registered = Registrado
phone-outdated = Desactualizado
fetch-served = enviado
fetch-no-such-file = no hay tal fichero
fetch-no-line = sin línea
vendor-yealink = Yealink
vendor-grandstream = Grandstream
vendor-fanvil = Fanvil
vendor-polycom = Polycom
model-yealink = T46U
model-grandstream = GXP2170
model-fanvil = X4U
model-polycom = VVX 411
carrier-auto = Automático
carrier-udp = UDP
carrier-tcp = TCP
carrier-tls = TLS
menu-yealink = Abra en un navegador la página del propio teléfono (su dirección está en el menú, en Estado) y vaya a Settings, Auto Provision.
menu-grandstream = Abra en un navegador la página del propio teléfono y vaya a Maintenance, Upgrade and Provisioning. Elija HTTPS y escriba la dirección sin el comienzo https://.
menu-fanvil = Abra en un navegador la página del propio teléfono y vaya a System, Auto Provision, Static Provisioning Server.
menu-polycom = En el teléfono elija Configuración, Avanzada, Configuración del administrador, Configuración de red, Servidor de aprovisionamiento.
menu-type = Escriba o pegue la dirección como Server URL, sin usuario ni contraseña, y guarde.
menu-restart = Inicie allí el aprovisionamiento o reinicie el teléfono. En un minuto pasa aquí a Registrado.
provisioning-no-https = Desde aquí no se puede configurar ningún teléfono: a la centralita se llega sin cifrado
provisioning-no-https-lead = La dirección pública es { $address }. Las contraseñas viajarían legibles para cualquiera en el camino. Ponga TLS delante y fije CONMUTA_PUBLIC_URL con la dirección https.
provisioning-no-address = Desde aquí no se puede configurar ningún teléfono: la centralita no conoce su dirección pública
provisioning-no-address-lead = Fije CONMUTA_PUBLIC_URL con la dirección https a la que llegan los teléfonos. { $address }
setup-tab = Configurar un dispositivo
setup-title = Configurar un softphone
setup-lead = Un código QR para un teléfono. Escanéelo con Linphone, o con la cámara, que abre una página con la cuenta.
setup-password = Contraseña SIP
setup-password-new = Dar al teléfono una contraseña nueva
setup-password-new-lead = { $count ->
    [0] No hay nada registrado con la actual.
    [one] El dispositivo registrado ahora pierde su registro hasta que tenga la nueva.
   *[other] Los { $count } dispositivos registrados ahora pierden su registro hasta que tengan la nueva.
}
setup-password-keep = Conservar la contraseña actual
setup-password-keep-lead = { $count ->
    [0] Quien abra el enlace la conocerá.
   *[other] Los demás dispositivos siguen registrados. Quien abra el enlace la conocerá.
}
setup-lives = El código sirve durante
setup-hours = { $hours ->
    [1] una hora
    [24] un día
   *[other] { $days } días
}
setup-make = Mostrar el código QR
setup-code = Código QR que configura { $name }
setup-link = Enlace
setup-once = Sirve una sola vez y solo se muestra ahora. Leer la página que hay detrás no lo gasta; su botón, sí.
setup-until = Hasta { $time }
setup-cancel = Anular el enlace
setup-another = Otro más
setup-step-made = El código está listo
setup-step-open = Esperando a un teléfono
setup-step-opened = Abierto
setup-step-register = Esperando su registro
setup-step-registered = Registrado
setup-earlier = Enlaces anteriores
setup-earlier-lead = Quién los creó y quién los abrió.
setup-made-by = { $name }, { $time }
link-open = Abierto
link-used = Usado
link-revoked = Anulado
link-expired = Caducado
setup-page-title = Configure su teléfono
setup-page-lead = Con esto se configura un softphone, una sola vez. Elija cómo.
setup-page-new-password = El teléfono recibe una contraseña nueva. Los demás dispositivos de esta extensión pierden su registro hasta que también la tengan.
setup-page-linphone = Configurar Linphone en este dispositivo
setup-page-show = Mostrar los datos de la cuenta
setup-page-until = El enlace sirve hasta { $time }.
setup-page-once = Esto se muestra una sola vez. Cópielo en su teléfono antes de salir de la página.
setup-page-server = Servidor SIP
setup-page-user = Usuario, también para la autenticación
setup-page-password = Contraseña
setup-page-transport = Transporte y puerto
setup-page-over = Este enlace ya no sirve
setup-page-ask = Pida uno nuevo a su administrador.
