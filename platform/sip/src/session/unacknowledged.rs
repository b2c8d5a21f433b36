//! Our 2xx to an INVITE: repeated until its ACK comes, which may bring an answer (RFC 3261 §13.3.1.4).

use super::stack::Stack;
use super::standing::Session;
use super::{EndCause, SessionEvent, description};
use crate::transaction::{Micros, ServerId};
use crate::wire::Message;

/// Our 2xx to an INVITE, repeated until its ACK comes.
#[derive(Debug)]
pub(super) struct Unacknowledged {
    server: ServerId,
    response: Message,
    interval: Micros,
    resend_at: Micros,
    give_up_at: Micros,
    /// It carries an offer; the ACK brings the answer.
    awaits_answer: bool,
    is_first: bool,
}

impl Unacknowledged {
    pub(super) fn new(
        stack: &Stack,
        server: ServerId,
        response: Message,
        awaits_answer: bool,
        is_first: bool,
    ) -> Self {
        let (now, t1) = (stack.micros(), stack.t1());
        let (resend_at, give_up_at) = (now + t1, now + 64 * t1);
        Self { server, response, interval: t1, resend_at, give_up_at, awaits_answer, is_first }
    }

    pub(super) const fn is_first(&self) -> bool {
        self.is_first
    }

    pub(super) fn deadline(&self) -> Micros {
        self.resend_at.min(self.give_up_at)
    }
}

impl Session {
    /// An ACK within the dialog.
    pub(super) fn on_ack(&mut self, stack: &mut Stack, ack: &Message) {
        let number = ack.cseq().number;
        let Some(done) = self.unacknowledged.take_if(|open| open.response.cseq().number == number) else {
            return;
        };
        if let Some(reason) = self.bye_after_ack.take() {
            return self.bye(stack, reason.as_deref());
        }
        if done.is_first {
            self.tell(stack, SessionEvent::Acknowledged);
        }
        if let Some(answer) = description(ack).filter(|_| done.awaits_answer) {
            self.received = Some(answer.clone());
            let event = if done.is_first {
                SessionEvent::Completed { answer }
            } else {
                SessionEvent::Reanswered { description: Some(answer), message: ack.clone() }
            };
            self.tell(stack, event);
        }
        self.send_offer_if_possible(stack);
    }

    /// Repeats a 2xx, or ends the session whose 2xx nobody acknowledges.
    pub(super) fn on_unacknowledged_timeout(&mut self, stack: &mut Stack) {
        let (now, t2) = (stack.micros(), stack.t2());
        let Some(open) = &mut self.unacknowledged else { return };
        if open.give_up_at <= now {
            return self.give_up(stack, EndCause::NotAcknowledged);
        }
        if open.resend_at <= now {
            open.interval = (open.interval * 2).min(t2);
            open.resend_at = now + open.interval;
            stack.transactions.respond(stack.now, open.server, &open.response).unwrap_or_default();
        }
    }
}
