//! What a file from the exchange tells a phone, read as each vendor's phones read theirs.

use crate::{Failure, Result, Transport};

/// A SIP account as a phone takes it from its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// User part of its address, and of its authentication.
    pub user: String,
    /// Password.
    pub secret: String,
    /// Host part of its address.
    pub domain: String,
    /// `HOST:PORT` of the server.
    pub door: String,
    /// How to get there.
    pub transport: Transport,
}

fn missing(what: &str) -> Failure {
    Failure::new(format!("the file tells no {what}"))
}

fn plain(text: &str) -> String {
    let codes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    codes.iter().fold(text.to_owned(), |text, (code, c)| text.replace(code, c))
}

/// What stands between `open` and the next `close`.
fn between(text: &str, open: &str, close: &str) -> Result<String> {
    let start = text.find(open).map(|at| at + open.len()).ok_or_else(|| missing(open))?;
    let end = text[start..].find(close).ok_or_else(|| missing(close))?;
    Ok(plain(&text[start..start + end]))
}

fn transport(word: &str) -> Result<Transport> {
    match word {
        "0" | "udp" | "UDPOnly" => Ok(Transport::Udp),
        "1" | "tcp" | "TCPOnly" => Ok(Transport::Tcp),
        "2" | "3" | "tls" | "TLS" => Ok(Transport::Tls),
        other => Err(Failure::new(format!("{other} is no transport"))),
    }
}

fn told(user: String, secret: String, (host, port): (String, String), way: &str) -> Result<Told> {
    Ok(Told { user, secret, door: format!("{host}:{port}"), domain: host, transport: transport(way)? })
}

impl Told {
    /// Linphone's remote provisioning.
    pub fn linphone(xml: &str) -> Result<Self> {
        let entry =
            |name: &str| between(xml, &format!("<entry name=\"{name}\" overwrite=\"true\">"), "</entry>");
        let proxy = between(&entry("reg_proxy")?, "<sip:", ">")?;
        let (door, way) = proxy.split_once(";transport=").ok_or_else(|| missing("transport"))?;
        let (host, port) = door.rsplit_once(':').ok_or_else(|| missing("port"))?;
        let identity = between(&entry("reg_identity")?, "<sip:", ">")?;
        let (user, domain) = identity.split_once('@').ok_or_else(|| missing("domain"))?;
        assert_eq!((user, domain), (entry("username")?.as_str(), host), "identity and credentials agree");
        told(user.to_owned(), entry("passwd")?, (host.to_owned(), port.to_owned()), way)
    }

    /// Yealink: `key = value`.
    pub fn yealink(text: &str) -> Result<Self> {
        let value = |key: &str| {
            let wanted = format!("account.1.{key}");
            let lines = text.lines().filter_map(|line| line.split_once('='));
            let mut found = lines.filter(|(key, _)| key.trim() == wanted);
            found.next().map(|(_, value)| value.trim().to_owned()).ok_or_else(|| missing(&wanted))
        };
        let server = (value("sip_server.1.address")?, value("sip_server.1.port")?);
        told(value("auth_name")?, value("password")?, server, &value("sip_server.1.transport_type")?)
    }

    /// Grandstream: P-values.
    pub fn grandstream(text: &str) -> Result<Self> {
        let value = |number: u16| between(text, &format!("<P{number}>"), &format!("</P{number}>"));
        let server = value(47)?;
        let (host, port) = server.rsplit_once(':').ok_or_else(|| missing("port"))?;
        told(value(36)?, value(34)?, (host.to_owned(), port.to_owned()), &value(130)?)
    }

    /// Fanvil: the first line of `sip`.
    pub fn fanvil(text: &str) -> Result<Self> {
        let line = &text[text.find("<line index=\"1\">").ok_or_else(|| missing("line"))?..];
        let value = |name: &str| between(line, &format!("<{name}>"), &format!("</{name}>"));
        let server = (value("RegisterAddr")?, value("RegisterPort")?);
        told(value("RegisterUser")?, value("RegisterPswd")?, server, &value("Transport")?)
    }

    /// Polycom: the attributes of the configuration.
    pub fn polycom(text: &str) -> Result<Self> {
        let value = |name: &str| between(text, &format!(" reg.1.{name}=\""), "\"");
        let server = (value("server.1.address")?, value("server.1.port")?);
        told(value("auth.userId")?, value("auth.password")?, server, &value("server.1.transport")?)
    }

    /// The files that Polycom's master names.
    pub fn polycom_files(master: &str) -> Result<Vec<String>> {
        let files = between(master, "CONFIG_FILES=\"", "\"")?;
        Ok(files.split(',').map(|file| file.trim().to_owned()).collect())
    }
}
