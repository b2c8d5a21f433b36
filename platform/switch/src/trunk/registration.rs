//! The registration of one trunk with its carrier (RFC 3261 §10.2), as a pure machine: time and responses come in.

use std::time::{Duration, Instant};

use sip::digest::Responder;
use sip::{HeaderName, Message, Method};

use crate::ports::{Trouble, TroubleAt, TrunkRegistration, TrunkSecret};

/// Longest wait before a failed registration is tried again.
const LONGEST_RETRY: Duration = Duration::from_secs(300);

/// What to send.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    /// CSeq number.
    pub cseq: u32,
    /// Seconds to register for.
    pub expires: u32,
    /// Authorization or Proxy-Authorization, with its value.
    pub authorization: Option<(&'static str, String)>,
}

/// The state of a registration.
pub struct Registration {
    settings: TrunkRegistration,
    responder: Option<Responder>,
    proxy: bool,
    cseq: u32,
    expires: u32,
    waiting: bool,
    challenged: bool,
    due: Instant,
    until: Option<Instant>,
    failures: u32,
}

impl Registration {
    /// To be registered at once.
    pub fn new(settings: TrunkRegistration, secret: Option<&TrunkSecret>, now: Instant) -> Self {
        let responder = secret.map(|secret| Responder::new(&secret.user, &secret.password));
        let expires = settings.expires_secs;
        Self {
            settings,
            responder,
            proxy: false,
            cseq: 0,
            expires,
            waiting: false,
            challenged: false,
            due: now,
            until: None,
            failures: 0,
        }
    }

    /// The settings it was made with.
    pub const fn settings(&self) -> &TrunkRegistration {
        &self.settings
    }

