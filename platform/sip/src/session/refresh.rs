//! Session timers (RFC 4028): who refreshes, how often, and what happens when nobody does.

use super::stack::Stack;
use super::standing::{Purpose, Session};
use super::{Config, EndCause};
use crate::header::{HeaderName, Refresher, SessionExpires};
use crate::transaction::Micros;
use crate::wire::{Message, Method};

const SECOND: Micros = 1_000_000;

/// The session timer of a session; none when `secs` is 0.
#[derive(Debug, Default)]
pub(super) struct Refresh {
    secs: u32,
    is_ours: bool,
    /// The other side understands timers.
    is_known_there: bool,
    /// The other side takes UPDATE, the cheaper refresh.
    takes_update: bool,
    refresh_at: Option<Micros>,
    expire_at: Option<Micros>,
}

/// Whether the interval a request asks for is long enough.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Acceptable {
    Yes,
    /// Answer 422 with this Min-SE.
    TooSmall(u32),
}

impl Refresh {
    pub(super) fn acceptable(config: &Config, request: &Message) -> Acceptable {
        match request.session_expires() {
            Ok(Some(asked))
                if asked.secs < config.min_se_secs && request.has_token(HeaderName::Supported, "timer") =>
            {
                Acceptable::TooSmall(config.min_se_secs)
            }
            _ => Acceptable::Yes,
        }
    }

    /// What we make of an INVITE we answer: as long as was asked, shortened to our own interval but not below what
    /// the request allows; the asker refreshes unless the request says otherwise.
    pub(super) fn of_their_request(stack: &Stack, request: &Message) -> Self {
        let knows = request.has_token(HeaderName::Supported, "timer");
        let takes_update = request.has_token(HeaderName::Allow, "UPDATE");
        let asked = request.session_expires().ok().flatten();
        let floor =
            request.number(HeaderName::MinSe).ok().flatten().unwrap_or(90).max(stack.config.min_se_secs);
        let own = stack.config.session_expires_secs;
        let secs = match asked {
            Some(asked) if own != 0 => asked.secs.min(own.max(floor)).max(stack.config.min_se_secs),
            Some(asked) => asked.secs.max(stack.config.min_se_secs),
            None if knows && own != 0 => own.max(floor),
            None => 0,
        };
        let wants_us = asked.and_then(|asked| asked.refresher) == Some(Refresher::Uas);
        Self { secs, is_ours: wants_us || !knows, is_known_there: knows, takes_update, ..Self::default() }
    }

    /// What the other side made of our INVITE. Starts the timer.
    pub(super) fn of_our_request(stack: &Stack, response: &Message) -> Self {
        let mut refresh =
            Self { takes_update: response.has_token(HeaderName::Allow, "UPDATE"), ..Self::default() };
        refresh.renew(stack, response);
        refresh
    }

    /// Takes over what the 2xx to a request of ours says, and starts the timer anew.
    pub(super) fn renew(&mut self, stack: &Stack, response: &Message) {
        match response.session_expires() {
            Ok(Some(agreed)) => {
                self.secs = agreed.secs.max(90);
                self.is_ours = agreed.refresher != Some(Refresher::Uas);
                self.is_known_there = true;
            }
            // The other side ended the timer by leaving it out (RFC 4028 §7.2).
            _ => self.secs = 0,
        }
        self.arm(stack.micros());
    }

    /// Takes over what a refresh by the other side says, and starts the timer anew.
    pub(super) fn accept(&mut self, stack: &Stack, request: &Message) {
        let takes_update = self.takes_update;
        *self = Self::of_their_request(stack, request);
        self.takes_update |= takes_update;
        self.arm(stack.micros());
    }

    /// Starts the timer: a refresh at half the interval, the end a third (at most 32 s) before it (RFC 4028 §10).
    pub(super) fn arm(&mut self, now: Micros) {
        let secs = Micros::from(self.secs);
        let running = secs != 0;
        self.refresh_at = (running && self.is_ours).then_some(now + secs * SECOND / 2);
        self.expire_at = running.then(|| now + (secs - (secs / 3).min(32)) * SECOND);
    }

    /// A 422 to a refresh of ours: raises the interval. False when that makes no sense.
    pub(super) fn raise(&mut self, response: &Message) -> bool {
        let least = response.number(HeaderName::MinSe).ok().flatten();
        match least.filter(|least| self.secs != 0 && *least > self.secs) {
            Some(least) => {
                self.secs = least;
                true
            }
            None => false,
        }
    }

    /// The value for a request of ours within the session.
    pub(super) fn in_request(&self) -> Option<SessionExpires> {
        let refresher = if self.is_ours { Refresher::Uac } else { Refresher::Uas };
        (self.secs != 0).then_some(SessionExpires { secs: self.secs, refresher: Some(refresher) })
    }

    /// The value for a 2xx of ours, and whether the asker must know it (it is to refresh).
    pub(super) fn in_response(&self, request: &Message) -> Option<(SessionExpires, bool)> {
        let knows = request.has_token(HeaderName::Supported, "timer");
        let refresher = if self.is_ours { Refresher::Uas } else { Refresher::Uac };
        (self.secs != 0).then_some((
            SessionExpires { secs: self.secs, refresher: Some(refresher) },
            !self.is_ours && knows,
        ))
    }

    pub(super) fn deadline(&self) -> Option<Micros> {
        self.refresh_at.into_iter().chain(self.expire_at).min()
    }
}

impl Session {
    /// Refreshes, or ends a session that nobody refreshed.
    pub(super) fn on_refresh_timeout(&mut self, stack: &mut Stack) {
        let now = stack.micros();
        if !self.is_standing() {
            return;
        }
        if self.refresh.expire_at.is_some_and(|at| at <= now) {
            return self.give_up(stack, EndCause::Expired);
        }
        if self.refresh.refresh_at.take_if(|at| *at <= now).is_some() {
            if self.refresh.takes_update && self.send_update(stack) {
                return;
            }
            self.reoffer_for_refresh(stack);
        }
    }

    fn send_update(&mut self, stack: &mut Stack) -> bool {
        let Some(timer) = self.refresh.in_request() else { return false };
        let contact = self.contact.clone();
        let min_se = stack.config.min_se_secs;
        let sent = self.send_within(stack, &Method::Update, Purpose::Refresh, |builder| {
            builder
                .header(HeaderName::Contact, &contact)
                .header(HeaderName::Supported, "timer")
                .header(HeaderName::SessionExpires, timer)
                .header(HeaderName::MinSe, min_se)
        });
        sent.is_ok()
    }

    /// The final response to our UPDATE.
    pub(super) fn on_refresh_final(&mut self, stack: &mut Stack, response: &Message, status: u16) {
        match status {
            ..300 => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.refresh_target(response).unwrap_or_default();
                }
                self.refresh.renew(stack, response);
            }
            408 | 481 => self.give_up(stack, EndCause::Lost),
            422 if self.refresh.raise(response) => {
                self.send_update(stack);
            }
            405 | 501 => {
                self.refresh.takes_update = false;
                self.reoffer_for_refresh(stack);
            }
            // Glare, mostly: again soon, as long as the session has not run out.
            _ => self.refresh.refresh_at = Some(stack.micros() + 5 * SECOND),
        }
    }
}
