calls-count = { $count ->
    [one] { $count } llamada
   *[other] { $count } llamadas
}
calls-search = Buscar un número o un nombre
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

state-dialling = Marcando
state-ringing = Sonando
state-answered = Hablando
state-held = En espera

hang-up = Colgar
hang-up-call = Colgar { $from } → { $to }
hang-up-title = ¿Colgar esta llamada?
hang-up-lead = Se corta en el acto para ambas partes. No se puede deshacer.
