page-title = { $page } · Conmuta
skip-to-content = Skip to content
language = Language
scheme = Appearance
scheme-light = Light
scheme-dark = Dark
scheme-auto = As the system
sign-out = Sign out
signed-in-as = Signed in as { $name }
main-menu = Main menu
loading = Loading…
try-again = Try again
cancel = Cancel

sign-in-title = Sign in
sign-in-lead = The telephone exchange of your organisation.
sign-in-to = Sign in to { $tenant }
sign-in-user = User name
sign-in-user-hint = With your organisation, such as ana@acme
sign-in-password = Password
sign-in-show-password = Show or hide the password
sign-in-submit = Sign in
sign-in-ended = Your session has ended. Please sign in again.
field-required = Please fill this in.

connection-live = Live
connection-connecting = Connecting
connection-waiting = Offline
connection-lost = The connection to the exchange is lost. What you see may be out of date.
connection-retry-in = Trying again in { $secs ->
    [one] { $secs } second
   *[other] { $secs } seconds
}.
connection-retrying = Trying again…
connection-retry-now = Try now

calls-title = Active calls
calls-count = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
calls-search = Find a number or a name
calls-search-clear = Clear the search
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
calls-show-all = Show all
calls-failed = The calls could not be read

state-dialling = Dialling
state-ringing = Ringing
state-answered = Talking
state-held = On hold

kind-in = Incoming
kind-out = Outgoing
kind-internal = Internal

hang-up = Hang up
hang-up-call = Hang up { $from } → { $to }
hang-up-title = Hang up this call?
hang-up-lead = Both sides are cut off at once. This cannot be undone.

problem-network = The exchange cannot be reached. Please check your connection.
problem-session-wrong_credentials = User name or password are wrong.
problem-session-throttled = Too many attempts. Please wait { $secs } seconds.
problem-calls-not_found = This call is over already.
problem-forbidden = You may not do this.
problem-unknown = That did not work ({ $code }). Please try again.
