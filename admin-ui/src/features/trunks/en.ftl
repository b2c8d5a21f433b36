trunks-lead = The lines to carriers and to other exchanges.
trunks-search = Find a trunk
trunks-none = No trunks yet
trunks-none-lead = Without a trunk calls stay inside. Add the one that your carrier gave you.
trunks-name = Name
trunks-name-hint = 1 to 80 characters, such as the name of the carrier.
trunks-health = Health
trunks-since = Since
trunks-trouble = Last failure
trunks-gateways = Gateways
trunks-receives-only = Only receives
trunks-registration = Registration
trunks-registered = Registered
trunks-not-registered = Not registered
trunks-by-address = By address
trunks-created = { $name } was created.
trunks-deleted = { $name } was deleted.
trunks-delete-title = Delete { $name }?
trunks-delete-lead = Calls no longer go out or come in over it. Its secret is lost. This cannot be undone.

trunks-part-what = Trunk
trunks-enabled = In use
trunks-enabled-hint = Switched off, it neither registers nor carries calls.
trunks-part-outgoing = Outgoing
trunks-part-outgoing-lead = Gateways are tried from low to high priority.
trunks-host = Host
trunks-port = Port
trunks-port-usual = Usual
trunks-transport = Transport
trunks-priority = Priority
trunks-gateway-add = Another gateway
trunks-gateway-remove = Delete gateway { $place }
trunks-caller-number = Caller number
trunks-caller-number-hint = Shown on all its calls in place of the caller’s own.
trunks-from-domain = Domain in From
trunks-first-gateway-hint = Empty: the first gateway.
trunks-part-account = Account at the carrier
trunks-part-account-lead = How the trunk proves who it is.
trunks-registers = Registers with the carrier
trunks-registers-hint = Where the carrier does not know our address.
trunks-registration-user = Registers as
trunks-registration-user-hint = The user part of the account.
trunks-registration-domain = Domain of the account
trunks-expires = Registers for
trunks-auth-user = User for challenges
trunks-auth-user-hint = Empty: that of the registration.
trunks-secret = Secret
trunks-secret-hint = For digest challenges. It is never shown again.
trunks-secret-set-hint = One is set. Type another to replace it.
trunks-part-incoming = Incoming
trunks-part-incoming-lead = Where calls come from and what they may reach.
trunks-sources = Source addresses
trunks-sources-hint = One on each line, with or without a port. Gateways given as addresses count as well.
trunks-dialling = May be dialled
trunks-dialling-hint = What callers over this trunk can reach.
trunks-class = May dial onwards
trunks-part-limits = Limits and watching
trunks-max-calls = Calls at a time
trunks-ring-secs = A call rings for
trunks-options-secs = Is probed every
trunks-options-secs-hint = 10 to 3600; 0 takes the gateways for up.
dialling-numbers = Public numbers
dialling-extensions = Extensions too
dialling-transit = Onwards as well
health-up = Up
health-partly = Partly up
health-down = Down
health-off = Switched off
health-unknown = Not known yet
trouble-resolving = The gateway’s name cannot be resolved.
trouble-probing = { $status ->
    [0] The gateway does not answer OPTIONS.
   *[other] The gateway answers OPTIONS with { $status }.
}
trouble-registering = { $status ->
    [0] The carrier does not answer the registration.
   *[other] The carrier refuses the registration with { $status }.
}
