desk-phones-lead = Desk phones that fetch their configuration from here.
desk-phones-search = Find a name, a model or a MAC address
desk-phones-none = No desk phones yet
desk-phones-none-lead = Add one by its MAC address, and type the address you get into its menu. Softphones are set up on the extension's own page.
desk-phones-name = Place
desk-phones-name-hint = Where it stands, such as Front desk.
desk-phones-state = State
desk-phones-lines = Lines
desk-phones-line = Line { $place }
desk-phones-line-add = Add a line
desk-phones-line-remove = Remove line { $place }
desk-phones-model = Model
desk-phones-vendor = Made by
desk-phones-mac = MAC address
desk-phones-mac-hint = On the label at the back of the phone; with or without colons.
desk-phones-seen = Last asked
desk-phones-transport = Transport
desk-phones-transport-hint = Leave it to the exchange unless a network needs another.
desk-phones-asked = Last request
desk-phones-from = From
desk-phones-agent = Registered as
desk-phones-resync = Fetch again
desk-phones-resynced = The phone was asked to fetch its configuration.
desk-phones-draw = New address
desk-phones-draw-title = Draw a new address?
desk-phones-draw-lead = The old address opens nothing from then on. The phone keeps its settings, but gets no changes until the new address is typed in.
desk-phones-password = Password of the phone
desk-phones-password-of = Password of the phone's own pages (user { $user })
desk-phones-address = Provisioning address
desk-phones-address-title = Address for { $name }
desk-phones-address-once = This address is shown now and never again. Whoever has it can read the phone's SIP password.
desk-phones-where = Where to type it: { $vendor }
phone-never-asked = Never asked
phone-asked = Asked, no file
phone-fetched = Has its settings
phone-registered = Registered
phone-outdated = Out of date
fetch-served = sent
fetch-no-such-file = no such file
fetch-no-line = no line
vendor-yealink = Yealink
vendor-grandstream = Grandstream
vendor-fanvil = Fanvil
vendor-polycom = Polycom
model-yealink = T46U
model-grandstream = GXP2170
model-fanvil = X4U
model-polycom = VVX 411
carrier-auto = Automatic
carrier-udp = UDP
carrier-tcp = TCP
carrier-tls = TLS
menu-yealink = Open the phone's own page in a browser (its address stands in the menu under Status) and go to Settings, Auto Provision.
menu-grandstream = Open the phone's own page in a browser and go to Maintenance, Upgrade and Provisioning. Choose HTTPS and type the address without its beginning https://.
menu-fanvil = Open the phone's own page in a browser and go to System, Auto Provision, Static Provisioning Server.
menu-polycom = On the phone choose Settings, Advanced, Administration Settings, Network Configuration, Provisioning Server.
menu-type = Type or paste the address as Server URL, without user and password, and save.
menu-restart = Start auto provisioning there, or restart the phone. It turns to Registered here within a minute.
provisioning-no-https = No phone can be set up from here: the exchange is reached without encryption
provisioning-no-https-lead = The public address is { $address }. Passwords would travel readable to anybody on the way. Put TLS in front and set CONMUTA_PUBLIC_URL to the https address.
provisioning-no-address = No phone can be set up from here: the exchange does not know its public address
provisioning-no-address-lead = Set CONMUTA_PUBLIC_URL to the https address that phones reach. { $address }
setup-tab = Set up a device
setup-title = Set up a softphone
setup-lead = A QR code for one phone. Scan it with Linphone, or with the camera, which opens a page with the account.
setup-password = SIP password
setup-password-new = Give the phone a new password
setup-password-new-lead = { $count ->
    [0] Nothing is registered with the present one.
    [one] The device registered now loses its registration until it has the new one.
   *[other] The { $count } devices registered now lose their registration until they have the new one.
}
setup-password-keep = Keep the present password
setup-password-keep-lead = { $count ->
    [0] Whoever opens the link learns it.
   *[other] Other devices stay registered. Whoever opens the link learns it.
}
setup-lives = The code works for
setup-hours = { $hours ->
    [1] one hour
    [24] one day
   *[other] { $days } days
}
setup-make = Show the QR code
setup-code = QR code that sets up { $name }
setup-link = Link
setup-once = It works once, and is shown now only. Reading the page behind it does not use it up; its button does.
setup-until = Until { $time }
setup-cancel = Cancel the link
setup-another = Another one
setup-step-made = The code is ready
setup-step-open = Waiting for a phone
setup-step-opened = Opened
setup-step-register = Waiting for its registration
setup-step-registered = Registered
setup-earlier = Earlier links
setup-earlier-lead = Who made them, and who opened them.
setup-made-by = { $name }, { $time }
link-open = Open
link-used = Used
link-revoked = Cancelled
link-expired = Expired
setup-page-title = Set up your phone
setup-page-lead = This sets up a softphone, once. Choose how.
setup-page-new-password = The phone gets a new password. Other devices of this extension lose their registration until they have it too.
setup-page-linphone = Set up Linphone on this device
setup-page-show = Show the account's data
setup-page-until = The link works until { $time }.
setup-page-once = This is shown once. Copy it into your phone before you leave the page.
setup-page-server = SIP server
setup-page-user = User, also for authentication
setup-page-password = Password
setup-page-transport = Transport and port
setup-page-over = This link is over
setup-page-ask = Ask your administrator for a new one.
