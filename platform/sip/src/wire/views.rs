//! Typed views of a message's headers, read when asked for.

use super::chars::saturating_number;
use super::essentials::read_max_forwards;
use super::{Message, ParseError};
use crate::header::{
    Address, Authorization, Challenge, Contact, ContentType, Date, Event, HeaderName, RAck, Reason, Replaces,
    SessionExpires, SubscriptionState, Via,
};

impl Message {
    /// All Vias in order.
    pub fn vias(&self) -> impl Iterator<Item = Result<Via<'_>, ParseError>> {
        self.values(HeaderName::Via).map(Via::parse)
    }

    /// Contacts in order; `*` is [`Contact::Star`].
    pub fn contacts(&self) -> impl Iterator<Item = Result<Contact<'_>, ParseError>> {
        self.values(HeaderName::Contact).map(Contact::parse)
    }

    /// Route, Record-Route, Path, P-Asserted-Identity or any other list of addresses, in order.
    pub fn addresses(&self, name: HeaderName<'_>) -> impl Iterator<Item = Result<Address<'_>, ParseError>> {
        self.values(name).map(Address::parse)
    }

    /// A header that holds one address: Refer-To, Referred-By, Reply-To.
    pub fn address(&self, name: HeaderName<'_>) -> Result<Option<Address<'_>>, ParseError> {
        let address = self.single(name)?.map(Address::parse).transpose();
        address.map_err(|err| err.within(name.known_str()))
    }

    /// A header that holds one number: Expires, Min-Expires, Min-SE, RSeq, Retry-After (its seconds).
    /// Values beyond 32 bits saturate (RFC 4475 §3.1.2.4 asks tolerance for Expires).
    pub fn number(&self, name: HeaderName<'_>) -> Result<Option<u32>, ParseError> {
        let Some(text) = self.single(name)? else { return Ok(None) };
        let digits = text.split([';', ' ', '\t', '(']).next().unwrap_or("");
        saturating_number(digits).map(Some).ok_or(ParseError::bad(name.known_str(), "no digits", 0))
    }

    /// Max-Forwards, 0–255.
    pub fn max_forwards(&self) -> Option<u8> {
        self.header(HeaderName::MaxForwards).and_then(|hops| read_max_forwards(hops).ok())
    }

    /// Whether a list of tokens (Supported, Require, Allow, …) holds this one, without regard to case.
    pub fn has_token(&self, name: HeaderName<'_>, token: &str) -> bool {
        self.values(name).any(|value| value.eq_ignore_ascii_case(token))
    }

    /// Whether Privacy (RFC 3323) asks for this kind, such as `id` or `none`.
    pub fn asks_privacy(&self, kind: &str) -> bool {
        let mut kinds = self.values(HeaderName::Privacy).flat_map(|value| value.split(';'));
        kinds.any(|value| value.trim().eq_ignore_ascii_case(kind))
    }

    /// Session-Expires (RFC 4028).
    pub fn session_expires(&self) -> Result<Option<SessionExpires>, ParseError> {
        self.single(HeaderName::SessionExpires)?.map(SessionExpires::parse).transpose()
    }

    /// RAck (RFC 3262).
    pub fn rack(&self) -> Result<Option<RAck<'_>>, ParseError> {
        self.single(HeaderName::RAck)?.map(RAck::parse).transpose()
    }

    /// Replaces (RFC 3891).
    pub fn replaces(&self) -> Result<Option<Replaces<'_>>, ParseError> {
        self.single(HeaderName::Replaces)?.map(Replaces::parse).transpose()
    }

    /// Join (RFC 3911); `early_only` is never set.
    pub fn join(&self) -> Result<Option<Replaces<'_>>, ParseError> {
        self.single(HeaderName::Join)?.map(Replaces::parse).transpose()
    }

    /// Event (RFC 6665).
    pub fn event(&self) -> Result<Option<Event<'_>>, ParseError> {
        self.single(HeaderName::Event)?.map(Event::parse).transpose()
    }

    /// Subscription-State (RFC 6665).
    pub fn subscription_state(&self) -> Result<Option<SubscriptionState<'_>>, ParseError> {
        self.single(HeaderName::SubscriptionState)?.map(SubscriptionState::parse).transpose()
    }

    /// Content-Type.
    pub fn content_type(&self) -> Result<Option<ContentType<'_>>, ParseError> {
        self.single(HeaderName::ContentType)?.map(ContentType::parse).transpose()
    }

    /// Date. A message with a malformed one is served all the same (RFC 4475 §3.1.2.12).
    pub fn date(&self) -> Result<Option<Date>, ParseError> {
        self.single(HeaderName::Date)?.map(Date::parse).transpose()
    }

    /// The values of Reason (RFC 3326); malformed ones are passed over.
    pub fn reasons(&self) -> impl Iterator<Item = Reason<'_>> {
        self.values(HeaderName::Reason).filter_map(|value| Reason::parse(value).ok())
    }

    /// The digest credentials for this realm in Authorization or Proxy-Authorization (which `name` says).
    /// Other schemes and realms are passed over.
    pub fn authorization(
        &self,
        name: HeaderName<'_>,
        realm: &str,
    ) -> Result<Option<Authorization<'_>>, ParseError> {
        for line in self.headers(name) {
            if let Some(credentials) = Authorization::parse(line)?
                && credentials.realm == realm
            {
                return Ok(Some(credentials));
            }
        }
        Ok(None)
    }

    /// The digest challenges in WWW-Authenticate or Proxy-Authenticate (which `name` says), in order, one per line.
    pub fn challenges(
        &self,
        name: HeaderName<'_>,
    ) -> impl Iterator<Item = Result<Challenge<'_>, ParseError>> {
        self.headers(name).filter_map(|line| Challenge::parse(line).transpose())
    }

    /// The one line of a header that may stand only once.
    fn single(&self, name: HeaderName<'_>) -> Result<Option<&str>, ParseError> {
        let mut lines = self.headers(name);
        let first = lines.next();
        match lines.next() {
            None => Ok(first),
            Some(_) => Err(ParseError::bad(name.known_str(), "stands twice", 0)),
        }
    }
}
