page-title = { $page } · { $product }
skip-to-content = Ir al contenido
language = Idioma
look = Apariencia
scheme-light = Clara
scheme-dark = Oscura
scheme-auto = Como el sistema
density-comfortable = Cómoda
density-compact = Compacta
sign-out = Salir
signed-in-as = Cuenta propia de { $name }
main-menu = Menú principal
open-menu = Abrir el menú
close-menu = Cerrar el menú

place-customer = Empresa
place-reseller = Distribuidor
place-operator = Operador
stepped-in = Está dentro de
step-out = Volver a { $home }
group-platform = Plataforma
group-calls = Llamadas
group-people = Personas
group-lines = Líneas
group-records = Registros
group-settings = Ajustes

palette = Ir a o buscar
palette-open = Ir a cualquier sitio o buscar
palette-placeholder = Ir a o buscar…
palette-none = No se ha encontrado nada.
shortcuts = Atajos de teclado
go-to = Ir a { $page }
key-search = Buscar en esta página
key-rows = Ir de fila en fila; Intro abre, x marca

loading = Cargando…
try-again = Reintentar
cancel = Cancelar
close = Cerrar
save = Guardar
saved = Guardado.
discard = Descartar
create = Crear
add = Añadir
delete = Eliminar
delete-name = Eliminar { $name }
deleted-name = Se ha eliminado { $name }.
deleted-count = Se han eliminado { $count }.
done = Listo
undo = Deshacer
choose = Elija…
never = Nunca
actions = Acciones
news = Novedades
no-bound = Sin límite
as-the-browser = Como el navegador
as-the-company = Como la empresa
unit-seconds = segundos
copy = Copiar { $label }
copy-short = Copiar
copied = Copiado
move-up = Subir { $name }
move-up-short = Subir
move-down = Bajar { $name }
move-down-short = Bajar
show-secret = Mostrar u ocultar
pick-search = Buscar…
pick-none = No se ha encontrado nada.
pick-clear = Vaciar { $label }

search-clear = Borrar la búsqueda
show-all = Mostrar todo
columns = Columnas
columns-usual = Las columnas habituales
tick = Seleccionar
tick-all = Seleccionar todas las filas de esta página
ticked = { $count ->
    [one] { $count } seleccionada
   *[other] { $count } seleccionadas
}
ticked-acts = Con las filas seleccionadas
untick = Quitar la selección
none-found = Nada coincide
none-found-lead = La búsqueda y los filtros juntos no dejan nada.
filter-any = { $label }: todo
more-filters = Más filtros
pages = Páginas
rows-of = { $first } a { $last } de { $total }
rows-of-more = { $first } a { $last } de más de { $total }
rows-shown = Filas { $first } a { $last }
page-before = Anterior
page-next = Siguiente
period = Periodo
period-today = Hoy
period-yesterday = Ayer
period-week = Últimos 7 días
period-month = Este mes
period-own = Desde … hasta …
period-since = Desde
period-until = Hasta
export = Exportar
export-xlsx = Archivo de Excel
export-csv = Archivo CSV
export-done = El archivo está completo.
export-stop = Parar ({ $size } MB)

unsaved-changes = Hay cambios sin guardar.
unsaved-title = ¿Salir sin guardar?
unsaved-lead = Lo que ha escrito aquí no está guardado y se perdería.
unsaved-leave = Salir sin guardar
ended-title = Su sesión ha terminado
ended-lead = Vuelva a iniciar sesión como { $name }. La página queda como está, con todo lo que ha escrito.
ended-other = Otra persona

suspended-title = Esta organización está suspendida
suspended-lead = { $title } no se puede usar por ahora. No se pierde nada; su proveedor puede reanudarla.
suspended-emergency = Las llamadas de emergencia siguen funcionando.

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

level-good = Bien
level-note = Nota
level-doubtful = Dudoso
level-bad = Mal

rule-required = Rellene este campo.
rule-too-short = Al menos { $least } caracteres.
rule-too-long = Como mucho { $most } caracteres.
rule-pattern = No tiene la forma esperada.
rule-number = Escriba un número entero.
rule-between = De { $least } a { $most }.
rule-at-least = Al menos { $least }.
rule-at-most = Como mucho { $most }.

not-found-title = Aquí no hay nada
not-found-lead = No existe, o no le corresponde verlo.
go-back = Volver a la lista
failed-title = No se ha podido mostrar

broken-title = Esta página ha fallado
broken-lead = Es un error nuestro. Lo guardado está a salvo; recargue la página para seguir.
outdated-title = Hay una versión más nueva
outdated-lead = La centralita se ha actualizado entretanto. Recargue la página para seguir.
reload = Recargar
delete-title = ¿Borrar { $name }?
delete-title-count = ¿Borrar { $count } filas?
delete-affects = Con ello:
delete-undoable = Se puede deshacer durante un día.
affected-extensions-deleted = Se borra la extensión { $name }
affected-numbers-unassigned = El número { $name } queda sin destino
affected-devices-dropped = Se da de baja el dispositivo en { $name }
affected-more = { $count ->
    [one] y uno más
   *[other] y { $count } más
}

resellers-title = Distribuidores
resellers-new = Nuevo distribuidor
tenants-title = Empresas
tenants-new = Nueva empresa
health-title = Estado de la instalación
bans-title = Bloqueos
bans-new = Bloquear una dirección
start-title = Asistente de instalación
blueprints-title = Plantillas
plans-title = Planes
plans-new = Nuevo plan
quota-title = Cuota
overview-title = Resumen
calls-title = Llamadas activas
cdrs-title = Informe de llamadas
users-title = Usuarios
users-new = Nuevo usuario
roles-title = Roles
roles-new = Nuevo rol
endpoints-title = Extensiones
endpoints-new = Nueva extensión
desk-phones-title = Dispositivos
desk-phones-new = Nuevo teléfono de mesa
numbers-title = Números
numbers-new = Nuevo número
trunks-title = Troncales
trunks-new = Nueva troncal
routes-title = Rutas de salida
routes-new = Nueva ruta
security-title = Seguridad
support-title = Acceso de soporte
support-give = Dejar entrar al soporte
audit-title = Registro de auditoría
security-log-title = Sucesos de seguridad
usage-title = Uso
branding-title = Marca
account-title = Cuenta propia

sign-in-submit = Entrar
sign-in-password = Contraseña
code-use-app = Usar la aplicación
code-use-recovery = Usar un código de recuperación
code-back = Volver a la contraseña
code-app = Código
code-app-hint = Seis cifras, de la aplicación de autenticación de su teléfono.
code-recovery = Código de recuperación
code-recovery-hint = Uno de los que guardó al activar el segundo paso. Cada uno sirve una vez.

kind-in = Entrante
kind-internal = Interna
kind-out = Saliente

class-internal = Solo internas
class-local = Locales
class-national = Nacionales
class-international = Internacionales
class-premium = Todo, también tarificación adicional
