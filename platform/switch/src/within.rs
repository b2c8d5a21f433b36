//! Requests within dialogs: taken from where their party is, and from nobody who is registered elsewhere (TEN-22).

use sip::Message;
use sip::flow::Flow;

use crate::exchange::Exchange;

impl Exchange {
    /// Whether a request that names a dialog comes from somebody who has no part in it.
    ///
    /// A party may move: to another port or connection of its host (NAT, a broken connection), to where a device of its
    /// tenant is registered. A carrier may answer from any of its hosts. But where another tenant's device is registered,
    /// there is nobody of this call.
    pub(crate) fn is_strangers(&self, request: &Message, flow: Flow) -> bool {
        let Some((session, own)) = self.agent.borrow().named(request) else { return false };
        if own.is_with(flow) {
            return false;
        }
        let tenant = self.sessions.borrow().get(&session).map(|owner| owner.call.tenant);
        let here = self.location.tenants_at(flow.peer);
        if !here.is_empty() {
            return !tenant.is_some_and(|tenant| here.contains(&tenant));
        }
        own.peer.ip() != flow.peer.ip() && !self.location.tenants_at(own.peer).is_empty()
    }
}
