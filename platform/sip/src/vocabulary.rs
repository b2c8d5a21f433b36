//! The seam to rsip's words: methods, status codes, URIs, typed headers and whole messages. Nothing rsip parses comes in.

use bytes::BytesMut;
use rsip::param::OtherParam;
use rsip::{Host, HostWithPort, Param, Version};

use crate::header::{Address, CSeq, HeaderName, Params, Via};
use crate::uri::{Scheme, Uri, UriRef};
use crate::wire::{BuildError, Message, MessageBuilder, Method, ParseError};

/// rsip cannot say this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("rsip has no word for {0}")]
pub struct NoWord(pub &'static str);

impl From<rsip::Method> for Method {
    fn from(method: rsip::Method) -> Self {
        match method {
            rsip::Method::Ack => Method::Ack,
            rsip::Method::Bye => Method::Bye,
            rsip::Method::Cancel => Method::Cancel,
            rsip::Method::Info => Method::Info,
            rsip::Method::Invite => Method::Invite,
            rsip::Method::Message => Method::Message,
            rsip::Method::Notify => Method::Notify,
            rsip::Method::Options => Method::Options,
            rsip::Method::PRack => Method::Prack,
            rsip::Method::Publish => Method::Publish,
            rsip::Method::Refer => Method::Refer,
            rsip::Method::Register => Method::Register,
            rsip::Method::Subscribe => Method::Subscribe,
            rsip::Method::Update => Method::Update,
        }
    }
}

impl TryFrom<&Method> for rsip::Method {
    type Error = NoWord;

    fn try_from(method: &Method) -> Result<Self, NoWord> {
        Ok(match method {
            Method::Ack => rsip::Method::Ack,
            Method::Bye => rsip::Method::Bye,
            Method::Cancel => rsip::Method::Cancel,
            Method::Info => rsip::Method::Info,
            Method::Invite => rsip::Method::Invite,
            Method::Message => rsip::Method::Message,
            Method::Notify => rsip::Method::Notify,
            Method::Options => rsip::Method::Options,
            Method::Prack => rsip::Method::PRack,
            Method::Publish => rsip::Method::Publish,
            Method::Refer => rsip::Method::Refer,
            Method::Register => rsip::Method::Register,
            Method::Subscribe => rsip::Method::Subscribe,
            Method::Update => rsip::Method::Update,
            Method::Other(_) => return Err(NoWord("an extension method")),
        })
    }
}

impl Message {
    /// The status of a response as rsip's word.
    pub fn status_code(&self) -> Option<rsip::StatusCode> {
        self.status().map(rsip::StatusCode::from)
    }
}

impl TryFrom<UriRef<'_>> for rsip::Uri {
    type Error = NoWord;

    fn try_from(uri: UriRef<'_>) -> Result<Self, NoWord> {
        let scheme = match uri.scheme() {
            Scheme::Sip => rsip::Scheme::Sip,
            Scheme::Sips => rsip::Scheme::Sips,
            Scheme::Tel | Scheme::Other(_) => return Err(NoWord("a URI that is not of SIP")),
        };
        if uri.headers().is_some() {
            return Err(NoWord("headers of a URI"));
        }
        Ok(rsip::Uri {
            scheme: Some(scheme),
            auth: uri.user().map(|user| (user, uri.password()).into()),
            host_with_port: host_with_port(uri.host(), uri.port()),
            params: params(uri.params())?,
            headers: Vec::new(),
        })
    }
}

/// rsip writes IPv6 addresses without brackets: as a name they keep them.
fn host_with_port(host: &str, port: Option<u16>) -> HostWithPort {
    let address = host.parse().map(Host::IpAddr);
    HostWithPort { host: address.unwrap_or_else(|_| Host::Domain(host.into())), port: port.map(Into::into) }
}

fn params(params: Params<'_>) -> Result<Vec<Param>, NoWord> {
    params
        .map(|(name, value)| match Param::try_from((name, value)) {
            Ok(param) => Ok(param),
            // An unknown transport or method: said as any other parameter.
            Err(_) => Ok(Param::Other(OtherParam::new(name), value.map(Into::into))),
        })
        .collect()
}

impl TryFrom<&rsip::Uri> for Uri {
    type Error = ParseError;

    fn try_from(uri: &rsip::Uri) -> Result<Self, ParseError> {
        uri.to_string().parse()
    }
}

impl TryFrom<CSeq<'_>> for rsip::typed::CSeq {
    type Error = NoWord;

    fn try_from(cseq: CSeq<'_>) -> Result<Self, NoWord> {
        Ok((cseq.number, rsip::Method::try_from(cseq.method)?).into())
    }
}

