//! Who sends a request: a trunk, or an endpoint that proves its secret; and in which tenant (architecture §4).

use std::rc::Rc;
use std::sync::Arc;

use kernel::id::TenantId;
use sip::digest::{Algorithm, Verdict};
use sip::flow::{Flow, Protocol};
use sip::session::Answer;
use sip::transaction::ServerId;
use sip::uri::UriRef;
use sip::{HeaderName, Message};

use crate::exchange::Exchange;
use crate::guard::Treatment;
use crate::ports::{Account, TrunkMatch};

/// Most answers held back at once.
const MOST_LATE: usize = 1_000;

impl Exchange {
    /// The trunk that a request came over, if any, and the number that it calls: found by its source, the number is
    /// in the Request-URI; found by the contact that it registered, which stands there instead, it is in To.
    pub(crate) fn trunk_of(&self, message: &Message, flow: Flow) -> (TrunkMatch, String) {
        let user = message.uri().and_then(|uri| uri.user_unescaped()).unwrap_or_default().into_owned();
        let found = self.ports.trunks.by_source(flow.peer, &user);
        if !matches!(found, TrunkMatch::NotATrunk) {
            return (found, user);
        }
        let to = message.to().uri();
        let called = to.user_unescaped().unwrap_or_default().into_owned();
        match self.ports.trunks.by_contact(&user, flow.peer, &called) {
            TrunkMatch::NotATrunk => (TrunkMatch::NotATrunk, user),
            found => (found, called),
        }
    }

    /// Demands a digest and checks it. `None`: the request has been answered.
    ///
    /// Unknown users and wrong secrets get the same answer for the same work (OPS-41).
    pub(crate) fn authenticate(
        self: &Rc<Self>,
        server: ServerId,
        message: &Message,
        flow: Flow,
    ) -> Option<Arc<Account>> {
        let credentials = match message.authorization(HeaderName::Authorization, self.challenger.realm()) {
            Ok(Some(credentials)) => credentials,
            Ok(None) => {
                self.note_challenged(Some(message), flow);
                self.challenge(server, message, flow, false);
                return None;
            }
            Err(_) => {
                self.answer(server, Answer::status(400));
                return None;
            }
        };
        let user = sip::header::unquote(credentials.username);
        let account = self.ports.credentials.account(&user);
        let ha1 = account.as_ref().map_or(&self.nobody, |account| &account.ha1);
        let context = context(flow);
        let method = message.method()?;
        let verdict = self.challenger.verify(&credentials, method, ha1, self.unix_secs(), &context);
        match (verdict, account) {
            (Verdict::Accepted { .. }, Some(account)) if self.speaks_for(&account, message, flow) => {
                self.guard.borrow_mut().succeeded(flow.peer.ip(), &user);
                return Some(account);
            }
            (Verdict::Stale, _) => self.challenge(server, message, flow, true),
            (Verdict::Malformed(what), _) => {
                self.answer(server, Answer { status: 400, phrase: what, ..Answer::default() });
            }
            (Verdict::Accepted { .. } | Verdict::Wrong, account) => {
                self.refuse(server, flow, &user);
                self.note_failed(message, flow, &user, account.as_deref());
            }
        }
        None
    }

    fn unix_secs(&self) -> u64 {
        self.clock.now().secs().try_into().unwrap_or_default()
    }

    /// Both algorithms. Over TLS and WebSocket the stronger stands first, as RFC 8760 §2.4 has it; over UDP and TCP MD5
    /// does, because phones that read no further than the first challenge, and know MD5 alone, are common there.
    fn challenge(&self, server: ServerId, message: &Message, flow: Flow, stale: bool) {
        let (now, context) = (self.unix_secs(), context(flow));
        let strong = self.challenger.challenge(Algorithm::Sha256, now, &context, stale);
        let old = self.challenger.challenge(Algorithm::Md5, now, &context, stale);
        let (strong, old) = (("WWW-Authenticate", strong.as_str()), ("WWW-Authenticate", old.as_str()));
        let headers: &[_] = match flow.protocol {
            _ if knows_md5_alone(message) => &[old],
            Protocol::Tls | Protocol::Ws | Protocol::Wss => &[strong, old],
            Protocol::Udp | Protocol::Tcp => &[old, strong],
        };
        self.answer(server, Answer { status: 401, headers, ..Answer::default() });
    }

    /// The one answer to wrong secrets and unknown users, later and later for those who keep guessing.
    fn refuse(self: &Rc<Self>, server: ServerId, flow: Flow, user: &str) {
        self.shared.figures.auth_failed_total.add(1);
        let treatment = self.treatment(flow, Some(user));
        tracing::info!(source = %flow.peer, "SIP authentication failed");
        match treatment {
            Treatment::Late(span) if self.late.get() < MOST_LATE => {
                self.late.set(self.late.get() + 1);
                let exchange = Rc::clone(self);
                tokio::task::spawn_local(async move {
                    tokio::time::sleep(span).await;
                    exchange.late.set(exchange.late.get() - 1);
                    exchange.answer(server, Answer::status(403));
                    exchange.pump();
                });
            }
            _ => self.answer(server, Answer::status(403)),
        }
    }

    /// Whether From names this account's tenant or the installation: another tenant's domain counts as a wrong
    /// secret, so that it tells nothing.
    fn speaks_for(&self, account: &Account, message: &Message, flow: Flow) -> bool {
        let from = message.from().uri();
        from.host() == "anonymous.invalid" || self.is_at_home(account, from, flow)
    }

    /// Whether a URI's host is the account's tenant's domain, the installation's name or one of its addresses.
    pub(crate) fn is_at_home(&self, account: &Account, uri: UriRef<'_>, flow: Flow) -> bool {
        let host = uri.host();
        account.domains.iter().any(|domain| domain.eq_ignore_ascii_case(host))
            || self.is_installation(uri, flow)
    }

    pub(crate) fn is_installation(&self, uri: UriRef<'_>, flow: Flow) -> bool {
        let host = uri.host();
        match uri.ip() {
            Some(address) => self.is_our_address(address, flow),
            None => {
                self.config.names.iter().any(|name| name.eq_ignore_ascii_case(host))
                    || (flow.local.ip().is_loopback() && host.eq_ignore_ascii_case("localhost"))
            }
        }
    }

    /// The tenant that a host name belongs to.
    pub(crate) fn domain_owner(&self, host: &str) -> Option<TenantId> {
        self.ports.credentials.domain_owner(&host.to_ascii_lowercase())
    }
}

/// User agents that give up on a challenge list with any algorithm but MD5 in it, where RFC 8760 §2.4 has them pass over
/// what they do not know.
const MD5_ALONE: [&str; 2] = ["baresip v0.", "baresip v1.0"];

fn knows_md5_alone(message: &Message) -> bool {
    let agent = message.header(HeaderName::UserAgent).unwrap_or_default();
    MD5_ALONE.iter().any(|beginning| agent.starts_with(beginning))
}

/// What a nonce is bound to: the address it was given to, not its port, which changes behind NAT.
fn context(flow: Flow) -> [u8; 16] {
    match flow.peer.ip().to_canonical() {
        std::net::IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        std::net::IpAddr::V6(address) => address.octets(),
    }
}
