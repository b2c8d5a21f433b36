overview-lead = Today in { $zone }.
overview-now = Calls now
overview-today = Calls today
overview-answered = { $part } % answered
overview-missed = Missed today
overview-talked = Talked today
overview-trunks = Trunks working
overview-hours = Today by the hour
overview-hours-in-words = { $calls ->
    [one] { $calls } call today
   *[other] { $calls } calls today
}, { $answered } answered
overview-last-missed = Unanswered last
overview-none-missed = No unanswered calls
outcome-answered = Answered
outcome-missed = Missed
outcome-busy = Busy or refused
outcome-failed = Failed
