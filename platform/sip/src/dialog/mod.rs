//! Dialogs (RFC 3261 §12): the state that two user agents share, and the requests built from it.

mod requests;
#[cfg(test)]
mod tests;

use crate::header::{Address, Contact, HeaderName};
use crate::transaction::Token;
use crate::uri::{Scheme, UriRef};
use crate::wire::{Message, Method};

/// Identifies a dialog from our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DialogId<'a> {
    /// The Call-ID.
    pub call_id: &'a str,
    /// Our tag.
    pub local_tag: &'a str,
    /// The other side's tag; empty with a peer of RFC 2543.
    pub remote_tag: &'a str,
}

impl<'a> DialogId<'a> {
    /// The dialog a request inside a dialog belongs to: its To tag is ours. `None` without a To tag.
    pub fn of_request(request: &'a Message) -> Option<Self> {
        let local_tag = request.to().tag()?;
        let remote_tag = request.from().tag().unwrap_or_default();
        Some(Self { call_id: request.call_id(), local_tag, remote_tag })
    }

    /// The dialog a response makes or belongs to: its From tag is ours. `None` without a To tag.
    pub fn of_response(response: &'a Message) -> Option<Self> {
        let remote_tag = response.to().tag()?;
        let local_tag = response.from().tag().unwrap_or_default();
        Some(Self { call_id: response.call_id(), local_tag, remote_tag })
    }
}

/// Why a dialog cannot be made from a message, or a request does not belong into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DialogError {
    /// A header that every dialog needs is missing or unreadable; the text names it.
    #[error("{0} is missing or unreadable")]
    Header(&'static str),
    /// The request's CSeq is lower than one already seen (answer 500).
    #[error("the CSeq is out of order")]
    OutOfOrder,
}

/// One dialog, early or confirmed.
#[derive(Debug, Clone)]
pub struct Dialog {
    call_id: Box<str>,
    local_tag: Box<str>,
    remote_tag: Box<str>,
    /// Our address as it stands in From of our requests, tag included.
    local: Box<str>,
    /// The other side's address as it stands in To of our requests, tag included.
    remote: Box<str>,
    /// The other side's Contact URI.
    target: Box<str>,
    /// Route values in the order in which our requests pass them.
    routes: Box<[Box<str>]>,
    local_cseq: u32,
    remote_cseq: Option<u32>,
    is_secure: bool,
}

impl Dialog {
    /// The dialog a server makes by answering `request` with our tag (RFC 3261 §12.1.1).
    ///
    /// # Errors
    /// [`DialogError::Header`] when the request lacks what a dialog needs.
    pub fn from_request(request: &Message, local_tag: Token) -> Result<Self, DialogError> {
        let target = contact_uri(request)?.ok_or(DialogError::Header("Contact"))?;
        let is_secure = request.uri().is_some_and(|uri| uri.scheme() == Scheme::Sips);
        Ok(Self {
            call_id: request.call_id().into(),
            local_tag: local_tag.as_str().into(),
            remote_tag: request.from().tag().unwrap_or_default().into(),
            local: format!("{};tag={local_tag}", request.to().as_str()).into(),
            remote: request.from().as_str().into(),
            target: target.as_str().into(),
            routes: routes(request, Order::AsWritten)?,
            local_cseq: 0,
            remote_cseq: Some(request.cseq().number),
            is_secure,
        })
    }

    /// The dialog a client gets by a response with a To tag to `request` (RFC 3261 §12.1.2). A provisional response
    /// without a Contact, which many send, leaves the Request-URI as the target until the 2xx.
    ///
    /// # Errors
    /// [`DialogError::Header`] when the response lacks what a dialog needs.
    pub fn from_response(response: &Message, request: &Message) -> Result<Self, DialogError> {
        let id = DialogId::of_response(response).ok_or(DialogError::Header("To tag"))?;
        let uri = request.request_uri().unwrap_or_default();
        let target = contact_uri(response)?.map_or(uri, |uri| uri.as_str());
        Ok(Self {
            call_id: id.call_id.into(),
            local_tag: id.local_tag.into(),
            remote_tag: id.remote_tag.into(),
            local: request.from().as_str().into(),
            remote: response.to().as_str().into(),
            target: target.into(),
            routes: routes(response, Order::Reversed)?,
            local_cseq: response.cseq().number,
            remote_cseq: None,
            is_secure: request.uri().is_some_and(|uri| uri.scheme() == Scheme::Sips),
        })
    }

