problem-request = Solicitud
problem-network = No se puede contactar con la centralita. Compruebe su conexión.
problem-status-401 = Su sesión ha terminado. Vuelva a iniciarla.
problem-status-403 = No puede hacer esto.
problem-status-404 = Ya no existe.
problem-status-429 = Demasiadas solicitudes. Espere { $secs } segundos.
problem-status-500 = La centralita ha cometido un error. Está en su registro con la solicitud indicada.
problem-status-503 = La centralita está demasiado ocupada en este momento. Inténtelo de nuevo.
problem-unknown = No ha funcionado ({ $code }).
problem-body-invalid = Este valor no se acepta.
problem-query-invalid = Este filtro no se acepta.
problem-bulk-too_many = Como mucho 1000 a la vez.

problem-me-wrong_password = La contraseña actual no es correcta.
problem-second_factor-wrong_code = El código no es correcto. Cada uno sirve una vez; espere al siguiente.
problem-second_factor-already_on = Ya está activado.
problem-second_factor-off = No está activado.
problem-second_factor-demanded = Su organización lo exige.
problem-second_factor-own = El propio se desactiva en la cuenta propia, con un código.
problem-session-second_factor_needed = Primero active el segundo paso.
problem-photos-no_picture = No es una imagen que se pueda mostrar. JPEG, PNG o WebP, por favor.
problem-photos-too_big = La imagen tiene demasiados píxeles.
problem-body-too_long = El archivo es demasiado grande.

problem-bans-too_wide = Este bloque es demasiado ancho: dejaría fuera a países enteros.
problem-bans-own_address = Su propia dirección está en este bloque.
problem-bans-until_past = Ese momento ya pasó.
problem-bans-note_too_long = Hasta 500 caracteres.
problem-bans-allowed_already = Ya está en la lista.
problem-bans-allowed_full = La lista ya tiene 1000 entradas.
problem-session-address_banned = Demasiados intentos desde su red. Espere { $secs } segundos.

problem-branding-text = Este texto es demasiado largo o tiene signos que no se pueden mostrar.
problem-branding-colour = Un color es # y seis cifras hexadecimales, como #0a7078.
problem-branding-host = No es un nombre de dominio, como voz.example.com.
problem-branding-host_by_staff = Este dominio lo fija su proveedor.
problem-branding-address = No es una dirección de correo.
problem-branding-no_logo = Este logotipo ya no se guarda; elija de nuevo el archivo.
problem-branding-logo_no_data = No se ha podido leer este archivo.
problem-branding-logo_too_big = Un logotipo tiene como mucho 64 KB.
problem-branding-logo_unknown = Un logotipo es un dibujo SVG o una imagen PNG, WebP o JPEG.
problem-branding-logo_sides = Una imagen tiene de 16 a 2048 píxeles por lado y está completa.
problem-branding-logo_entities = Este dibujo usa entidades propias, como los ataques. Expórtelo como SVG simple.
problem-branding-logo_drawing = No es un dibujo que se pueda mostrar. Expórtelo como SVG simple con su «viewBox».

problem-calls-not_found = Esta llamada ya ha terminado.

problem-endpoints-name = De 1 a 80 caracteres.
problem-endpoints-name_taken = Ya existe una extensión con este nombre.
problem-endpoints-settings = Este valor no se acepta.
problem-endpoints-owner = No existe ese usuario.
problem-endpoints-in_use = Hay extensiones que suenan en esta cuenta; cámbielas primero.
problem-endpoints-limit = El plan no permite más extensiones.
problem-extensions-number = Un número interno tiene de 2 a 8 cifras.
problem-extensions-digits = Aquí los números internos tienen otra longitud.
problem-extensions-emergency_number = Es un número de emergencia.
problem-extensions-number_taken = Este número ya existe.
problem-extensions-in_use = Hay números públicos que llevan a ella; asígnelos antes a otra.

