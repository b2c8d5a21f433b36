trunks-lead = Las líneas con operadores y con otras centralitas.
trunks-search = Buscar una troncal
trunks-none = Aún no hay troncales
trunks-none-lead = Sin troncal las llamadas quedan dentro. Añada la que le ha dado su operador.
trunks-name = Nombre
trunks-name-hint = De 1 a 80 caracteres, por ejemplo el nombre del operador.
trunks-health = Estado
trunks-since = Desde
trunks-trouble = Último fallo
trunks-gateways = Pasarelas
trunks-receives-only = Solo recibe
trunks-registration = Registro
trunks-registered = Registrada
trunks-not-registered = Sin registrar
trunks-by-address = Por dirección
trunks-created = Se ha creado { $name }.
trunks-deleted = Se ha eliminado { $name }.
trunks-delete-title = ¿Eliminar { $name }?
trunks-delete-lead = Ya no saldrán ni entrarán llamadas por ella. Su clave se pierde. No se puede deshacer.

trunks-part-what = Troncal
trunks-enabled = En uso
trunks-enabled-hint = Desactivada, ni se registra ni lleva llamadas.
trunks-part-outgoing = Salida
trunks-part-outgoing-lead = Las pasarelas se prueban de menor a mayor prioridad.
trunks-host = Servidor
trunks-port = Puerto
trunks-port-usual = Habitual
trunks-transport = Transporte
trunks-priority = Prioridad
trunks-gateway-add = Otra pasarela
trunks-gateway-remove = Eliminar la pasarela { $place }
trunks-caller-number = Número que se muestra
trunks-caller-number-hint = Se muestra en todas sus llamadas en lugar del de quien llama.
trunks-from-domain = Dominio en From
trunks-first-gateway-hint = Vacío: la primera pasarela.
trunks-part-account = Cuenta en el operador
trunks-part-account-lead = Cómo demuestra la troncal quién es.
trunks-registers = Se registra en el operador
trunks-registers-hint = Cuando el operador no conoce nuestra dirección.
trunks-registration-user = Se registra como
trunks-registration-user-hint = La parte de usuario de la cuenta.
trunks-registration-domain = Dominio de la cuenta
trunks-expires = Se registra durante
trunks-auth-user = Usuario de autenticación
trunks-auth-user-hint = Vacío: el del registro.
trunks-secret = Clave
trunks-secret-hint = Para la autenticación. No se vuelve a mostrar.
trunks-secret-set-hint = Ya hay una. Escriba otra para cambiarla.
trunks-part-incoming = Entrada
trunks-part-incoming-lead = De dónde vienen las llamadas y adónde pueden llegar.
trunks-sources = Direcciones de origen
trunks-sources-hint = Una en cada línea, con o sin puerto. Las pasarelas dadas como direcciones también cuentan.
trunks-dialling = Se puede marcar
trunks-dialling-hint = Adónde llegan quienes llaman por esta troncal.
trunks-class = Puede seguir marcando
trunks-part-limits = Límites y vigilancia
trunks-max-calls = Llamadas a la vez
trunks-ring-secs = Una llamada suena
trunks-options-secs = Se comprueba cada
trunks-options-secs-hint = De 10 a 3600; con 0 se dan por disponibles.
dialling-numbers = Números públicos
dialling-extensions = También extensiones
dialling-transit = También hacia fuera
health-up = Disponible
health-partly = Disponible en parte
health-down = Caída
health-off = Desactivada
health-unknown = Aún desconocido
trouble-resolving = El nombre de la pasarela no se puede resolver.
trouble-probing = { $status ->
    [0] La pasarela no responde a OPTIONS.
   *[other] La pasarela responde a OPTIONS con { $status }.
}
trouble-registering = { $status ->
    [0] El operador no responde al registro.
   *[other] El operador rechaza el registro con { $status }.
}
