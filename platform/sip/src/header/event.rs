//! Event and Subscription-State (RFC 6665).

use super::session::head_and_params;
use crate::wire::ParseError;
use crate::wire::chars::{is_token, saturating_number};

/// Event (RFC 6665 §8.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<'a> {
    /// The package, such as `refer` or `message-summary`.
    pub package: &'a str,
    /// `id`.
    pub id: Option<&'a str>,
}

impl<'a> Event<'a> {
    /// Reads the value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        let (package, params) = head_and_params(text, "Event")?;
        if !is_token(package.as_bytes()) {
            return Err(ParseError::bad("Event", "no package", 0));
        }
        Ok(Event { package, id: params.find("id").filter(|id| !id.is_empty()) })
    }
}

/// Subscription-State (RFC 6665 §8.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubscriptionState<'a> {
    /// `active`, `pending`, `terminated` or another.
    pub state: &'a str,
    /// `expires` in seconds.
    pub expires: Option<u32>,
    /// `reason`.
    pub reason: Option<&'a str>,
    /// `retry-after` in seconds.
    pub retry_after: Option<u32>,
}

impl<'a> SubscriptionState<'a> {
    /// Reads the value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        let (state, params) = head_and_params(text, "Subscription-State")?;
        if !is_token(state.as_bytes()) {
            return Err(ParseError::bad("Subscription-State", "no state", 0));
        }
        Ok(SubscriptionState {
            state,
            expires: params.find("expires").and_then(saturating_number),
            reason: params.find("reason").filter(|reason| !reason.is_empty()),
            retry_after: params.find("retry-after").and_then(saturating_number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events() {
        assert_eq!(Event::parse("refer;id=93809824"), Ok(Event { package: "refer", id: Some("93809824") }));
        assert_eq!(Event::parse("dialog"), Ok(Event { package: "dialog", id: None }));
        assert!(Event::parse(";id=1").is_err());
    }

    #[test]
    fn subscription_states() {
        let read = SubscriptionState::parse("terminated;reason=giveup;retry-after=60").unwrap();
        assert_eq!((read.state, read.reason, read.retry_after), ("terminated", Some("giveup"), Some(60)));
        assert_eq!(SubscriptionState::parse("active;expires=50").unwrap().expires, Some(50));
        assert!(SubscriptionState::parse("").is_err());
    }
}
