//! REFER and its implicit subscription, both ways (RFC 3515, RFC 4488, RFC 6665).

use super::stack::{SUPPORTED, Stack};
use super::standing::{Purpose, Session};
use super::{ReferId, SessionError, SessionEvent};
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::transaction::ServerId;
use crate::wire::{Message, Method, reason_phrase};

/// How long a subscription to a transfer lives unless it ends by itself, in seconds.
const SUBSCRIPTION_SECS: u32 = 180;
/// The most REFERs of one session at once.
const TRANSFERS: usize = 8;

/// A REFER, ours or theirs, that is not through.
#[derive(Debug)]
pub(super) struct Transfer {
    refer: ReferId,
    side: Side,
}

#[derive(Debug)]
enum Side {
    /// Theirs; the application has not said yes or no.
    Asked { server: ServerId, request: Message, flow: Flow },
    /// Theirs, accepted: our NOTIFYs go out.
    Reporting { is_first: bool },
    /// Ours: their NOTIFYs come in.
    Sent,
}

impl Session {
    fn transfer_mut(&mut self, refer: ReferId) -> Option<&mut Transfer> {
        self.transfers.iter_mut().find(|transfer| transfer.refer == refer)
    }

    /// A REFER arrived.
    pub(super) fn on_refer(&mut self, stack: &mut Stack, server: ServerId, request: Message, flow: Flow) {
        let refer = ReferId(request.cseq().number);
        let status = match request.address(HeaderName::ReferTo) {
            _ if !self.is_standing() => 481,
            Ok(Some(_)) if self.transfers.len() >= TRANSFERS => 503,
            Ok(Some(_)) => {
                let side = Side::Asked { server, request: request.clone(), flow };
                self.transfers.push(Transfer { refer, side });
                return self.tell(stack, SessionEvent::Referred { refer, message: request });
            }
            // Exactly one Refer-To (RFC 3515 §2.4.2).
            Ok(None) | Err(_) => 400,
        };
        stack.respond(server, (&request, flow), status, self.local_tag.as_str(), &[]);
    }

    /// The application accepts or refuses a REFER.
    pub(super) fn answer_refer(
        &mut self,
        stack: &mut Stack,
        refer: ReferId,
        status: u16,
    ) -> Result<(), SessionError> {
        let is_first = !self.transfers.iter().any(|transfer| matches!(transfer.side, Side::Reporting { .. }));
        let index = self.transfers.iter().position(|transfer| transfer.refer == refer);
        let index = index.ok_or(SessionError::Ended)?;
        if !matches!(self.transfers[index].side, Side::Asked { .. }) {
            return Err(SessionError::State);
        }
        let Side::Asked { server, request, flow } = self.transfers.swap_remove(index).side else {
            return Err(SessionError::State);
        };
        let declines = request.header(HeaderName::ReferSub).is_some_and(|value| {
            value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("false")
        });
        let accepted = (200..300).contains(&status);
        let contact = self.contact.clone();
        let mut headers: Vec<(HeaderName<'_>, &str)> = vec![(HeaderName::Contact, &contact)];
        if accepted && declines {
            headers.push((HeaderName::ReferSub, "false"));
        }
        stack.respond(server, (&request, flow), status, self.local_tag.as_str(), &headers);
        if accepted && !declines {
            self.transfers.push(Transfer { refer, side: Side::Reporting { is_first } });
            return self.notify(stack, refer, is_first, 100);
        }
        Ok(())
    }

    /// The application reports how the new call goes.
    pub(super) fn report_refer(
        &mut self,
        stack: &mut Stack,
        refer: ReferId,
        status: u16,
    ) -> Result<(), SessionError> {
        let side = self.transfer_mut(refer).map(|transfer| &transfer.side);
        let Some(Side::Reporting { is_first }) = side else { return Ok(()) };
        let is_first = *is_first;
        if status >= 200 {
            self.forget_transfer(refer);
        }
        self.notify(stack, refer, is_first, status)
    }

    fn notify(
        &mut self,
        stack: &mut Stack,
        refer: ReferId,
        is_first: bool,
        status: u16,
    ) -> Result<(), SessionError> {
        let contact = self.contact.clone();
        let state = if status >= 200 {
            "terminated;reason=noresource".to_owned()
        } else {
            format!("active;expires={SUBSCRIPTION_SECS}")
        };
        let event = if is_first { "refer".to_owned() } else { format!("refer;id={}", refer.0) };
        let fragment = format!("SIP/2.0 {status} {}\r\n", reason_phrase(status));
        self.send_within(stack, &Method::Notify, Purpose::Notify(refer), |builder| {
            builder
                .header(HeaderName::Contact, &contact)
                .header(HeaderName::Event, &event)
                .header(HeaderName::SubscriptionState, &state)
                .body("message/sipfrag;version=2.0", fragment.as_bytes())
        })
    }

    /// Drops all transfers; REFERs that the application did not answer get a 481.
    pub(super) fn drop_transfers(&mut self, stack: &mut Stack) {
        for transfer in std::mem::take(&mut self.transfers) {
            if let Side::Asked { server, request, flow } = transfer.side {
                stack.respond(server, (&request, flow), 481, self.local_tag.as_str(), &[]);
            }
        }
    }

    pub(super) fn forget_transfer(&mut self, refer: ReferId) {
        self.transfers.retain(|transfer| transfer.refer != refer);
    }

    /// The application asks the other side to call somebody.
    pub(super) fn refer(&mut self, stack: &mut Stack, refer_to: &str) -> Result<ReferId, SessionError> {
        if !self.is_standing() {
            return Err(SessionError::State);
        }
        let refer = ReferId(self.dialog.as_ref().ok_or(SessionError::State)?.local_cseq() + 1);
        let contact = self.contact.clone();
        self.send_within(stack, &Method::Refer, Purpose::Refer(refer), |builder| {
            builder
                .header(HeaderName::Contact, &contact)
                .header(HeaderName::ReferTo, refer_to)
                .header(HeaderName::Supported, SUPPORTED)
        })?;
        self.transfers.push(Transfer { refer, side: Side::Sent });
        Ok(refer)
    }

    /// The final response to our REFER.
    pub(super) fn on_refer_final(
        &mut self,
        stack: &mut Stack,
        refer: ReferId,
        response: Option<&Message>,
        status: u16,
    ) {
        let no_reports = response
            .and_then(|response| response.header(HeaderName::ReferSub))
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("false"));
        if status >= 300 || no_reports {
            self.forget_transfer(refer);
            self.tell(stack, SessionEvent::ReferProgress { refer, status, finished: true });
        }
    }

