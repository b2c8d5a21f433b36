//! Where a request comes from: address, scheme and host, seen through the proxies that are trusted.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header::{HOST, HeaderMap, ORIGIN, USER_AGENT};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use crate::describe::{Input, Operation};
use crate::{Gate, Problem};

const MAX_AGENT_CHARS: usize = 200;

/// What is known of the client of a request before anybody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The address, the last one that no trusted proxy vouches for.
    pub address: IpAddr,
    /// Whether the client came over TLS.
    pub secure: bool,
    /// Host name asked for, without the port, in lower case.
    pub host: String,
    /// The `User-Agent`, cut.
    pub agent: String,
    /// The id of this request, in every log line and problem of it.
    pub request: String,
}

/// One customer's network: an IPv4 address, or the /64 that one IPv6 customer has. What is counted per address is
/// counted by it, or an attacker would have 2⁶⁴ addresses to spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Net(IpAddr);

impl Net {
    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => Self(IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into())),
            v4 => Self(v4),
        }
    }
}

/// The id given to a request by the outermost layer.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

impl Client {
    /// The client of a request.
    pub fn of(request: &HttpRequest) -> Self {
        let trusted = Gate::of(request).map(|gate| gate.config.trusted_proxies.clone()).unwrap_or_default();
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
        let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let tls = request.app_config().secure();
        Self::see(request.headers(), peer, tls, &trusted, id)
    }

    fn see(headers: &HeaderMap, peer: IpAddr, tls: bool, trusted: &[IpAddr], request: String) -> Self {
        let behind = trusted.contains(&peer);
        let forwarded = |name: &str| behind.then(|| text(headers, name)).flatten();
        let hops = forwarded("x-forwarded-for").unwrap_or_default();
        let hop =
            hops.rsplit(',').filter_map(|hop| hop.trim().parse().ok()).find(|hop| !trusted.contains(hop));
        let host = forwarded("x-forwarded-host").or_else(|| text(headers, HOST.as_str())).unwrap_or_default();
        Self {
            address: hop.unwrap_or(peer),
            secure: tls
                || forwarded("x-forwarded-proto").is_some_and(|proto| proto.eq_ignore_ascii_case("https")),
            host: without_port(host).to_ascii_lowercase(),
            agent: text(headers, USER_AGENT.as_str())
                .unwrap_or_default()
                .chars()
                .take(MAX_AGENT_CHARS)
                .collect(),
            request,
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Refuses what another site made a browser send (CSRF). A client that is no browser sends neither header and
/// has no cookie it could be tricked into using.
///
/// # Errors
/// 403 `http.cross_site`.
pub(crate) fn same_site(request: &HttpRequest, client: &Client) -> Result<(), Problem> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let upgrade = request.headers().contains_key(actix_web::http::header::UPGRADE);
    if (safe && !upgrade) || own_page(request.headers(), &client.host) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "http.cross_site",
        "this request comes from a page of another site",
    ))
}

fn own_page(headers: &HeaderMap, host: &str) -> bool {
    if let Some(site) = text(headers, "sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let origin = origin.to_str().unwrap_or_default();
    let named = origin.split_once("://").map(|(_, authority)| without_port(authority));
    named.is_some_and(|name| name.eq_ignore_ascii_case(host))
}

impl FromRequest for Client {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl Input for Client {
    fn describe(_: &mut Operation) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn forwarding_headers_count_only_from_a_trusted_proxy() {
        let sent = headers(&[
            ("x-forwarded-for", "203.0.113.9, 198.51.100.7"),
            ("x-forwarded-proto", "https"),
            ("host", "PBX.example:8080"),
        ]);
        let direct = Client::see(&sent, ip("198.51.100.1"), false, &[], String::new());
        assert_eq!((direct.address, direct.secure), (ip("198.51.100.1"), false));
        assert_eq!(direct.host, "pbx.example");
        let proxied = Client::see(&sent, ip("10.0.0.1"), false, &[ip("10.0.0.1")], String::new());
        // The last hop is what our proxy saw; what stands before it the client may have written itself.
        assert_eq!((proxied.address, proxied.secure), (ip("198.51.100.7"), true));
    }

    #[test]
    fn ipv6_customers_are_one_network_each() {
        let of = |text: &str| Net::of(ip(text));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn another_sites_page_is_told_apart() {
        assert!(own_page(&headers(&[]), "pbx.example"));
        assert!(own_page(&headers(&[("origin", "https://pbx.example:8443")]), "pbx.example"));
        assert!(!own_page(&headers(&[("origin", "https://evil.example")]), "pbx.example"));
        assert!(!own_page(&headers(&[("origin", "null")]), "pbx.example"));
        assert!(own_page(&headers(&[("sec-fetch-site", "same-origin")]), "pbx.example"));
        assert!(!own_page(&headers(&[("sec-fetch-site", "same-site")]), "pbx.example"));
    }
}
