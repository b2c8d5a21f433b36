//! The headers of an answer to REGISTER (RFC 3261 §10.3 step 8, RFC 3327, RFC 5626).

use kernel::{Binding, Timestamp};
use switch::RegisterAnswer;

use super::rules::{Outcome, Refusal};

/// Extensions that the registrar knows, for Supported and against Require.
pub const SUPPORTED: [&str; 2] = ["path", "outbound"];

/// 200 with everything that is bound.
pub fn granted(outcome: &Outcome, now: Timestamp) -> RegisterAnswer {
    let mut headers: Vec<(&'static str, String)> =
        outcome.current.iter().map(|binding| ("Contact", contact(binding, now))).collect();
    if let Some(put) = outcome.put.first() {
        headers.extend(put.path.iter().map(|value| ("Path", value.to_string())));
    }
    headers.push(("Supported", SUPPORTED.join(", ")));
    if outcome.outbound {
        headers.push(("Require", "outbound".to_owned()));
    }
    headers.push(("Date", now.to_chrono().format("%a, %d %b %Y %H:%M:%S GMT").to_string()));
    RegisterAnswer { status: 200, reason: "OK", headers }
}

/// A refusal.
pub fn refused(refusal: Refusal) -> RegisterAnswer {
    let (status, reason) = refusal.status();
    let headers = match refusal {
        Refusal::TooBrief { min_secs } => vec![("Min-Expires", min_secs.to_string())],
        _ => Vec::new(),
    };
    RegisterAnswer { status, reason, headers }
}

/// 420 for a Require that nobody here knows (RFC 3261 §8.2.2.3).
pub fn unsupported<'a>(tokens: impl Iterator<Item = &'a str>) -> Option<RegisterAnswer> {
    let known = |token: &str| SUPPORTED.iter().any(|known| known.eq_ignore_ascii_case(token));
    let unknown: Vec<&str> = tokens.filter(|token| !known(token)).collect();
    if unknown.is_empty() {
        return None;
    }
    let headers = vec![("Unsupported", unknown.join(", "))];
    Some(RegisterAnswer { status: 420, reason: "Bad Extension", headers })
}

fn contact(binding: &Binding, now: Timestamp) -> String {
    use std::fmt::Write as _;
    let left = binding.expires.since(now).as_secs();
    let mut value = format!("<{}>;expires={left}", binding.contact);
    if binding.q_millis < 1_000 {
        let _ = write!(value, ";q=0.{:03}", binding.q_millis);
    }
    if let Some(instance) = &binding.instance {
        let _ = write!(value, ";+sip.instance=\"<{instance}>\"");
    }
    if let Some(reg_id) = binding.reg_id {
        let _ = write!(value, ";reg-id={reg_id}");
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Wire;
    use kernel::id::{DeviceId, EndpointId, TenantId, Uuid};

    fn binding() -> Binding {
        Binding {
            device: DeviceId(Uuid::nil()),
            tenant: TenantId(Uuid::nil()),
            endpoint: EndpointId(Uuid::nil()),
            contact: "sip:1@192.0.2.1:5060;transport=tcp".into(),
            path: vec!["<sip:edge.example;lr>".into()],
            wire: Wire::Tcp,
            source: "192.0.2.1:40000".parse().unwrap(),
            local: "192.0.2.10:5060".parse().unwrap(),
            flow: 1,
            instance: Some("urn:uuid:1".into()),
            reg_id: Some(1),
            q_millis: 500,
            user_agent: None,
            call_id: "a".into(),
            cseq: 1,
            since: Timestamp::EPOCH,
            expires: Timestamp::from_micros(60_000_000),
        }
    }

    #[test]
    fn an_answer_lists_what_is_bound_and_repeats_the_path() {
        let outcome =
            Outcome { put: vec![binding()], current: vec![binding()], outbound: true, ..Outcome::default() };
        let answer = granted(&outcome, Timestamp::from_micros(1_000_000));
        let of = |name| answer.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
        assert_eq!(
            of("Contact"),
            Some(
                "<sip:1@192.0.2.1:5060;transport=tcp>;expires=59;q=0.500;+sip.instance=\"<urn:uuid:1>\";reg-id=1"
            )
        );
        assert_eq!(of("Path"), Some("<sip:edge.example;lr>"));
        assert_eq!(of("Require"), Some("outbound"));
        assert_eq!(of("Date"), Some("Thu, 01 Jan 1970 00:00:01 GMT"));
    }

    #[test]
    fn a_brief_interval_tells_the_minimum() {
        let answer = refused(Refusal::TooBrief { min_secs: 60 });
        assert_eq!((answer.status, &answer.headers[0].1[..]), (423, "60"));
    }

    #[test]
    fn unknown_extensions_are_named() {
        let answer = unsupported(["path", "gruu", "Outbound"].into_iter()).unwrap();
        assert_eq!((answer.status, &answer.headers[0].1[..]), (420, "gruu"));
        assert!(unsupported(["path"].into_iter()).is_none());
    }
}
