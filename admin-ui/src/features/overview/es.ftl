overview-lead = Hoy en { $zone }.
overview-now = Llamadas ahora
overview-today = Llamadas hoy
overview-answered = { $part } % contestadas
overview-missed = Perdidas hoy
overview-talked = Tiempo hablado hoy
overview-trunks = Troncales en servicio
overview-hours = Hoy, hora a hora
overview-hours-in-words = { $calls ->
    [one] { $calls } llamada hoy
   *[other] { $calls } llamadas hoy
}, { $answered } contestadas
overview-last-missed = Últimas sin contestar
overview-none-missed = Ninguna llamada sin contestar
outcome-answered = Contestadas
outcome-missed = Perdidas
outcome-busy = Ocupado o rechazada
outcome-failed = Fallidas
