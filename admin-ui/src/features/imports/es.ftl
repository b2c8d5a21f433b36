imports-title = Importar usuarios
imports-lead = Usuarios y, si se quiere, sus extensiones, desde un archivo de Excel o de texto. Primero se revisa cada fila, sin cambiar nada.
imports-drop = Suelta aquí el archivo
imports-choose = Elegir archivo
imports-bounds = .xlsx o .csv, como mucho 8 MB y 10 000 filas
imports-template = Plantilla
imports-template-lead = Un archivo con las columnas que se reconocen y un ejemplo.
imports-template-xlsx = Excel
imports-template-csv = CSV
imports-template-file = usuarios
imports-passwords-file = contraseñas
imports-other-file = Otro archivo
imports-cancel = Parar
imports-apply = { $count ->
    [one] Importar un usuario
   *[other] Importar { $count } usuarios
}
imports-stage-checking = Revisando cada fila
imports-stage-applying = Creando los usuarios
imports-done-of = { $done } de { $of }
imports-leave = Puedes dejar esta página; la importación sigue.
imports-users-made = { $count ->
    [one] Se ha creado un usuario.
   *[other] Se han creado { $count } usuarios.
}
imports-phones-made = { $count ->
    [one] Se ha creado una extensión.
   *[other] Se han creado { $count } extensiones.
}
imports-rows-left = { $count ->
    [one] Se ha omitido una fila.
   *[other] Se han omitido { $count } filas.
}
imports-secrets = Descargar las contraseñas
imports-secrets-lead = Las contraseñas generadas se pueden descargar una sola vez. Después nadie puede verlas.
imports-was-cancelled = Se ha parado; no se ha cambiado nada.
imports-rows = Filas
imports-good = Se pueden importar
imports-bad = Con problemas
imports-how = Cómo
imports-good-alone = Omitir las filas con problemas
imports-draw = Generar una contraseña para los usuarios sin ella
imports-columns = Columnas
imports-columns-lead = Qué significa cada columna del archivo.
imports-column = Columna
imports-example = Ejemplo
imports-field = Es
imports-field-of = Qué es { $heading }
imports-left-out = Se omite
imports-no-heading = (sin título)
imports-problems = Qué falla
imports-row = Fila
imports-value = Valor
imports-what = Qué hacer
imports-more-problems = { $count ->
    [one] Y uno más.
   *[other] Y { $count } más.
}
