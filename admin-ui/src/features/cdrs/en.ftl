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

diagnosis = Verdict
diagnosis-findings = What was seen
diagnosis-both = both
diagnosis-all-good = This call was as it should be
diagnosis-one-way-audio = Only one side was heard
diagnosis-no-audio = Nobody heard anything
diagnosis-answered = Answered after { $secs } s
diagnosis-caller-gave-up = The caller hung up after { $secs } s, before anybody answered
diagnosis-phone-does-not-ring = The phone of { $who } never rang; the caller gave up after { $secs } s
diagnosis-phone-does-not-ring-advice = It is registered but does not answer. A firewall or router in between may drop what it does not know: use TCP or TLS, switch off SIP ALG on the router, or register more often.
diagnosis-phone-does-not-reply = The phone of { $who } did not reply
diagnosis-phone-does-not-reply-advice = It is registered but does not answer. A firewall or router in between may drop what it does not know: use TCP or TLS, switch off SIP ALG on the router, or register more often.
diagnosis-not-registered = No phone of { $who } is registered
diagnosis-not-registered-advice = Check user, password and server on the phone, then look at the extension’s devices.
diagnosis-busy = { $who } was busy
diagnosis-rejected = { $who } refused the call ({ $status })
diagnosis-nobody-answered = { $who } rang for { $secs } s and nobody answered
diagnosis-no-common-codec = The phones have no codec in common
diagnosis-no-common-codec-advice = Switch on G.711 (PCMA) on both, or allow more codecs in the extension’s settings.
diagnosis-demands-encryption = The phone of { $who } demands encrypted audio (SRTP)
diagnosis-demands-encryption-advice = Set media encryption on the phone to optional or off.
diagnosis-no-such-number = Nobody has the number { $number }
diagnosis-no-such-number-advice = Check the number that was dialled, and whether an extension has it.
diagnosis-not-allowed = { $number } may not be called from there
diagnosis-not-allowed-advice = The extension’s class or the outbound routes do not allow it.
diagnosis-no-channel-free = No channel was free
diagnosis-no-channel-free-advice = The limit of calls at one time is reached, here or at the carrier.
diagnosis-failed = The call failed (SIP { $status }, cause { $cause })
diagnosis-failed-advice = The ladder below shows who refused it and why.
diagnosis-moved = The call was transferred: its audio belongs to more than one record
diagnosis-no-figures = There are no audio figures of { $who }
diagnosis-too-short = Too short to say anything about the audio of { $who }
diagnosis-on-hold = { $who } was on hold or did not want to send
diagnosis-audio-heard = { $who } is heard: { $packets } packets came
diagnosis-audio-gaps = { $who } is heard with gaps: only { $packets } packets came
diagnosis-audio-gaps-advice = The network loses much, or the phone stops sending in silence: switch off silence suppression on it.
diagnosis-audio-missing = Nothing came from the phone of { $who }
diagnosis-audio-missing-advice = It announced { $address } for audio. Check its microphone and mute first; then whether a firewall lets UDP to the audio ports through.
diagnosis-audio-refused = Audio came for { $who } from an address that is not the phone’s ({ $packets } packets)
diagnosis-audio-refused-advice = Two routers or a VPN split signalling and audio. Let both take the same way.
diagnosis-quality-good = { $who } sounded well: { $percent } % lost, jitter { $ms } ms
diagnosis-poor-quality = { $who } sounded poorly: opinion { $mos } of 4.5
diagnosis-poor-quality-advice = A narrow codec or a weak network. Choose G.711 or G.722 where there is room.
diagnosis-loss = { $percent } % of the audio of { $who } was lost
diagnosis-loss-advice = Look at the phone’s network: Wi-Fi, a full line, or a router that does not prefer voice.
diagnosis-jitter = The audio of { $who } came unevenly: { $ms } ms jitter
diagnosis-jitter-advice = Prefer voice on the router (DSCP EF), and cable over Wi-Fi.
diagnosis-delay = { $ms } ms pass to { $who } and back
diagnosis-delay-advice = Above 300 ms people interrupt each other. A VPN or a far-away server makes the way long.
diagnosis-direct = { $who } is reached directly at { $address }
diagnosis-nat-passed = { $who } is behind NAT ({ $contact } as { $source }), and the exchange finds the way back
diagnosis-nat-suspected = { $who } is behind NAT ({ $contact } as { $source }), and its audio does not get through
diagnosis-nat-suspected-advice = Switch off SIP ALG on the router, let the phone send from the port it receives on (symmetric RTP), and open UDP for audio outwards.
diagnosis-signalling-encrypted = The signalling of { $who } is encrypted ({ $transport })
diagnosis-signalling-plain = The signalling of { $who } is not encrypted ({ $transport })
diagnosis-audio-plain = The audio is not encrypted
