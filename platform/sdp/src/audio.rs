//! The audio stream of a description: where it wants its packets, and which.

use crate::{
    Attribute, Codecs, Connection, Direction, MediaLine, Session,
    attribute::{direction, has, values},
};
use std::net::{IpAddr, SocketAddr};

/// The audio stream that a call relays: the first live `m=audio` line of plain RTP (`RTP/AVP`, `RTP/AVPF`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audio {
    /// Index of its media line.
    pub line: usize,
    /// Where the writer receives RTP. Nothing when it gave a host name, a multicast group or the unspecified address
    /// (old hold form).
    pub rtp: Option<SocketAddr>,
    /// Where the writer receives RTCP: `a=rtcp` (RFC 3605), else the next port; the RTP port with `a=rtcp-mux`.
    pub rtcp: Option<SocketAddr>,
    /// `a=rtcp-mux` (RFC 5761): RTCP on the RTP port.
    pub rtcp_mux: bool,
    /// Effective direction seen by the writer: media level before session level; `c=0.0.0.0` takes receiving away.
    pub direction: Direction,
    /// Codecs in the writer's order, telephone-event and comfort noise included.
    pub codecs: Codecs,
    /// `a=ptime`, milliseconds.
    pub ptime: Option<u16>,
}

impl Audio {
    /// Reads it; nothing when the description has no such stream (refused, encrypted, no audio at all).
    pub fn of(session: &Session) -> Option<Self> {
        let line = session.media.iter().position(MediaLine::is_plain_audio)?;
        let media = session.media.get(line)?;
        let ip = media.connection.as_ref().or(session.connection.as_ref()).and_then(Connection::ip);
        let said =
            direction(&media.attributes).or_else(|| direction(&session.attributes)).unwrap_or_default();
        let held = ip.is_some_and(|ip| ip.is_unspecified());
        let host = ip.filter(|ip| !ip.is_unspecified() && !ip.is_multicast());
        let rtp = host.map(|ip| SocketAddr::new(ip, media.port));
        let rtcp_mux = has(&media.attributes, "rtcp-mux");
        Some(Self {
            line,
            rtp,
            rtcp: if rtcp_mux { rtp } else { rtcp(&media.attributes, host, media.port) },
            rtcp_mux,
            direction: if held { Direction::new(said.sends(), false) } else { said },
            codecs: media.codecs(),
            ptime: media.ptime(),
        })
    }

    /// Whether the writer has put its peer on hold: it does not want to receive.
    pub const fn holds(&self) -> bool {
        !self.direction.receives()
    }
}

impl MediaLine {
    /// Audio over plain RTP, not refused.
    pub fn is_plain_audio(&self) -> bool {
        self.port != 0 && self.is_audio() && is_plain_rtp(&self.protocol)
    }

    /// Audio over any transport.
    pub fn is_audio(&self) -> bool {
        self.media.eq_ignore_ascii_case("audio")
    }

    /// `a=ptime`, milliseconds.
    pub fn ptime(&self) -> Option<u16> {
        self.number("ptime")
    }

    /// `a=maxptime`, milliseconds.
    pub fn maxptime(&self) -> Option<u16> {
        self.number("maxptime")
    }

    /// The values of `a=candidate` lines (RFC 8839).
    pub fn candidates(&self) -> impl Iterator<Item = &str> {
        values(&self.attributes, "candidate")
    }

    /// The values of `a=crypto` lines (RFC 4568).
    pub fn crypto(&self) -> impl Iterator<Item = &str> {
        values(&self.attributes, "crypto")
    }

    /// The values of `a=fingerprint` lines (RFC 8122) of this media line.
    pub fn fingerprints(&self) -> impl Iterator<Item = &str> {
        values(&self.attributes, "fingerprint")
    }

    fn number(&self, name: &str) -> Option<u16> {
        values(&self.attributes, name).find_map(|value| value.trim().parse().ok())
    }
}

/// `RTP/AVP` or `RTP/AVPF`, whatever their case.
pub(crate) fn is_plain_rtp(protocol: &str) -> bool {
    protocol.eq_ignore_ascii_case("RTP/AVP") || protocol.eq_ignore_ascii_case("RTP/AVPF")
}

