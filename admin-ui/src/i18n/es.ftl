page-title = { $page } · Conmuta
skip-to-content = Ir al contenido
language = Idioma
scheme = Apariencia
scheme-light = Clara
scheme-dark = Oscura
scheme-auto = Como el sistema
sign-out = Salir
signed-in-as = Sesión de { $name }
main-menu = Menú principal
loading = Cargando…
try-again = Reintentar
cancel = Cancelar

sign-in-title = Iniciar sesión
sign-in-lead = La centralita de su organización.
sign-in-to = Iniciar sesión en { $tenant }
sign-in-user = Nombre de usuario
sign-in-user-hint = Con su organización, por ejemplo ana@acme
sign-in-password = Contraseña
sign-in-show-password = Mostrar u ocultar la contraseña
sign-in-submit = Entrar
sign-in-ended = Su sesión ha terminado. Vuelva a iniciarla.
field-required = Rellene este campo.

connection-live = En vivo
connection-connecting = Conectando
connection-waiting = Sin conexión
connection-lost = Se ha perdido la conexión con la centralita. Lo que ve puede no ser actual.
connection-retry-in = Nuevo intento en { $secs ->
    [one] { $secs } segundo
   *[other] { $secs } segundos
}.
connection-retrying = Reintentando…
connection-retry-now = Reintentar ahora

calls-title = Llamadas activas
calls-count = { $count ->
    [one] { $count } llamada
   *[other] { $count } llamadas
}
calls-search = Buscar un número o un nombre
calls-search-clear = Borrar la búsqueda
calls-caption = Llamadas de este momento, primero las más recientes
calls-state = Estado
calls-direction = Sentido
calls-from = De
calls-to = A
calls-since = Desde las
calls-duration = Duración
calls-actions = Acciones
calls-none = Todo tranquilo
calls-none-lead = Nadie está al teléfono. Una llamada aparece aquí en cuanto suena.
calls-none-found = Ninguna llamada coincide con «{ $search }»
calls-none-found-lead = { $count ->
    [one] Hay { $count } llamada en curso.
   *[other] Hay { $count } llamadas en curso.
}
calls-show-all = Mostrar todas
calls-failed = No se han podido leer las llamadas

state-dialling = Marcando
state-ringing = Sonando
state-answered = Hablando
state-held = En espera

kind-in = Entrante
kind-out = Saliente
kind-internal = Interna

hang-up = Colgar
hang-up-call = Colgar { $from } → { $to }
hang-up-title = ¿Colgar esta llamada?
hang-up-lead = Se corta en el acto para ambas partes. No se puede deshacer.

problem-network = No se puede contactar con la centralita. Compruebe su conexión.
problem-session-wrong_credentials = El nombre de usuario o la contraseña no son correctos.
problem-session-throttled = Demasiados intentos. Espere { $secs } segundos.
problem-calls-not_found = Esta llamada ya ha terminado.
problem-forbidden = No puede hacer esto.
problem-unknown = No ha funcionado ({ $code }). Inténtelo de nuevo.
