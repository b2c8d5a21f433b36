cdrs-title = Call report
cdrs-lead = Times of { $zone }.
cdrs-search = Find a number or a name
cdrs-none = No calls yet
cdrs-none-lead = Each call leaves its record here when it ends.
cdrs-file = calls
cdrs-detected = Date and time
cdrs-kind = Direction
cdrs-from = Origin
cdrs-from-name = Origin name
cdrs-to = Destination
cdrs-duration = Duration
cdrs-disposition = Ended as
cdrs-cause = Cause
cdrs-side = Ended by
cdrs-rang = Rang
cdrs-connected = Answered
cdrs-disconnected = Ended
cdrs-from-user = Origin terminal user
cdrs-to-user = Destination terminal user
cdrs-call = Call id
cdrs-id = Record id
cdrs-linked-to = Continues record
cdrs-min-secs = At least so many seconds
cdrs-max-secs = At most so many seconds
cdrs-record = Record
cdrs-waited = Until answered or given up
cdrs-origin = Came about as
cdrs-trunk = Trunk
cdrs-emergency = Emergency
cdrs-others = All records of this call

disposition-answered = Answered
disposition-unanswered = Unanswered
disposition-no_answer = No answer
disposition-busy = Busy
disposition-rejected = Rejected
disposition-cancelled = Given up
disposition-congestion = Congestion
disposition-failed = Failed
side-caller = Caller
side-called = Called party
side-exchange = The exchange
origin-dialled = Dialled
origin-blind_transfer = Blind transfer
origin-attended_transfer = Attended transfer
origin-returned = Returned transfer
origin-replaced = Taken over

cause-1 = Number not assigned
cause-3 = No route to the destination
cause-16 = Normal end
cause-17 = Busy
cause-18 = No phone responds
cause-19 = No answer
cause-20 = Not registered
cause-21 = Rejected
cause-22 = Number changed
cause-27 = Destination out of order
cause-28 = Incomplete number
cause-31 = Normal, without a reason given
cause-34 = No channel free
cause-38 = Network out of order
cause-41 = Temporary failure
cause-42 = Exchange congested
cause-57 = Not permitted
cause-58 = Not available now
cause-63 = Service not available
cause-79 = Not implemented
cause-88 = Incompatible destination
cause-102 = Timer expired
cause-127 = Interworking

trace = What happened
trace-ladder = SIP conversation
trace-decisions = Decisions
trace-media = Sound
trace-exchange = Exchange
trace-none = The trace is gone
trace-none-lead = The SIP conversation of a call is kept for some days only.
trace-empty = No messages were kept
trace-no-decisions = No decisions were noted
trace-left-out = { $count ->
    [one] { $count } message more was not kept.
   *[other] { $count } messages more were not kept.
}
media-none = There was no sound
media-none-lead = The call ended before any media flowed.
media-leg = Leg
media-mos = Opinion (MOS)
media-codec = Codec
media-received = Packets in
media-sent = Packets out
media-lost = Lost
media-jitter = Jitter
media-rtt = Round trip

decided-extension = Extension
decided-number = Number
decided-emergency = Emergency
decided-route = Outbound route
decided-class = Permission
decided-trunks = Trunks
decided-devices = Devices
decided-refused = Refused
decision-extension-found = { $dialled } is the extension of terminal user { $user }.
decision-number-leads = { $number } leads to terminal user { $user }.
decision-number-nowhere = { $number } is one of our numbers and leads nowhere.
decision-emergency-number = { $dialled } is an emergency number: limits and permissions do not count.
decision-emergency-address = Registered address of the caller: { $address }
decision-route-takes = “{ $route }” takes it as { $number }. Permission needed: { $class }.
decision-class-lacking = Permission of the caller: { $class }.
decision-trunks-order = Tried in this order: { $trunks }
decision-trunks-down = { $trunk } is down and is tried last.
decision-trunks-full = { $trunk } is full with { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
}.
decision-trunks-gateways = { $trunk }: { $up } of { $gateways ->
    [one] { $gateways } gateway
   *[other] { $gateways } gateways
} can be tried.
decision-devices-ring = { $ringing } of { $registered ->
    [one] { $registered } registered device
   *[other] { $registered } registered devices
} can ring.
decision-devices-full = The extension has { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
} already, as many as it may.
decision-refused-suspended = The tenant is suspended ({ $status }).
decision-refused-nobody = Nobody has this number here ({ $status }).
decision-refused-unassigned = The number is not assigned to an extension ({ $status }).
decision-refused-do_not_disturb = The called extension is set to do not disturb ({ $status }).
decision-refused-no_emergency_trunk = There is no trunk for emergency calls ({ $status }).
decision-refused-no_route = No extension, number or outbound route matches ({ $status }).
decision-refused-class = The caller may not make calls of this kind ({ $status }).
decision-refused-no_trunk = The outbound route has no trunk ({ $status }).
decision-refused-not_loaded = The exchange had not loaded the tenant’s routing yet ({ $status }).
media-over-time = Quality over time
media-over-time-of = Leg { $leg }: opinion between { $worst } and { $best }, { $lost } packets lost
media-span = { $from } to { $to }: opinion { $mos }, { $lost } lost, jitter { $jitter } ms
media-span-silent = { $from } to { $to }: nothing came