/// `a=rtcp:PORT [IN IP4 ADDRESS]` (RFC 3605), else the port after that of RTP.
fn rtcp(attributes: &[Attribute], host: Option<IpAddr>, rtp_port: u16) -> Option<SocketAddr> {
    let Some(value) = values(attributes, "rtcp").next() else {
        return Some(SocketAddr::new(host?, rtp_port.checked_add(1)?));
    };
    let mut fields = value.split_whitespace();
    let port = fields.next()?.parse().ok().filter(|port| *port != 0)?;
    let said = fields.nth(2).and_then(|address| address.parse().ok());
    let ip = said.filter(|ip: &IpAddr| !ip.is_unspecified() && !ip.is_multicast()).or(host)?;
    Some(SocketAddr::new(ip, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audio(lines: &str) -> Option<Audio> {
        let text = format!("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n{lines}");
        Audio::of(&Session::parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn media_level_wins_over_session_level() {
        let audio = audio(
            "c=IN IP4 192.0.2.1\na=sendonly\nm=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::7\na=inactive\n",
        );
        let audio = audio.unwrap();
        assert_eq!(audio.rtp, Some("[2001:db8::7]:4000".parse().unwrap()));
        assert_eq!(audio.rtcp, Some("[2001:db8::7]:4001".parse().unwrap()));
        assert_eq!(audio.direction, Direction::Inactive);
    }

    #[test]
    fn rtcp_goes_where_it_is_said() {
        let rtcp = |attribute: &str| {
            audio(&format!("c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\n{attribute}\n")).unwrap().rtcp
        };
        assert_eq!(rtcp("a=rtcp:5555"), Some("192.0.2.1:5555".parse().unwrap()));
        assert_eq!(rtcp("a=rtcp:5555 IN IP4 192.0.2.9"), Some("192.0.2.9:5555".parse().unwrap()));
        assert_eq!(rtcp("a=rtcp-mux"), Some("192.0.2.1:4000".parse().unwrap()));
        assert_eq!(rtcp("a=rtcp:0"), None);
        assert_eq!(rtcp("a=rtcp:nonsense"), None);
    }

    #[test]
    fn hold_forms_are_understood() {
        let with = |ip: &str, direction: &str| {
            audio(&format!("c=IN IP4 {ip}\nm=audio 4000 RTP/AVP 0\na={direction}\n")).unwrap()
        };
        let old = with("0.0.0.0", "sendrecv");
        assert_eq!((old.rtp, old.direction, old.holds()), (None, Direction::SendOnly, true));
        assert_eq!(with("0.0.0.0", "recvonly").direction, Direction::Inactive);
        assert!(with("192.0.2.1", "sendonly").holds());
        assert!(with("192.0.2.1", "inactive").holds());
        assert!(!with("192.0.2.1", "recvonly").holds());
    }

    #[test]
    fn only_live_plain_audio_counts() {
        let line = |m: &str| audio(&format!("c=IN IP4 192.0.2.1\n{m}\n")).map(|audio| audio.line);
        assert_eq!(line("m=audio 0 RTP/AVP 0"), None);
        assert_eq!(line("m=audio 4000 RTP/SAVP 0"), None);
        assert_eq!(line("m=video 4000 RTP/AVP 96"), None);
        assert_eq!(line("m=audio 4000 RTP/SAVP 0\nm=audio 4002 rtp/avpf 0"), Some(1));
    }

    #[test]
    fn a_host_name_or_a_group_is_no_address() {
        let rtp = |c: &str| audio(&format!("{c}\nm=audio 4000 RTP/AVP 0\n")).unwrap().rtp;
        assert_eq!(rtp("c=IN IP4 phone.example.com"), None);
        assert_eq!(rtp("c=IN IP4 224.2.1.1/127"), None);
        assert_eq!(rtp("i=nothing"), None);
    }

    #[test]
    fn the_last_port_has_no_neighbour() {
        assert_eq!(audio("c=IN IP4 192.0.2.1\nm=audio 65535 RTP/AVP 0\n").unwrap().rtcp, None);
    }
}
