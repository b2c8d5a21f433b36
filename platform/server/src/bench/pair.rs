//! A caller and a callee that set up, hold and tear down calls through the server.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use sip::{HeaderName, Kind, Message, Method};

use super::BenchError;
use super::phones::Phone;
use super::text;

pub(super) const CALLER: &str = "127.0.0.2:5070";
pub(super) const CALLEE: &str = "127.0.0.3:5080";
pub(super) const CALLER_MEDIA: (&str, u16) = ("127.0.0.2", 7000);
pub(super) const CALLEE_MEDIA: (&str, u16) = ("127.0.0.3", 7000);
const RESEND: Duration = Duration::from_millis(500);

/// One call as the generator sees it.
pub(super) struct Talk {
    started: Instant,
    sent: Instant,
    /// INVITE to 200.
    pub(super) answered: Option<Duration>,
    /// The server's media address towards the caller.
    pub(super) media: Option<SocketAddr>,
    hang_up_at: Option<Instant>,
    bye: Option<String>,
    target: (String, String),
    /// The BYE was answered.
    pub(super) ended: bool,
    /// A final failure came.
    pub(super) refused: Option<u16>,
}

/// Both sides with all their calls.
pub(super) struct Pair {
    server: SocketAddr,
    series: char,
    caller: Phone,
    callee: Phone,
    /// In order of their start; the number stands in the Call-ID.
    pub(super) talks: Vec<Talk>,
    offer: String,
    reply: String,
    hold: Duration,
    /// Messages sent again for want of an answer.
    pub(super) resent: usize,
}

impl Pair {
    /// Binds both sides' sockets. `series` sets the Call-IDs apart from those of earlier calls.
    pub(super) fn open(server: SocketAddr, series: char, hold: Duration) -> Result<Self, BenchError> {
        Ok(Self {
            server,
            series,
            caller: Phone::bind(CALLER)?,
            callee: Phone::bind(CALLEE)?,
            talks: Vec::new(),
            offer: text::sdp(CALLER_MEDIA.0, CALLER_MEDIA.1),
            reply: text::sdp(CALLEE_MEDIA.0, CALLEE_MEDIA.1),
            hold,
            resent: 0,
        })
    }

    /// Starts one more call.
    pub(super) fn start(&mut self, now: Instant) {
        let invite =
            text::invite(self.server, CALLER, &format!("{}{}", self.series, self.talks.len()), &self.offer);
        self.caller.send(invite.as_bytes(), self.server);
        self.talks.push(Talk {
            started: now,
            sent: now,
            answered: None,
            media: None,
            hang_up_at: None,
            bye: None,
            target: (String::new(), String::new()),
            ended: false,
            refused: None,
        });
    }

    /// Takes what has arrived, sends what is due.
    pub(super) fn step(&mut self, now: Instant) {
        while let Some(message) = self.callee.next() {
            self.serve(&message);
        }
        while let Some(message) = self.caller.next() {
            self.follow(&message, now);
        }
        self.due(now);
    }

    /// Hangs every answered call up at `at`.
    pub(super) fn hang_up_all(&mut self, at: Instant) {
        for talk in self.talks.iter_mut().filter(|t| t.bye.is_none()) {
            talk.hang_up_at = talk.hang_up_at.map(|_| at);
        }
    }

    /// Calls that were answered.
    pub(super) fn answered(&self) -> usize {
        self.talks.iter().filter(|t| t.answered.is_some()).count()
    }

    /// Calls that have ended one way or the other.
    pub(super) fn finished(&self) -> usize {
        self.talks.iter().filter(|t| t.ended || t.refused.is_some()).count()
    }

    /// The callee: 180 and 200 to an INVITE, 200 to anything else but ACK.
    fn serve(&mut self, message: &Message) {
        let Kind::Request { method, .. } = message.kind() else { return };
        let tag = message.call_id();
        let answer = |status, reason, body: &str| text::answer(message, status, reason, CALLEE, tag, body);
        match method {
            Method::Ack => {}
            Method::Invite => {
                self.callee.send(answer(180, "Ringing", "").as_bytes(), self.server);
                self.callee.send(answer(200, "OK", &self.reply).as_bytes(), self.server);
            }
            _ => self.callee.send(answer(200, "OK", "").as_bytes(), self.server),
        }
    }

    /// The caller: ACK the 200, note the end.
    fn follow(&mut self, message: &Message, now: Instant) {
        let number: Option<usize> = message.call_id().strip_prefix(self.series).and_then(|n| n.parse().ok());
        let Some((number, status)) = number.zip(message.status()) else { return };
        let (server, hold) = (self.server, self.hold);
        let id = format!("{}{number}", self.series);
        let Some(talk) = self.talks.get_mut(number) else { return };
        let of_bye = message.header(HeaderName::CSeq).is_some_and(|c| c.ends_with("BYE"));
        match status {
            200 if of_bye => talk.ended = true,
            200 => {
                let contact = message.header(HeaderName::Contact).unwrap_or_default();
                let target = contact.trim_start_matches('<').split('>').next().unwrap_or_default().to_owned();
                talk.target = (target, message.header(HeaderName::To).unwrap_or_default().to_owned());
                talk.media = media_address(message.body());
                talk.answered.get_or_insert(now - talk.started);
                talk.hang_up_at.get_or_insert(now + hold);
                let ack = text::within("ACK", 1, &talk.target.0, CALLER, &id, &talk.target.1);
                self.caller.send(ack.as_bytes(), server);
            }
            300.. if talk.refused.is_none() => {
                talk.refused = Some(status);
                let to = message.header(HeaderName::To).unwrap_or_default();
                // A non-2xx final is acknowledged within the INVITE's transaction: its branch.
                let ack = text::within("ACK", 1, &format!("sip:2000@{server}"), CALLER, &id, to);
                let ack = ack.replace(&format!("z9hG4bK{id}-ACK"), &format!("z9hG4bK{id}-i"));
                self.caller.send(ack.as_bytes(), server);
            }
            _ => {}
        }
    }

    fn due(&mut self, now: Instant) {
        for (number, talk) in self.talks.iter_mut().enumerate() {
            if talk.ended || talk.refused.is_some() {
                continue;
            }
            let id = format!("{}{number}", self.series);
            if talk.bye.is_none() && talk.hang_up_at.is_some_and(|at| at <= now) {
                let bye = text::within("BYE", 2, &talk.target.0, CALLER, &id, &talk.target.1);
                self.caller.send(bye.as_bytes(), self.server);
                (talk.bye, talk.sent) = (Some(bye), now);
            } else if now - talk.sent > RESEND && (talk.answered.is_none() || talk.bye.is_some()) {
                let again =
                    talk.bye.clone().unwrap_or_else(|| text::invite(self.server, CALLER, &id, &self.offer));
                self.caller.send(again.as_bytes(), self.server);
                talk.sent = now;
                self.resent += 1;
            }
        }
    }
}

/// Address and port of the audio stream in a session description.
fn media_address(body: &[u8]) -> Option<SocketAddr> {
    let body = std::str::from_utf8(body).ok()?;
    let ip: IpAddr = body.lines().find_map(|l| l.strip_prefix("c=IN IP4 "))?.trim().parse().ok()?;
    let port = body.lines().find_map(|l| l.strip_prefix("m=audio "))?.split(' ').next()?.parse().ok()?;
    Some(SocketAddr::new(ip, port))
}
