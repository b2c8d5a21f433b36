//! What arrives for a session: requests within its dialog, responses to its own, failures, timers.

use super::stack::{ALLOW, SUPPORTED, Stack};
use super::standing::{Phase, Purpose, Session};
use super::unacknowledged::Unacknowledged;
use super::{EndCause, SessionError, SessionEvent};
use crate::dialog::DialogId;
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::session::invited::unknown_extensions;
use crate::transaction::{ClientId, Micros, ServerId};
use crate::wire::{Message, Method};

/// How often one request is sent again with credentials: once, and once more for a nonce that has gone stale.
const CHALLENGES: u8 = 2;

impl Session {
    /// A request other than ACK and CANCEL that names this session by our tag.
    pub(super) fn on_request(&mut self, stack: &mut Stack, server: ServerId, request: Message, flow: Flow) {
        let tag = self.local_tag;
        let refuse = |stack: &mut Stack, status, headers: &[(HeaderName<'_>, &str)]| {
            stack.respond(server, (&request, flow), status, tag.as_str(), headers);
        };
        let dialog = DialogId::of_request(&request).and_then(|id| self.dialog_mut(id));
        let Some(dialog) = dialog else { return refuse(stack, 481, &[]) };
        if dialog.handle_request(&request).is_err() {
            return refuse(stack, 500, &[]);
        }
        if let Some(unknown) = unknown_extensions(&request) {
            return refuse(stack, 420, &[(HeaderName::Unsupported, &unknown)]);
        }
        let Some(method) = request.method() else { return };
        let is_ending = matches!(self.phase, Phase::Ending | Phase::Gone);
        if is_ending && *method != Method::Bye {
            return refuse(stack, 481, &[]);
        }
        // Whoever moved to another address or connection is followed.
        self.flow = flow;
        match method {
            Method::Bye => {
                refuse(stack, 200, &[]);
                self.on_bye(stack, &request);
            }
            Method::Invite | Method::Update => self.on_offer_request(stack, server, request, flow),
            Method::Prack => self.on_prack(stack, server, &request, flow),
            Method::Refer => self.on_refer(stack, server, request, flow),
            Method::Notify => self.on_notify(stack, server, &request, flow),
            Method::Info => {
                refuse(stack, 200, &[]);
                self.tell(stack, SessionEvent::Info { message: request });
            }
            Method::Message => {
                refuse(stack, 200, &[]);
                self.tell(stack, SessionEvent::Text { message: request });
            }
            Method::Options => {
                let headers = [
                    (HeaderName::Allow, ALLOW),
                    (HeaderName::Supported, SUPPORTED),
                    (HeaderName::Accept, "application/sdp"),
                ];
                refuse(stack, 200, &headers);
            }
            Method::Other(_) => refuse(stack, 501, &[(HeaderName::Allow, ALLOW)]),
            _ => refuse(stack, 405, &[(HeaderName::Allow, ALLOW)]),
        }
    }

    /// A response to a request of this session.
    pub(super) fn on_response(&mut self, stack: &mut Stack, client: ClientId, response: Message, flow: Flow) {
        let status = response.status().unwrap_or(500);
        let Some(index) = self.pending.iter().position(|pending| pending.client == client) else { return };
        let pending = &self.pending[index];
        let purpose = pending.purpose;
        if status < 200 {
            if purpose == Purpose::Invite {
                self.on_progress(stack, response, status);
            }
            return;
        }
        let request = pending.request.clone();
        if pending.is_answered {
            return self.on_further_ok(stack, &request, &response);
        }
        if matches!(status, 401 | 407) && self.answer_challenge(stack, index, &response) {
            return;
        }
        if matches!(purpose, Purpose::Invite | Purpose::Reoffer) && status < 300 {
            self.pending[index].is_answered = true;
        } else {
            self.pending.swap_remove(index);
            stack.clients.remove(&client);
        }
        match purpose {
            Purpose::Invite => self.on_invite_final(stack, response, status, flow),
            Purpose::Reoffer => self.on_reoffer_final(stack, &request, response, status),
            Purpose::Refresh => self.on_refresh_final(stack, &response, status),
            Purpose::Refer(refer) => self.on_refer_final(stack, refer, Some(&response), status),
            Purpose::Bye => self.phase = Phase::Gone,
            Purpose::Notify(refer) if status >= 300 => self.forget_transfer(refer),
            Purpose::Prack | Purpose::Notify(_) | Purpose::Info => {}
        }
    }

    /// A request of this session got no response.
    pub(super) fn on_failed(&mut self, stack: &mut Stack, client: ClientId, status: u16) {
        let Some(index) = self.pending.iter().position(|pending| pending.client == client) else { return };
        let purpose = self.pending.swap_remove(index).purpose;
        match purpose {
            Purpose::Invite if matches!(self.phase, Phase::Inviting(_)) => {
                self.on_invite_failed(stack, status)
            }
            Purpose::Reoffer => {
                self.end_offer(stack, status, None);
                self.lose(stack, status);
            }
            Purpose::Refresh => self.lose(stack, status),
            Purpose::Refer(refer) => self.on_refer_final(stack, refer, None, status),
            Purpose::Notify(refer) => self.forget_transfer(refer),
            Purpose::Bye => self.phase = Phase::Gone,
            Purpose::Invite | Purpose::Prack | Purpose::Info => {}
        }
    }

    /// No answer within the dialog means that it is gone (RFC 3261 §12.2.1.2); a broken connection may come back.
    fn lose(&mut self, stack: &mut Stack, status: u16) {
        if status == 408 && self.is_standing() {
            self.give_up(stack, EndCause::Lost);
        }
    }

    /// Sends a challenged request again with credentials, if we have some.
    fn answer_challenge(&mut self, stack: &mut Stack, index: usize, response: &Message) -> bool {
        let (asked, given) = match response.status() {
            Some(401) => (HeaderName::WwwAuthenticate, HeaderName::Authorization),
            _ => (HeaderName::ProxyAuthenticate, HeaderName::ProxyAuthorization),
        };
        let pending = &self.pending[index];
        let is_cancelled = matches!(&self.phase, Phase::Inviting(inviting) if inviting.is_cancelled);
        if pending.challenges >= CHALLENGES || is_cancelled {
            return false;
        }
        let Some(responder) = &mut self.credentials else { return false };
        let is_stale = response.challenges(asked).flatten().any(|challenge| challenge.stale);
        if pending.challenges > 0 && !is_stale {
            return false;
        }
        if !responder.accept(response.challenges(asked).flatten()) {
            return false;
        }
        let (Some(method), Some(uri)) = (pending.request.method(), pending.request.request_uri()) else {
            return false;
        };
        let cnonce = stack.tokens.draw();
        let Some(credentials) = responder.credentials(method, uri, &hexadecimal(cnonce.as_str())) else {
            return false;
        };
        self.resend(stack, index, &[(given, &credentials)])
    }

    fn resend(&mut self, stack: &mut Stack, index: usize, headers: &[(HeaderName<'_>, &str)]) -> bool {
        let pending = self.pending.swap_remove(index);
        stack.clients.remove(&pending.client);
        let challenges = pending.challenges + 1;
        if pending.purpose == Purpose::Invite {
            let cseq = pending.request.cseq().number + 1;
            let again = stack.rewrite(&pending.request, cseq, self.flow, headers);
            match std::mem::replace(&mut self.phase, Phase::Gone) {
                Phase::Inviting(inviting) => self.send_invite_again(stack, inviting, again, challenges),
                other => self.phase = other,
            }
            return true;
        }
        let way = self.dialog.as_ref().map(|dialog| self.way(dialog));
        let (Some(dialog), Some(flow)) = (&mut self.dialog, way) else { return false };
        let cseq = dialog.next_cseq();
        let again = stack.rewrite(&pending.request, cseq, flow, headers);
        let sent: Result<(), SessionError> = again
            .ok_or(SessionError::Malformed)
            .and_then(|again| self.send_request(stack, again, flow, pending.purpose, challenges));
        if sent.is_err() && pending.purpose == Purpose::Bye {
            self.phase = Phase::Gone;
        }
        sent.is_ok() || pending.purpose == Purpose::Bye
    }

    /// When [`Self::on_timeout`] has something to do.
    pub(super) fn deadline(&self) -> Option<Micros> {
        let unacknowledged = self.unacknowledged.as_ref().map(Unacknowledged::deadline);
        let refresh = self.refresh.deadline().filter(|_| self.is_standing());
        [unacknowledged, refresh, self.offer_deadline(), self.invited_deadline()].into_iter().flatten().min()
    }

    /// Does what is due.
    pub(super) fn on_timeout(&mut self, stack: &mut Stack) {
        self.on_invited_timeout(stack);
        self.on_unacknowledged_timeout(stack);
        self.on_refresh_timeout(stack);
        self.send_offer_if_possible(stack);
    }
}

/// Client nonces are written in hexadecimal, which every implementation can read.
fn hexadecimal(token: &str) -> String {
    hex::encode(token.as_bytes())
}
