endpoints-search = Find a name or a terminal user
endpoints-none = No extensions yet
endpoints-none-lead = An extension is an internal number with a phone behind it.
endpoints-name = Name
endpoints-name-hint = What people call it, such as Reception.
endpoints-number = Internal number
endpoints-number-hint = What colleagues dial, such as 1001. It can be given later.
endpoints-devices = Devices
endpoints-owner = Owner
endpoints-owner-hint = Whose calls these are: the owner sees them in the own report.
endpoints-nobody = Nobody
endpoints-terminal-user = Terminal user
endpoints-class = May dial
endpoints-class-hint = The dearest kind of destination.
endpoints-lead = Terminal user { $user }
endpoints-created = { $name } is ready
endpoints-open = Open the extension
endpoints-tab-overview = Overview
endpoints-tab-settings = Settings
endpoints-tab-account = SIP account
endpoints-numbers = Internal numbers
endpoints-numbers-lead = Each of them rings this extension.
endpoints-numbers-none = None yet: nobody can call it from inside.
endpoints-number-add = Another number
endpoints-number-remove = Delete the number { $number }
endpoints-number-removed = { $number } was deleted.

endpoints-part-who = Name and owner
endpoints-part-incoming = Incoming calls
endpoints-part-incoming-lead = How it rings.
endpoints-ring-secs = Rings for
endpoints-ring-secs-hint = 5 to 180. Then the caller hears that nobody answers.
endpoints-call-waiting = Call waiting
endpoints-call-waiting-hint = A further call rings while one is going on.
endpoints-do-not-disturb = Do not disturb
endpoints-do-not-disturb-hint = Calls are refused as busy.
endpoints-part-outgoing = Outgoing calls
endpoints-part-outgoing-lead = What it may dial and what the called party sees.
endpoints-identity = Name and number
identity-public = Shown
identity-withheld = Withheld
endpoints-caller-name = Caller name
endpoints-caller-name-hint = Up to 64 characters. Empty: the name of the extension.
endpoints-caller-number = Caller number
endpoints-caller-number-hint = One of the public numbers, shown outside.
endpoints-emergency-address = Emergency address
endpoints-emergency-address-hint = Goes with emergency calls: where the phone stands.
endpoints-part-limits = Limits and sound
endpoints-max-calls = Calls at a time
endpoints-max-devices = Devices
endpoints-codecs = Codecs
endpoints-codecs-hint = The preferred one first.

devices-count = { $count ->
    [one] { $count } device is registered now.
   *[other] { $count } devices are registered now.
}
devices-some = { $count ->
    [one] One registered
   *[other] { $count } registered
}
devices-none = No device is registered
devices-none-lead = A phone that signs in with the SIP account appears here at once.
devices-none-short = Nothing registered
devices-device = Device
devices-address = Address
devices-transport = Transport
devices-since = Registered
devices-expires = Lapses
devices-drop = Drop
devices-drop-title = Drop this device?
devices-drop-lead = It gets no calls until it registers again, which it may do by itself.
devices-dropped = The device is dropped.

sip-server = Server
sip-transports = Transport and port
sip-user = User
sip-secret = Secret
sip-domain = Domain
sip-domain-hint = The server is the outbound proxy of the domain. A phone that knows only one of the two takes the server as domain.
secret-once = The secret is shown this once. Carry it to the phone now; later only a new one can be drawn.
secret-lead = What a phone signs in with. The secret is never shown again after it was drawn.
secret-new = Draw a new secret
secret-new-title = Draw a new secret?
secret-new-lead = Phones that use the present one cannot register any more until they get the new one.
secret-drawn = The new secret
