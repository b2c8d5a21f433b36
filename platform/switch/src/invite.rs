//! INVITE outside any dialog: identified, admitted, and born as a call, or given to the call whose leg it replaces.

use std::rc::Rc;

use call::{Offered, Party};
use kernel::Cause;
use sip::flow::Flow;
use sip::header::HeaderName;
use sip::session::Answer;
use sip::transaction::ServerId;
use sip::{Message, UriRef};
use tenancy::TenantScope;

use crate::actor::{self, Newcomer, ToCall};
use crate::admission::Refusal;
use crate::exchange::Exchange;
use crate::ports::{Trunk, TrunkMatch};

/// Who an INVITE comes from.
pub(crate) struct Origin {
    /// What was dialled.
    pub dialled: String,
    pub scope: TenantScope,
    pub party: Party,
}

impl Exchange {
    pub(crate) fn handle_invite(self: &Rc<Self>, server: ServerId, message: Message, flow: Flow) {
        if message.max_forwards() == Some(0) {
            return self.answer(server, Answer::status(483));
        }
        // It bears a Via of ours: it has come round in a circle (RFC 3261 §16.3, step 4).
        if self.agent.borrow().has_come_back(&message) {
            return self.answer(server, Answer::status(482));
        }
        let Some(uri) = message.uri() else { return };
        let shed = self.admission.borrow().sheds();
        if let Some(refusal) = shed.filter(|_| !may_be_emergency(uri.user().unwrap_or_default())) {
            return self.shed(server, refusal);
        }
        let Some(origin) = self.origin_of(server, &message, flow, uri) else { return };
        match message.replaces() {
            Ok(Some(_)) => return self.handle_replacement(server, &message, flow, origin),
            Ok(None) => {}
            Err(_) => return self.answer(server, Answer::status(400)),
        }
        if origin.dialled.is_empty() {
            return self.refuse_call(server, 484, Cause::INVALID_NUMBER);
        }
        let emergency = self.ports.router.is_emergency(&origin.scope, &origin.dialled);
        let limits = self.ports.router.limits(&origin.scope);
        let entered =
            self.admission.borrow_mut().enter(self.clock.instant(), origin.scope.tenant(), limits, emergency);
        if let Err(refusal) = entered {
            return self.shed(server, refusal);
        }
        let offered = Offered {
            from: origin.party.clone(),
            dialled: origin.dialled.clone(),
            dialled_host: uri.host().to_owned(),
            offer: None,
        };
        actor::begin(self, server, &message, flow, origin, offered);
    }

    /// Who calls, and that the Request-URI is this tenant's. `None`: answered.
    fn origin_of(
        self: &Rc<Self>,
        server: ServerId,
        message: &Message,
        flow: Flow,
        uri: UriRef<'_>,
    ) -> Option<Origin> {
        let (trunk, dialled) = self.trunk_of(message, flow);
        match trunk {
            TrunkMatch::Call { scope, trunk } => {
                let party = trunk_party(message, &trunk);
                return Some(Origin { dialled, scope, party });
            }
            TrunkMatch::UnknownNumber => {
                self.refuse_call(server, 404, Cause::UNALLOCATED);
                return None;
            }
            TrunkMatch::NotATrunk => {}
        }
        let account = self.authenticate(server, message, flow)?;
        if !self.is_at_home(&account, uri, flow) {
            self.refuse_call(server, 404, Cause::UNALLOCATED);
            return None;
        }
        // Another tenant's domain and one that nobody has are the same here.
        let to = message.to().uri();
        if !to.host().is_empty() && !self.is_at_home(&account, to, flow) {
            self.refuse_call(server, 404, Cause::UNALLOCATED);
            return None;
        }
        let party = Party {
            number: account.number.clone().unwrap_or_else(|| account.terminal_user.clone()),
            name: account.name.clone(),
            endpoint: Some(account.endpoint),
            trunk: None,
            user: Some(account.terminal_user.clone()),
        };
        let scope = account.scope.clone();
        Some(Origin { dialled, scope, party })
    }

    fn shed(&self, server: ServerId, refusal: Refusal) {
        self.shared.figures.shed_total.add(1);
        tracing::debug!(why = refusal.text(), "a call is shed");
        let (status, cause, retry) = refusal.answer();
        let (reason, retry) = (cause.to_string(), retry.map(|secs| secs.to_string()));
        let mut headers = vec![("Reason", reason.as_str())];
        headers.extend(retry.as_deref().map(|secs| ("Retry-After", secs)));
        self.answer(server, Answer { status, headers: &headers, ..Answer::default() });
    }

    pub(crate) fn refuse_call(&self, server: ServerId, status: u16, cause: Cause) {
        let reason = cause.to_string();
        self.answer(server, Answer { status, headers: &[("Reason", &reason)], ..Answer::default() });
    }

    /// An INVITE with Replaces goes to the call that owns the dialog, if that is of the same tenant (RFC 3891 §3).
    fn handle_replacement(self: &Rc<Self>, server: ServerId, message: &Message, flow: Flow, origin: Origin) {
        let Ok(Some(replaces)) = message.replaces() else { return };
        let dialog = sip::dialog::DialogId {
            call_id: replaces.call_id,
            local_tag: replaces.to_tag,
            remote_tag: replaces.from_tag,
        };
        let found = self.agent.borrow().find(dialog);
        let owner = found.and_then(|(session, answered)| {
            let owner = self.sessions.borrow().get(&session).cloned()?;
            (owner.call.tenant == origin.scope.tenant()).then_some((owner, answered))
        });
        match owner {
            None | Some((_, false)) => self.refuse_call(server, 481, Cause::NORMAL_UNSPECIFIED),
            Some((_, true)) if replaces.early_only => self.refuse_call(server, 486, Cause::USER_BUSY),
            Some((owner, true)) => {
                let newcomer = Newcomer {
                    server,
                    message: message.clone(),
                    flow,
                    party: origin.party,
                    replaced: owner.leg,
                };
                owner.call.tell(ToCall::Replace(Box::new(newcomer)));
            }
        }
    }
}

/// The caller as a trunk signals it: P-Asserted-Identity, which carriers vouch for, else From.
fn trunk_party(message: &Message, trunk: &Trunk) -> Party {
    let asserted = message.addresses(HeaderName::PAssertedIdentity).find_map(Result::ok);
    let address = asserted.unwrap_or_else(|| message.from());
    let number = address.uri().user_unescaped().unwrap_or_default();
    let withheld = message.has_token(HeaderName::Privacy, "id") || number.eq_ignore_ascii_case("anonymous");
    Party {
        number: if withheld { "".into() } else { number.as_ref().into() },
        name: address.display().filter(|_| !withheld).map(|name| name.as_ref().into()),
        endpoint: None,
        trunk: Some(trunk.id),
        user: None,
    }
}

/// A cheap guess before anybody is authenticated: short numbers are let through to be looked at.
fn may_be_emergency(dialled: &str) -> bool {
    dialled.len() <= 3 && dialled.bytes().all(|byte| byte.is_ascii_digit())
}
