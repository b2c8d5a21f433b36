page-title = { $page } · { $product }
skip-to-content = Skip to content
language = Language
look = Appearance
scheme-light = Light
scheme-dark = Dark
scheme-auto = As the system
density-comfortable = Comfortable
density-compact = Compact
sign-out = Sign out
signed-in-as = Own account of { $name }
main-menu = Main menu
open-menu = Open the menu
close-menu = Close the menu

place-customer = Company
place-reseller = Reseller
place-operator = Operator
stepped-in = You are inside
step-out = Back to { $home }
group-platform = Platform
group-calls = Calls
group-people = People
group-lines = Lines
group-records = Records
group-settings = Settings

palette = Go to or find
palette-open = Go to or find anything
palette-placeholder = Go to or find…
palette-none = Nothing was found.
shortcuts = Keyboard shortcuts
go-to = Go to { $page }
key-search = Search this page
key-rows = Go from row to row; Enter opens, x ticks

loading = Loading…
try-again = Try again
cancel = Cancel
close = Close
save = Save
saved = Saved.
discard = Discard
create = Create
add = Add
delete = Delete
delete-name = Delete { $name }
deleted-name = { $name } was deleted.
deleted-count = { $count } were deleted.
done = Done
undo = Undo
choose = Choose…
never = Never
actions = Actions
news = News
no-bound = No limit
as-the-browser = As the browser
as-the-company = As the company
unit-seconds = seconds
copy = Copy { $label }
copy-short = Copy
copied = Copied
move-up = Move { $name } up
move-up-short = Up
move-down = Move { $name } down
move-down-short = Down
show-secret = Show or hide
pick-search = Search…
pick-none = Nothing was found.
pick-clear = Clear { $label }

search-clear = Clear the search
show-all = Show all
columns = Columns
columns-usual = The usual columns
tick = Select
tick-all = Select all rows of this page
ticked = { $count ->
    [one] { $count } selected
   *[other] { $count } selected
}
ticked-acts = With the selected rows
untick = Clear the selection
none-found = Nothing matches
none-found-lead = Search and filters together leave nothing over.
filter-any = { $label }: any
more-filters = More filters
pages = Pages
rows-of = { $first } to { $last } of { $total }
rows-of-more = { $first } to { $last } of more than { $total }
rows-shown = Rows { $first } to { $last }
page-before = Previous
page-next = Next
period = Period
period-today = Today
period-yesterday = Yesterday
period-week = Last 7 days
period-month = This month
period-own = From … to …
period-since = From
period-until = To
export = Export
export-xlsx = Excel file
export-csv = CSV file
export-done = The file is complete.
export-stop = Stop ({ $size } MB)

unsaved-changes = There are changes that are not saved.
unsaved-title = Leave without saving?
unsaved-lead = What you typed here is not saved and would be lost.
unsaved-leave = Leave
ended-title = Your session has ended
ended-lead = Sign in again as { $name }. The page stays as it is, with everything you typed.
ended-other = Somebody else

suspended-title = This organisation is suspended
suspended-lead = { $title } cannot be used at present. Nothing is lost; your provider can let it work again.
suspended-emergency = Emergency calls still go through.

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

level-good = Good
level-note = Note
level-doubtful = Doubtful
level-bad = Bad

rule-required = Please fill this in.
rule-too-short = At least { $least } characters.
rule-too-long = At most { $most } characters.
rule-pattern = This is not of the expected form.
rule-number = A whole number, please.
rule-between = From { $least } to { $most }.
rule-at-least = At least { $least }.
rule-at-most = At most { $most }.

not-found-title = There is nothing here
not-found-lead = It does not exist, or it is not yours to see.
go-back = Back to the list
failed-title = This could not be shown

broken-title = This page broke
broken-lead = That is our mistake. What is saved is safe; reload the page to go on.
outdated-title = There is a newer version
outdated-lead = The exchange was updated meanwhile. Reload the page to go on.
reload = Reload
delete-title = Delete { $name }?
delete-title-count = Delete { $count } rows?
delete-affects = With it:
delete-undoable = It can be undone for a day.
affected-extensions-deleted = Extension { $name } is deleted
affected-numbers-unassigned = The number { $name } leads nowhere
affected-devices-dropped = The device at { $name } is dropped
affected-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

resellers-title = Resellers
resellers-new = New reseller
tenants-title = Tenants
tenants-new = New tenant
health-title = Installation health
bans-title = Bans
bans-new = Ban an address
start-title = Set-up assistant
blueprints-title = Blueprints
plans-title = Plans
plans-new = New plan
quota-title = Quota
overview-title = Overview
calls-title = Active calls
cdrs-title = Call report
users-title = Users
users-new = New user
roles-title = Roles
roles-new = New role
endpoints-title = Extensions
endpoints-new = New extension
desk-phones-title = Devices
desk-phones-new = New desk phone
numbers-title = Numbers
numbers-new = New number
trunks-title = Trunks
trunks-new = New trunk
routes-title = Outbound routes
routes-new = New route
security-title = Security
support-title = Support access
support-give = Let support in
audit-title = Audit log
security-log-title = Security events
usage-title = Usage
branding-title = Branding
account-title = Own account

sign-in-submit = Sign in
sign-in-password = Password
code-use-app = Use the app
code-use-recovery = Use a recovery code
code-back = Back to the password
code-app = Code
code-app-hint = Six digits, from the authenticator app on your phone.
code-recovery = Recovery code
code-recovery-hint = One of those you kept when you set up the second step. Each works once.

kind-in = Incoming
kind-internal = Internal
kind-out = Outgoing

class-internal = Internal only
class-local = Local
class-national = National
class-international = International
class-premium = Everything, premium too
