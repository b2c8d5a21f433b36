//! REGISTER: authenticated here, served by the registrar behind its port.

use std::rc::Rc;

use sip::flow::Flow;
use sip::session::Answer;
use sip::transaction::ServerId;
use sip::{HeaderName, Message};

use crate::exchange::Exchange;

/// Extensions that a registration may require of us (RFC 3327, RFC 5626).
const KNOWN: [&str; 2] = ["path", "outbound"];

impl Exchange {
    pub(crate) fn handle_register(self: &Rc<Self>, server: ServerId, message: &Message, flow: Flow) {
        if message.max_forwards() == Some(0) {
            return self.answer(server, Answer::status(483));
        }
        if self.admission.borrow().sheds_registrations() {
            self.shared.figures.shed_total.add(1);
            let headers = [("Retry-After", "10")];
            return self.answer(server, Answer { status: 503, headers: &headers, ..Answer::default() });
        }
        let unknown: Vec<&str> = message
            .values(HeaderName::Require)
            .filter(|token| !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(token)))
            .collect();
        if !unknown.is_empty() {
            let unknown = unknown.join(", ");
            let headers = [("Unsupported", unknown.as_str())];
            return self.answer(server, Answer { status: 420, headers: &headers, ..Answer::default() });
        }
        let Some(account) = self.authenticate(server, message, flow) else { return };
        let to = message.to().uri();
        let registrar = message.uri();
        if registrar.is_none_or(|uri| !self.is_at_home(&account, uri, flow)) {
            return self.answer(server, Answer::status(404));
        }
        let user = to.user_unescaped().unwrap_or_default();
        let own = *user == *account.terminal_user || account.number.as_deref() == Some(&*user);
        if !own || !self.is_at_home(&account, to, flow) {
            return self.answer(server, Answer::status(403));
        }
        let answer = self.ports.register.register(&account, message, flow, self.clock.now());
        if answer.status == 200 {
            self.shared.figures.registered_total.add(1);
        }
        let headers: Vec<(&str, &str)> =
            answer.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.answer(
            server,
            Answer { status: answer.status, phrase: answer.reason, headers: &headers, description: None },
        );
    }
}