    /// Whether the carrier knows us now.
    pub fn is_registered(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// The REGISTER to send, if one is due. `cnonce`: fresh entropy in hex.
    pub fn poll(&mut self, now: Instant, cnonce: &str) -> Option<Wanted> {
        if self.waiting || now < self.due {
            return None;
        }
        self.waiting = true;
        self.cseq += 1;
        let uri = format!("sip:{}", self.settings.domain);
        let credentials = self
            .responder
            .as_mut()
            .and_then(|responder| responder.credentials(&Method::Register, &uri, cnonce));
        let name = if self.proxy { "Proxy-Authorization" } else { "Authorization" };
        Some(Wanted {
            cseq: self.cseq,
            expires: self.expires,
            authorization: credentials.map(|value| (name, value)),
        })
    }

    /// A final response came. `Err`: what is wrong.
    pub fn handle_response(&mut self, now: Instant, response: &Message) -> Result<(), Trouble> {
        self.waiting = false;
        let status = response.status().unwrap_or(0);
        match status {
            200..=299 => {
                let granted = granted(response, &self.settings.contact_token).unwrap_or(self.expires);
                let span = Duration::from_secs(u64::from(granted.max(10)));
                self.until = Some(now + span);
                // Well before it lapses, so that one lost refresh does not.
                self.due = now + span.mul_f32(0.75);
                self.failures = 0;
                self.challenged = false;
                Ok(())
            }
            401 | 407 if self.answers(response, status == 407) => {
                self.due = now;
                Ok(())
            }
            423 => {
                let least = response.number(HeaderName::MinExpires).ok().flatten().unwrap_or(3600);
                let grown = least > self.expires;
                self.expires = self.expires.max(least);
                if !grown {
                    return self.fail(now, Some(status));
                }
                self.due = now;
                Ok(())
            }
            _ => self.fail(now, Some(status)),
        }
    }

    /// Whether the challenge can be answered: once in a round, again only when the nonce is stale.
    fn answers(&mut self, response: &Message, proxy: bool) -> bool {
        let name = if proxy { HeaderName::ProxyAuthenticate } else { HeaderName::WwwAuthenticate };
        let stale =
            response.challenges(name).any(|challenge| challenge.is_ok_and(|challenge| challenge.stale));
        let again = std::mem::replace(&mut self.challenged, true);
        self.proxy = proxy;
        let Some(responder) = &mut self.responder else { return false };
        (!again || stale) && responder.accept(response.challenges(name).filter_map(Result::ok))
    }

    /// No response came.
    pub fn handle_failure(&mut self, now: Instant) -> Result<(), Trouble> {
        self.waiting = false;
        self.fail(now, None)
    }

    fn fail(&mut self, now: Instant, status: Option<u16>) -> Result<(), Trouble> {
        self.challenged = false;
        let wait = Duration::from_secs(15).saturating_mul(1 << self.failures.min(5)).min(LONGEST_RETRY);
        self.failures += 1;
        self.due = now + wait;
        Err(Trouble { at: TroubleAt::Registering, status })
    }
}

/// The seconds granted for our contact: its own parameter, else the Expires header.
fn granted(response: &Message, token: &str) -> Option<u32> {
    let own = response.contacts().filter_map(Result::ok).find_map(|contact| match contact {
        sip::header::Contact::Address(contact) if contact.address.uri().user() == Some(token) => {
            contact.expires()
        }
        _ => None,
    });
    own.or_else(|| response.number(HeaderName::Expires).ok().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(now: Instant) -> Registration {
        let settings = TrunkRegistration {
            user: "acme".to_owned(),
            domain: "carrier.example".to_owned(),
            expires_secs: 600,
            contact_token: "t0k3n".to_owned(),
        };
        let secret = TrunkSecret { user: "acme".to_owned(), password: "secret".to_owned() };
        Registration::new(settings, Some(&secret), now)
    }

    fn response(line: &str, more: &str) -> Message {
        let text = format!(
            "SIP/2.0 {line}\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\n\
             Call-ID: c\r\nCSeq: 1 REGISTER\r\n{more}Content-Length: 0\r\n\r\n"
        );
        Message::parse(text.into()).unwrap()
    }

    const CHALLENGE: &str = "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", qop=\"auth\"\r\n";

    #[test]
    fn it_answers_a_challenge_once_and_refreshes_before_the_grant_lapses() {
        let now = Instant::now();
        let mut registration = registration(now);
        assert_eq!(registration.poll(now, "ab").unwrap().authorization, None);
        assert_eq!(registration.poll(now, "ab"), None, "one at a time");
        registration.handle_response(now, &response("401 Unauthorized", CHALLENGE)).unwrap();
        let wanted = registration.poll(now, "ab").unwrap();
        assert_eq!(wanted.cseq, 2);
        assert!(wanted.authorization.unwrap().1.contains("username=\"acme\""));
        let granted = "Contact: <sip:t0k3n@192.0.2.1>;expires=100, <sip:other@192.0.2.9>;expires=9\r\n";
        registration.handle_response(now, &response("200 OK", granted)).unwrap();
        assert!(registration.is_registered(now + Duration::from_secs(99)));
        assert!(!registration.is_registered(now + Duration::from_secs(100)));
        assert_eq!(registration.poll(now + Duration::from_secs(74), "ab"), None);
        assert!(registration.poll(now + Duration::from_secs(75), "ab").is_some());
    }

    #[test]
    fn a_wrong_secret_is_not_tried_again_at_once() {
        let now = Instant::now();
        let mut registration = registration(now);
        for _ in 0..2 {
            registration.poll(now, "ab").unwrap();
            let _ = registration.handle_response(now, &response("401 Unauthorized", CHALLENGE));
        }
        assert_eq!(registration.poll(now + Duration::from_secs(14), "ab"), None);
        assert!(registration.poll(now + Duration::from_secs(15), "ab").is_some());
        assert!(registration.handle_failure(now).is_err());
    }

    #[test]
    fn too_brief_is_mended_by_the_carriers_least() {
        let now = Instant::now();
        let mut registration = registration(now);
        registration.poll(now, "ab").unwrap();
        registration
            .handle_response(now, &response("423 Interval Too Brief", "Min-Expires: 1800\r\n"))
            .unwrap();
        assert_eq!(registration.poll(now, "ab").unwrap().expires, 1800);
    }
}
