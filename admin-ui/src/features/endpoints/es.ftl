endpoints-search = Buscar un nombre o un usuario terminal
endpoints-none = Aún no hay extensiones
endpoints-none-lead = Una extensión es un número interno con un teléfono detrás.
endpoints-name = Nombre
endpoints-name-hint = Cómo se la llama, por ejemplo Recepción.
endpoints-number = Número interno
endpoints-number-hint = Lo que marcan los compañeros, por ejemplo 1001. Se puede poner más tarde.
endpoints-devices = Dispositivos
endpoints-owner = Titular
endpoints-owner-hint = De quién son sus llamadas: el titular las ve en su propio informe.
endpoints-nobody = Nadie
endpoints-terminal-user = Usuario terminal
endpoints-class = Puede marcar
endpoints-class-hint = El tipo de destino más caro.
endpoints-lead = Usuario terminal { $user }
endpoints-created = { $name } está lista
endpoints-open = Abrir la extensión
endpoints-tab-overview = Resumen
endpoints-tab-settings = Ajustes
endpoints-tab-account = Cuenta SIP
endpoints-numbers = Números internos
endpoints-numbers-lead = Cada uno hace sonar esta extensión.
endpoints-numbers-none = Ninguno aún: nadie puede llamarla desde dentro.
endpoints-number-add = Otro número
endpoints-number-remove = Eliminar el número { $number }
endpoints-number-removed = Se ha eliminado el { $number }.

endpoints-part-who = Nombre y titular
endpoints-part-incoming = Llamadas entrantes
endpoints-part-incoming-lead = Cómo suena.
endpoints-ring-secs = Suena durante
endpoints-ring-secs-hint = De 5 a 180. Después, quien llama sabe que nadie contesta.
endpoints-call-waiting = Llamada en espera
endpoints-call-waiting-hint = Otra llamada suena mientras hay una en curso.
endpoints-do-not-disturb = No molestar
endpoints-do-not-disturb-hint = Las llamadas se rechazan como ocupado.
endpoints-part-outgoing = Llamadas salientes
endpoints-part-outgoing-lead = Qué puede marcar y qué ve la persona llamada.
endpoints-identity = Nombre y número
identity-public = Se muestran
identity-withheld = Se ocultan
endpoints-caller-name = Nombre que se muestra
endpoints-caller-name-hint = Hasta 64 caracteres. Vacío: el nombre de la extensión.
endpoints-caller-number = Número que se muestra
endpoints-caller-number-hint = Uno de los números públicos, el que se ve fuera.
endpoints-emergency-address = Dirección de emergencia
endpoints-emergency-address-hint = Acompaña a las llamadas de emergencia: dónde está el teléfono.
endpoints-part-limits = Límites y sonido
endpoints-max-calls = Llamadas a la vez
endpoints-max-devices = Dispositivos
endpoints-codecs = Códecs
endpoints-codecs-hint = El preferido, primero.

devices-count = { $count ->
    [one] Ahora hay { $count } dispositivo registrado.
   *[other] Ahora hay { $count } dispositivos registrados.
}
devices-some = { $count ->
    [one] Uno registrado
   *[other] { $count } registrados
}
devices-none = Ningún dispositivo registrado
devices-none-lead = Un teléfono que entre con la cuenta SIP aparece aquí al momento.
devices-none-short = Sin registrar
devices-device = Dispositivo
devices-address = Dirección
devices-transport = Transporte
devices-since = Registrado
devices-expires = Caduca
devices-drop = Desconectar
devices-drop-title = ¿Desconectar este dispositivo?
devices-drop-lead = No recibirá llamadas hasta que vuelva a registrarse, cosa que puede hacer por sí mismo.
devices-dropped = Dispositivo desconectado.

sip-server = Servidor
sip-transports = Transporte y puerto
sip-user = Usuario
sip-secret = Clave
sip-domain = Dominio
sip-domain-hint = El servidor es el proxy de salida del dominio. Un teléfono que solo conoce uno de los dos toma el servidor como dominio.
secret-once = La clave se muestra solo esta vez. Llévela ahora al teléfono; después solo se podrá generar otra.
secret-lead = Con lo que entra un teléfono. La clave no se vuelve a mostrar después de generarla.
secret-new = Generar otra clave
secret-new-title = ¿Generar otra clave?
secret-new-lead = Los teléfonos que usan la actual no podrán registrarse hasta que tengan la nueva.
secret-drawn = La nueva clave
