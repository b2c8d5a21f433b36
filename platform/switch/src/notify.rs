//! NOTIFY outside of a dialog to a registered device: what desk phones take as "fetch your configuration again".

use kernel::Binding;
use sip::session::RequestOutside;

use crate::exchange::Exchange;
use crate::plan::flow_of;

impl Exchange {
    /// Sends it over the flow of the registration; the answer is of no consequence.
    pub fn notify(&self, binding: &Binding, event: &str) {
        let Some(flow) = flow_of(binding) else { return };
        let contact = self.agent.borrow().contact(flow, "");
        let to = format!("<{}>", binding.contact);
        let mut headers =
            vec![("Event", event), ("Subscription-State", "terminated"), ("Contact", contact.as_str())];
        headers.extend(binding.path.iter().map(|path| ("Route", &**path)));
        let request = RequestOutside {
            flow,
            method: "NOTIFY",
            uri: &binding.contact,
            from: &contact,
            to: &to,
            call_id: None,
            cseq: 1,
            headers: &headers,
            body: None,
        };
        if let Err(error) = self.agent.borrow_mut().request(self.clock.instant(), &request) {
            tracing::info!(endpoint.id = %binding.endpoint, %error, "a NOTIFY was not sent");
        }
    }
}