    /// The 2xx of the INVITE confirms the dialog: target and route set are taken from it anew (RFC 3261 §13.2.2.4).
    ///
    /// # Errors
    /// [`DialogError::Header`] when they are unreadable; the dialog stays as it was.
    pub fn confirm(&mut self, response: &Message) -> Result<(), DialogError> {
        self.routes = routes(response, Order::Reversed)?;
        self.refresh_target(response)
    }

    /// Takes over the Contact of a target refresh: a re-INVITE or UPDATE, or its 2xx (RFC 3261 §12.2).
    ///
    /// # Errors
    /// [`DialogError::Header`] when it is unreadable; the dialog stays as it was.
    pub fn refresh_target(&mut self, message: &Message) -> Result<(), DialogError> {
        if let Some(uri) = contact_uri(message)?.filter(|uri| uri.as_str() != &*self.target) {
            self.target = uri.as_str().into();
        }
        Ok(())
    }

    /// Checks the CSeq of a request within this dialog and takes it over (RFC 3261 §12.2.2). ACK and CANCEL bear the
    /// number of their INVITE and change nothing.
    ///
    /// # Errors
    /// [`DialogError::OutOfOrder`].
    pub fn handle_request(&mut self, request: &Message) -> Result<(), DialogError> {
        let cseq = request.cseq();
        if matches!(cseq.method, Method::Ack | Method::Cancel) {
            return Ok(());
        }
        if self.remote_cseq.is_some_and(|last| cseq.number < last) {
            return Err(DialogError::OutOfOrder);
        }
        self.remote_cseq = Some(cseq.number);
        Ok(())
    }

    /// The dialog's identity.
    pub fn id(&self) -> DialogId<'_> {
        DialogId { call_id: &self.call_id, local_tag: &self.local_tag, remote_tag: &self.remote_tag }
    }

    /// The other side's Contact URI.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The CSeq number of the last request we sent.
    pub const fn local_cseq(&self) -> u32 {
        self.local_cseq
    }

    /// Counts up for the next request of ours, which is not an ACK.
    pub const fn next_cseq(&mut self) -> u32 {
        self.local_cseq += 1;
        self.local_cseq
    }

    /// Takes over a CSeq number that another dialog of the same INVITE has used up.
    pub fn raise_cseq(&mut self, number: u32) {
        self.local_cseq = self.local_cseq.max(number);
    }

    /// Whether the dialog was made with a `sips` URI: our Contact is one then, too.
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }
}

/// The Contact URI of a message; `None` without a Contact.
fn contact_uri(message: &Message) -> Result<Option<UriRef<'_>>, DialogError> {
    match message.contacts().next() {
        None => Ok(None),
        Some(Ok(Contact::Address(contact))) => Ok(Some(contact.address.uri())),
        Some(_) => Err(DialogError::Header("Contact")),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    AsWritten,
    Reversed,
}

/// The Record-Route values as a route set.
fn routes(message: &Message, order: Order) -> Result<Box<[Box<str>]>, DialogError> {
    let values: Result<Vec<Box<str>>, _> = message
        .addresses(HeaderName::RecordRoute)
        .map(|route| route.map(|route| route.as_str().into()))
        .collect();
    let mut values = values.map_err(|_| DialogError::Header("Record-Route"))?;
    if order == Order::Reversed {
        values.reverse();
    }
    Ok(values.into())
}

/// The URI of a Route value.
fn route_uri(route: &str) -> Option<UriRef<'_>> {
    Address::parse(route).ok().map(|address| address.uri())
}
