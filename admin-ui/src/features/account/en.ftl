account-lead = { $name } · { $user } · { $tenant }
account-tab-settings = Settings
account-tab-password = Password
account-part-language = Language and time
account-part-language-lead = For everything you see and hear.
account-part-reach = Contact
account-part-reach-lead = How the exchange reaches you.
account-password-lead = Every other device must sign in again afterwards. Phones are not touched: their SIP secrets are apart.
account-password-rule = At least 10 characters, without the user name.
account-old-password = Present password
account-new-password = New password
account-confirmation = New password again
account-password-changed = The password is changed. Other devices must sign in again.

sessions = Sessions
sessions-device = Device
sessions-unknown = Unknown
sessions-own = This one
sessions-address = Address
sessions-begun = Begun
sessions-used = Last used
sessions-ends = Ends at the latest
sessions-end = End
sessions-ended = The session is ended.
sessions-end-others = End all other sessions
sessions-end-others-lead = Each other device must sign in again.
sessions-ended-others = All other sessions are ended.

account-tab-security = Security
factor-title = Second step
factor-lead = After the password a code from your phone: whoever learns the password still does not get in.
factor-on = On
factor-off = Off
factor-since = Since { $day }
factor-demanded = Demanded by your organisation
factor-demanded-lead = Your organisation demands it, so it stays on.
factor-off-lead = You need an authenticator app on your phone, such as Aegis, Google Authenticator or the one in your password manager.
factor-set-up = Set up the second step
factor-needed-lead = { $tenant } demands a second step of you. Set it up now; everything else comes afterwards.
factor-password-lead = First your password, so that nobody else at your screen can do this.
factor-next = Next
factor-scan-lead = Point the app's camera at this picture, or type the secret into the app.
factor-picture = QR code for the authenticator app
factor-secret = Secret
factor-first-code-hint = The six digits that the app shows now.
factor-code-hint = Of the app, or a recovery code.
factor-switch-on = Switch on
factor-is-on = The second step is on. From now on signing in asks for a code.
factor-switch-off = Switch off
factor-switch-off-lead = From then on the password alone lets you in. The recovery codes are worth nothing any more.
factor-is-off = The second step is off.
factor-codes = Recovery codes
factor-codes-lead = Keep these where your phone is not. Each lets you in once when the app is not at hand. They are shown this once.
factor-codes-kept = I have kept them
factor-copy-codes = Copy all
factor-download-codes = Save as a file
factor-codes-left = { $count ->
    [0] No recovery code is left. Make new ones.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
factor-renew = New recovery codes
factor-renew-lead = Those you have now are worth nothing afterwards.

account-part-person = Person
account-part-person-lead = What colleagues see of you, and who calls when you do.
account-photo-choose = Choose a photo
account-photo-change = Another photo
account-photo-remove = Remove
account-photo-hint = JPEG, PNG or WebP. The middle is shown.