problem-imports-role = Los roles son miembro, agente, supervisor y administrador.
problem-imports-twice = Otra fila del archivo tiene lo mismo.
problem-imports-too_big = El archivo tiene más de 8 MB.
problem-imports-unpacked = El archivo ocupa más de 64 MB descomprimido. Deja solo las filas y guárdalo de nuevo.
problem-imports-too_many_rows = El archivo tiene más de 10 000 filas. Divídelo.
problem-imports-too_many_columns = El archivo tiene más de 64 columnas.
problem-imports-long_cell = Una celda tiene más de 1000 caracteres.
problem-imports-empty = La primera fila debe nombrar las columnas, y debe seguir al menos otra.
problem-imports-old_excel = Es un archivo de Excel anterior a 2007. Guárdalo como .xlsx o CSV.
problem-imports-unreadable = No se puede leer el archivo. Guárdalo de nuevo como .xlsx sin contraseña, o como CSV.
problem-imports-not_found = Esta importación ya no está. Envía el archivo de nuevo.
problem-imports-working = La importación está en curso.
problem-imports-over = La importación ha terminado. Envía el archivo de nuevo.
problem-imports-bad_rows = Algunas filas fallan. Corrígelas u omítelas.
problem-imports-no_rows = No hay ninguna fila que importar.
problem-imports-no_user_name = Una de las columnas debe ser el nombre de usuario.
problem-imports-columns = Cada columna es un campo o ninguno, y ningún campo se repite.
problem-imports-busy = Hay demasiadas importaciones en curso. Inténtalo en un minuto.
problem-imports-too_long = La importación ha tardado más de un cuarto de hora. Divide el archivo.
problem-imports-no_phones = Aquí no hay extensiones.

problem-numbers-number = Ni es un número de este país ni uno completo como +34910000001.
problem-numbers-label = Hasta 80 caracteres.
problem-numbers-in_use = Este número está en uso.
problem-numbers-extension = No existe esa extensión.

problem-outbound_routes-name = De 1 a 80 caracteres.
problem-outbound_routes-name_taken = Ya existe una ruta con este nombre.
problem-outbound_routes-pattern = Uno de los patrones no tiene la forma esperada.
problem-outbound_routes-patterns = De 1 a 100 patrones.
problem-outbound_routes-strip = De 0 a 20.
problem-outbound_routes-prepend = Hasta 16 de 0-9 * # +.
problem-outbound_routes-trunks = Al menos una troncal.
problem-dial_plan-digits = De 2 a 8.
problem-dial_plan-main_number = Un número completo como +34910000000.

problem-plans-name_taken = Otro plan tiene este nombre.
problem-plans-name = Letras minúsculas, cifras y guiones, de 2 a 40, empezando por una letra.
problem-plans-title = Un nombre tiene de 1 a 100 caracteres.
problem-plans-unknown = Este plan ya no existe.
problem-plans-in_use = Hay empresas con este plan; deles antes otro.
problem-plans-whose = Los planes son de un distribuidor: entre en uno.

problem-provisioning-no_https = La dirección pública no está cifrada: no se puede configurar ningún teléfono.
problem-provisioning-no_address = La centralita no conoce su dirección pública.
problem-provisioning-hours = De 1 a 168 horas.
problem-provisioning-links = Hay demasiados enlaces abiertos de esta extensión. Anule uno primero.
problem-provisioning-label = Hasta 80 caracteres.
problem-provisioning-lines = Al menos una extensión, cada una una sola vez y no más que líneas tenga el teléfono.
problem-provisioning-endpoint = No existe esa extensión.
problem-provisioning-mac = Una dirección MAC tiene doce cifras o letras de la A a la F.
problem-provisioning-mac_taken = Ya existe un teléfono con esta dirección MAC.
problem-provisioning-not_registered = El teléfono no está registrado. Reinícielo.
problem-provisioning-no_line = Ninguna línea del teléfono podría registrarse.
problem-provisioning-link_used = Ya se usó.
problem-provisioning-link_revoked = Fue anulado.
problem-provisioning-link_expired = Su tiempo ha terminado.
problem-provisioning-link_unknown = No existe ese enlace, o su extensión ya no está.

problem-resellers-has_tenants = Tiene empresas; diga que se borran con él.
problem-resellers-deleting = Se está borrando; restáurelo antes.

problem-roles-not_found = Ese rol ya no existe.
problem-roles-bad_name = De 2 a 40 letras minúsculas, cifras y guiones bajos; empieza por una letra.
problem-roles-name_taken = Ya hay un rol con este nombre.
problem-roles-bad_text = Demasiado largo o vacío.
problem-roles-unknown_permission = Algo de esto no se puede dar aquí.
problem-roles-not_held = Nadie da lo que no tiene.
problem-roles-own_role = Es su propio rol: puede cambiarlo otra persona.
problem-roles-in_use = Hay usuarios con este rol: deles antes otro.
problem-roles-staff = El personal solo tiene los roles de serie.
problem-roles-too_many = Ya hay 100 roles: no caben más.
problem-roles-itself = Un rol no se sustituye a sí mismo.
problem-users-higher = Este usuario puede hacer más que usted: solo puede cambiarlo quien pueda hacer lo mismo.

