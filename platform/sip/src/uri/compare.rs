//! Equality of URIs.

use super::escape::Units;
use super::{Scheme, Uri, UriRef, host_ip};
use crate::header::Params;

/// Equal by RFC 3261 §19.1.4 (tel: RFC 3966 §4; other schemes: byte for byte). Not transitive, hence no `Eq`.
impl PartialEq for UriRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        // Also where a parameter stands twice, which has no other meaning.
        if self.as_str() == other.as_str() {
            return true;
        }
        match (self.scheme(), other.scheme()) {
            (Scheme::Sip, Scheme::Sip) | (Scheme::Sips, Scheme::Sips) => sip_equal(self, other),
            (Scheme::Tel, Scheme::Tel) => tel_equal(self, other),
            (Scheme::Other(_), Scheme::Other(_)) => self.as_str() == other.as_str(),
            _ => false,
        }
    }
}

impl PartialEq<UriRef<'_>> for Uri {
    fn eq(&self, other: &UriRef<'_>) -> bool {
        self.view() == *other
    }
}

fn sip_equal(one: &UriRef<'_>, two: &UriRef<'_>) -> bool {
    optional_equal(one.user(), two.user(), escaped_equal)
        && optional_equal(one.password(), two.password(), escaped_equal)
        && hosts_equal(one.host(), two.host())
        && one.port() == two.port()
        && shared_params_equal(one.params(), two.params())
        && shared_params_equal(two.params(), one.params())
        && headers_within(one, two)
        && headers_within(two, one)
}

fn optional_equal(one: Option<&str>, two: Option<&str>, equal: fn(&str, &str) -> bool) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => equal(one, two),
        (None, None) => true,
        _ => false,
    }
}

fn escaped_equal(one: &str, two: &str) -> bool {
    Units(one.as_bytes()).eq(Units(two.as_bytes()))
}

fn escaped_equal_ignoring_case(one: &str, two: &str) -> bool {
    let folded = |text| Units(text).map(|unit| (unit.byte.to_ascii_lowercase(), unit.reserved_escaped));
    folded(one.as_bytes()).eq(folded(two.as_bytes()))
}

fn hosts_equal(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two)
        || matches!((host_ip(one), host_ip(two)), (Some(one), Some(two)) if one == two)
}

/// A parameter in both must agree; `user`, `ttl`, `method`, `maddr` and `transport` in only one differ.
fn shared_params_equal(one: Params<'_>, two: Params<'_>) -> bool {
    for (name, value) in one {
        match two.find(name) {
            Some(other) if !escaped_equal_ignoring_case(value.unwrap_or(""), other) => return false,
            Some(_) => {}
            None => {
                let binding = ["user", "ttl", "method", "maddr", "transport"];
                if binding.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    return false;
                }
            }
        }
    }
    true
}

/// Headers of the URI are never ignored; their order is.
fn headers_within(one: &UriRef<'_>, two: &UriRef<'_>) -> bool {
    let pairs = |uri: &UriRef<'_>| -> usize { uri.headers().map_or(0, |headers| headers.split('&').count()) };
    pairs(one) == pairs(two)
        && one.headers().into_iter().flat_map(|headers| headers.split('&')).all(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            two.headers().into_iter().flat_map(|headers| headers.split('&')).any(|other| {
                let (other_name, other_value) = other.split_once('=').unwrap_or((other, ""));
                escaped_equal_ignoring_case(name, other_name) && escaped_equal(value, other_value)
            })
        })
}

fn tel_equal(one: &UriRef<'_>, two: &UriRef<'_>) -> bool {
    fn digits(number: &str) -> impl Iterator<Item = u8> {
        number
            .bytes()
            .filter(|byte| !matches!(byte, b'-' | b'.' | b'(' | b')'))
            .map(|byte| byte.to_ascii_lowercase())
    }
    fn params_within(one: Params<'_>, two: Params<'_>) -> bool {
        one.into_iter().all(|(name, value)| {
            two.find(name).is_some_and(|other| escaped_equal_ignoring_case(value.unwrap_or(""), other))
        })
    }
    digits(one.user().unwrap_or("")).eq(digits(two.user().unwrap_or("")))
        && params_within(one.params(), two.params())
        && params_within(two.params(), one.params())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(one: &str, two: &str) -> bool {
        let (one, two) = (UriRef::parse(one).unwrap(), UriRef::parse(two).unwrap());
        let equal = one == two;
        assert_eq!(two == one, equal, "equality must be symmetric");
        equal
    }

    #[test]
    fn equal_as_the_rfc_says() {
        for (one, two) in [
            ("sip:%61da@machine.example;transport=TCP", "sip:ada@Machine.Example;Transport=tcp"),
            ("sip:ada@machine.example", "sip:ada@machine.example;colour=blue"),
            ("sip:ada@machine.example;colour=blue", "sip:ada@machine.example;size=4"),
            (
                "sip:m.example;transport=tcp;method=REGISTER?to=sip:ada%40m.example",
                "sip:m.example;method=REGISTER;transport=tcp?to=sip:ada%40m.example",
            ),
            ("sip:ada@m.example?subject=x&priority=urgent", "sip:ada@m.example?priority=urgent&subject=x"),
            ("sip:[2001:DB8:0:0::1]", "sip:[2001:db8::1]"),
            ("tel:+34-911-22-33-44", "tel:+34911223344"),
        ] {
            assert!(equal(one, two), "{one} {two}");
        }
    }

    #[test]
    fn different_as_the_rfc_says() {
        for (one, two) in [
            ("sip:ADA@m.example", "sip:ada@m.example"),
            ("sip:ada@m.example", "sip:ada@m.example:5060"),
            ("sip:ada@m.example", "sip:ada@m.example;transport=udp"),
            ("sip:ada@m.example;colour=blue", "sip:ada@m.example;colour=red"),
            ("sip:ada@m.example", "sip:ada@m.example?subject=x"),
            ("sip:ada@m.example", "sips:ada@m.example"),
            ("sip:ada@m.example", "sip:m.example"),
            ("sip:a%3Bb@m.example", "sip:a;b@m.example"),
            ("sip:ada@m.example", "sip:ada@192.0.2.4"),
            ("tel:+34911", "tel:34911"),
            ("urn:a", "urn:A"),
        ] {
            assert!(!equal(one, two), "{one} {two}");
        }
    }
}
