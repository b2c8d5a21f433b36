support-lead = Support comes in only while somebody here lets it. Whatever it does stands in the audit log.
support-give-act = Let in
support-give-lead = Whoever of your provider's support takes care of it may come in until the time is over or you end it.
support-given = Support may come in.
support-reason = What for
support-reason-hint = A ticket number or a few words; both sides see it.
support-level = How far
support-level-see = See only
support-level-change = See and change
support-level-see-hint = Support sees everything and changes nothing.
support-level-change-hint = Support may change everything except users, roles, API keys and this page.
support-time = For how long
support-time-hint = It can be ended at any moment.
support-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
support-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
support-left-days = { $days } d { $hours } h left
support-left-hours = { $hours } h { $minutes } min left
support-left-minutes = { $minutes }:{ $secs } left
support-now = May come in now
support-nobody = Nobody of support may come in
support-nobody-lead = Let support in when you need help, or wait for its request.
support-anybody = Support of your provider
support-staff-of = { $name } ({ $home })
support-asks = { $name } asks to come in
support-answer = Answer
support-accept = Let in…
support-accept-title = Let { $name } in
support-refuse = Refuse
support-refused = Refused.
support-by = let in by { $name }
support-end = End now
support-ended = Access has ended.
support-came = Who came in
support-came-none = Nobody of the staff has come in
support-came-none-lead = Every visit is shown here, also those of administrators above the company.
support-who = Who
support-home = Of
support-how = How
support-by-consent = By your consent
support-as-above = As administrator above the company
support-source = From
support-at = When
support-past = Earlier
support-state = Outcome
support-state-refused = Refused
support-state-lapsed = Not answered
support-state-ended = Ended
support-decided-by = Decided by
support-ends-at = Until

support-inside-see = You are here by consent of the company: you may look and change nothing.
support-inside-change = You are here by consent of the company: you may look and change.
support-closed = Access needed
support-closed-title = { $title } has not let you in
support-closed-lead = Ask for access: the company's administrators see it at once and decide.
support-was-refused = The company refused your last request. You may ask again.
support-never = Your role sees tenants and how they are, and enters none.
support-waits = Asked for: { $level }, { $time }. Waiting for an answer; this page opens by itself.
support-ask = Ask for access
support-back = Back to the tenants