    /// A NOTIFY arrived: the report of a REFER of ours, or nothing we asked for.
    pub(super) fn on_notify(&mut self, stack: &mut Stack, server: ServerId, request: &Message, flow: Flow) {
        let tag = self.local_tag;
        let event =
            request.event().ok().flatten().filter(|event| event.package.eq_ignore_ascii_case("refer"));
        let Some(event) = event else {
            return stack.respond(
                server,
                (request, flow),
                489,
                tag.as_str(),
                &[(HeaderName::AllowEvents, "refer")],
            );
        };
        let id: Option<u32> = event.id.and_then(|id| id.parse().ok());
        let mut ours = self.transfers.iter().filter(|transfer| matches!(transfer.side, Side::Sent));
        let found = ours.find(|transfer| id.is_none_or(|id| transfer.refer.0 == id)).map(|found| found.refer);
        let Some(refer) = found else {
            return stack.respond(server, (request, flow), 481, tag.as_str(), &[]);
        };
        stack.respond(server, (request, flow), 200, tag.as_str(), &[]);
        let status = sipfrag_status(request.body()).unwrap_or(100);
        let state = request.subscription_state().ok().flatten();
        let finished =
            status >= 200 || state.is_some_and(|state| state.state.eq_ignore_ascii_case("terminated"));
        if finished {
            self.forget_transfer(refer);
        }
        self.tell(stack, SessionEvent::ReferProgress { refer, status, finished });
    }
}

/// The status in the first line of a `message/sipfrag` body (RFC 3420).
fn sipfrag_status(body: &[u8]) -> Option<u16> {
    let line = body.split(|byte| *byte == b'\r' || *byte == b'\n').next()?;
    let rest = std::str::from_utf8(line).ok()?.strip_prefix("SIP/2.0 ")?;
    rest.split(' ').next()?.parse().ok().filter(|status| (100..700).contains(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_fragment_is_read_and_other_bodies_have_none() {
        assert_eq!(sipfrag_status(b"SIP/2.0 180 Ringing\r\n"), Some(180));
        assert_eq!(sipfrag_status(b"SIP/2.0 200"), Some(200));
        for body in [&b""[..], b"SIP/2.0 99999 X", b"SIP/2.0 42 X", b"INVITE sip:a SIP/2.0", b"\xff"] {
            assert_eq!(sipfrag_status(body), None);
        }
    }
}