problem-api_keys-bad_name = De 1 a 100 caracteres.
problem-api_keys-name_taken = Otra clave tiene este nombre.
problem-api_keys-no_scope = Elija al menos una cosa que pueda hacer.
problem-api_keys-scope_not_held = Solo puede dar lo que usted mismo tiene.
problem-api_keys-too_many_addresses = Como máximo 50 direcciones.
problem-api_keys-expiry_past = Ese día ya ha pasado.
problem-api_keys-only_at_home = Una clave pertenece a un usuario de la organización: inicie sesión allí para crearla.

problem-setup-used_link = Este enlace se ha usado entretanto.
problem-setup-expired_link = Este enlace ha caducado entretanto.
problem-setup-unknown_link = Otro enlace más reciente ocupa el lugar de este.

problem-session-wrong_credentials = El nombre de usuario o la contraseña no son correctos.
problem-session-throttled = Demasiados intentos. Espere { $secs } segundos.
problem-session-wrong_code = El código no es correcto. Cada uno sirve una vez; espere al siguiente.
problem-session-challenge_lapsed = Ha pasado demasiado tiempo. Vuelva a escribir la contraseña.
problem-second_factor-throttled = Demasiados códigos incorrectos. Espere { $secs } segundos o use un código de recuperación.

problem-support_access-not_found = Esto ya no existe.
problem-support_access-needed = La empresa no le ha dejado entrar, o ya no.
problem-support_access-not_yours = Su rol no entra en las empresas.
problem-support_access-too_much = Su rol solo mira.
problem-support_access-own_people = Solo las personas de la propia empresa dejan entrar al soporte.
problem-support_access-decided = Alguien ya lo ha decidido.
problem-support_access-asked = Ya lo ha pedido; falta la respuesta.
problem-support_access-nobody_above = Por encima del operador no hay nadie.
problem-support_access-bad_hours = 1 hora, 8 horas, 1 día o 7 días.
problem-support_access-bad_reason = Un motivo de 500 caracteres como mucho.

problem-tenants-deleting = Se está eliminando; reanúdela primero.
problem-tenants-home = La empresa propia del personal no se puede suspender ni eliminar.
problem-tenants-whose = Indique de quién será la empresa.
problem-tenancy-name_taken = Este nombre ya existe.
problem-tenancy-limit_reached = La cuota no permite más.
problem-tenancy-in_use = Está en uso; cámbielo antes.
problem-tenancy-duplicate = Ya existe uno igual.
problem-tenancy-referenced = Otra cosa todavía se refiere a ello.
problem-tenancy-invalid = Este valor no se acepta.
problem-tenancy-not_found = Ya no existe.
problem-tenants-suspended = Su organización está suspendida.

problem-trunks-field = Este valor no se acepta.
problem-trunks-setting = Este valor no se acepta.
problem-trunks-name_taken = Ya existe una troncal con este nombre.
problem-trunks-source_in_use = Una dirección de origen se usa en otra parte.
problem-trunks-in_use = Hay rutas de salida que usan esta troncal; cámbielas primero.

problem-users-bad_name = De 1 a 64 letras, cifras, puntos, guiones y guiones bajos.
problem-users-bad_text = No tiene la forma esperada.
problem-users-name_taken = Este nombre de usuario ya existe.
problem-users-own_access = Nadie se quita su propio acceso; puede hacerlo otro administrador.
problem-users-limit_reached = El plan no permite más usuarios.
problem-users-stale = Otra persona ha cambiado este usuario entretanto. Lo que ha escrito sigue aquí: guarde otra vez para conservarlo.
problem-password-too_short = Al menos 10 caracteres.
problem-password-too_long = Como mucho 200 caracteres.
problem-password-too_simple = Ni un solo carácter repetido, ni una serie como 0123456789.
problem-password-holds_user_name = La contraseña no contiene el nombre de usuario.
problem-password-not_confirmed = No coincide con la contraseña.
problem-roles-unknown = Aquí no existe ese rol.