macro_rules! address_words {
    ($($word:ident),*) => { $(
        impl TryFrom<Address<'_>> for rsip::typed::$word {
            type Error = NoWord;

            fn try_from(address: Address<'_>) -> Result<Self, NoWord> {
                Ok(rsip::typed::$word {
                    display_name: address.display_raw().map(str::to_owned),
                    uri: address.uri().try_into()?,
                    params: params(address.params())?,
                })
            }
        }
    )* };
}

address_words!(From, To, Contact);

impl TryFrom<Via<'_>> for rsip::typed::Via {
    type Error = NoWord;

    fn try_from(via: Via<'_>) -> Result<Self, NoWord> {
        let transport = via.transport().parse().map_err(|_| NoWord("an unknown transport"))?;
        let host_with_port = host_with_port(via.host(), via.port());
        let uri = rsip::Uri { host_with_port, ..rsip::Uri::default() };
        let uri = rsip::Uri { scheme: None, ..uri };
        Ok(rsip::typed::Via { version: Version::V2, transport, uri, params: params(via.params())? })
    }
}

/// Written by our builder and read by our parser; Content-Length is counted anew.
impl TryFrom<&rsip::SipMessage> for Message {
    type Error = BuildError;

    fn try_from(message: &rsip::SipMessage) -> Result<Self, BuildError> {
        let mut out = BytesMut::new();
        let (builder, headers, body) = match message {
            rsip::SipMessage::Request(request) => (
                MessageBuilder::request(&mut out, &request.method.into(), &request.uri),
                &request.headers,
                &request.body,
            ),
            rsip::SipMessage::Response(response) => {
                let code = response.status_code.code();
                (MessageBuilder::response(&mut out, code, ""), &response.headers, &response.body)
            }
        };
        let lines = headers.iter().map(ToString::to_string);
        let lines = lines.filter_map(|line| {
            line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()))
        });
        let builder = lines
            .filter(|(name, _)| HeaderName::of(name) != HeaderName::ContentLength)
            .fold(builder, |builder, (name, value)| builder.header(HeaderName::of(&name), value));
        builder.content(body).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_of_rsip_comes_and_goes() {
        for word in rsip::Method::all() {
            let method = Method::from(word);
            assert_eq!(method.as_str(), word.to_string());
            assert_eq!(rsip::Method::try_from(&method), Ok(word));
        }
        assert!(rsip::Method::try_from(&"DANCE".parse::<Method>().unwrap()).is_err());
    }

    #[test]
    fn uris_come_and_go() {
        for text in [
            "sip:100@pbx.example",
            "sips:a:b@[2001:db8::1]:5061;transport=tls;lr;x=y",
            "sip:192.0.2.1;maddr=192.0.2.2;transport=pigeon",
        ] {
            let ours: Uri = text.parse().unwrap();
            let word = rsip::Uri::try_from(ours.view()).unwrap();
            let back = Uri::try_from(&word).unwrap();
            assert!(back == ours, "{text} became {back}");
        }
        for text in ["tel:+34911", "sip:h?subject=x"] {
            assert!(rsip::Uri::try_from(UriRef::parse(text).unwrap()).is_err(), "{text}");
        }
    }

    #[test]
    fn typed_headers() {
        let address = Address::parse("\"N. Valle\" <sip:100@pbx.example>;tag=f1").unwrap();
        let word = rsip::typed::From::try_from(address).unwrap();
        assert_eq!(word.tag().map(ToString::to_string).as_deref(), Some("f1"));
        assert_eq!(word.to_string(), address.as_str());
        let via = Via::parse("SIP/2.0/TCP [2001:db8::1]:5062;branch=z9hG4bK1").unwrap();
        assert_eq!(rsip::typed::Via::try_from(via).unwrap().to_string(), via.as_str());
    }

    #[test]
    fn a_message_built_with_rsip_is_ours() {
        let headers = vec![
            rsip::Header::Via("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1".into()),
            rsip::Header::From("<sip:a@h>;tag=1".into()),
            rsip::Header::To("<sip:b@h>".into()),
            rsip::Header::CallId("c1".into()),
            rsip::Header::CSeq("1 PUBLISH".into()),
            rsip::Header::ContentLength("99".into()),
            rsip::Header::Other("X-Own".into(), "a: b".into()),
        ];
        let uri = rsip::Uri::try_from(UriRef::parse("sip:b@h").unwrap()).unwrap();
        let request = rsip::Request {
            method: rsip::Method::Publish,
            uri,
            version: Version::V2,
            headers: headers.into(),
            body: vec![0, 255, 13],
        };
        let ours = Message::try_from(&rsip::SipMessage::Request(request)).unwrap();
        assert_eq!((ours.method(), ours.body()), (Some(&Method::Publish), &[0, 255, 13][..]));
        assert_eq!(ours.header(HeaderName::Other("x-own")), Some("a: b"));
        let word = rsip::typed::CSeq::try_from(ours.cseq()).unwrap();
        assert_eq!(word.to_string(), "1 PUBLISH");
    }
}
