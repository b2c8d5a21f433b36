calls-count = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
calls-search = Find a number or a name
calls-caption = Calls of this moment, the newest first
calls-state = State
calls-direction = Direction
calls-from = From
calls-to = To
calls-since = Since
calls-duration = Duration
calls-actions = Actions
calls-none = It is quiet
calls-none-lead = Nobody is on the phone. A call appears here the moment it rings.
calls-none-found = No call matches “{ $search }”
calls-none-found-lead = { $count ->
    [one] { $count } call is going on.
   *[other] { $count } calls are going on.
}

state-dialling = Dialling
state-ringing = Ringing
state-answered = Talking
state-held = On hold

hang-up = Hang up
hang-up-call = Hang up { $from } → { $to }
hang-up-title = Hang up this call?
hang-up-lead = Both sides are cut off at once. This cannot be undone.
