//! A phone on a UDP socket that says what a test tells it to, and shows what it hears.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kernel::rng::draw_text;
use kernel::system::SystemRng;
use sip::digest::Responder;
use sip::wire::Reply;
use sip::{HeaderName, Message, Method};
use tokio::net::UdpSocket;

/// How long anything may take on loopback.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// A phone, a scanner or a carrier.
pub struct Phone {
    /// Its socket.
    pub socket: UdpSocket,
    /// Where the exchange listens.
    pub server: SocketAddr,
    /// Its terminal user.
    pub user: String,
    /// The host in its From.
    pub domain: String,
    /// Its digest.
    pub responder: Responder,
    /// What came while something else was waited for.
    pending: Vec<Message>,
}

/// A dialog as its phone sees it.
#[derive(Debug, Clone)]
pub struct Dialog {
    /// Call-ID.
    pub call_id: String,
    /// Our From as a request bears it, with our tag.
    pub local: String,
    /// Our To, with the other side's tag once there is one.
    pub remote: String,
    /// The Request-URI.
    pub target: String,
    /// The number of the last request.
    pub cseq: u32,
    /// The last INVITE sent or received here.
    pub invite: Option<Message>,
}

impl Dialog {
    fn tag_of(value: &str) -> String {
        value.rsplit_once(";tag=").map(|(_, tag)| tag.to_owned()).unwrap_or_default()
    }

    /// A Replaces value that names this dialog to the other side.
    pub fn replaces(&self) -> String {
        format!(
            "{};to-tag={};from-tag={}",
            self.call_id,
            Self::tag_of(&self.remote),
            Self::tag_of(&self.local)
        )
    }
}

fn token() -> String {
    draw_text(&SystemRng, b"abcdefghijklmnopqrstuvwxyz0123456789", 12)
}

/// A description with PCMA and telephone events at `port`.
pub fn sdp(port: u16, direction: &str) -> String {
    format!(
        "v=0\r\no=- 1 {port} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\n\
         a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na={direction}\r\n"
    )
}

impl Phone {
    /// A phone whose password is `secret of USER`.
    ///
    /// # Panics
    /// When there is no socket, as everything here does when the exchange does not do what is waited for.
    pub async fn new(server: SocketAddr, user: &str, domain: &str) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        Self {
            socket,
            server,
            user: user.to_owned(),
            domain: domain.to_owned(),
            responder: Responder::new(user, &format!("secret of {user}")),
            pending: Vec::new(),
        }
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.socket.local_addr().expect("an address")
    }

    /// Its Contact.
    pub fn contact(&self) -> String {
        format!("<sip:{}@{}>", self.user, self.address())
    }

    /// Sends a datagram.
    pub async fn send(&self, text: &[u8]) {
        self.socket.send_to(text, self.server).await.expect("sent");
    }

    async fn read(&mut self) -> Message {
        let mut buffer = vec![0; 65_536];
        let (length, _) = self.socket.recv_from(&mut buffer).await.expect("received");
        Message::parse(Bytes::copy_from_slice(&buffer[..length])).expect("the exchange writes sound messages")
    }

    /// Waits for the first message that fits; what does not is kept, retransmissions and 100 are dropped.
    pub async fn hear(&mut self, what: &str, fits: impl Fn(&Message) -> bool) -> Message {
        if let Some(place) = self.pending.iter().position(&fits) {
            return self.pending.remove(place);
        }
        let search = async {
            loop {
                let message = self.read().await;
                if fits(&message) {
                    return message;
                }
                let known = self.pending.iter().any(|known| known.bytes() == message.bytes());
                if message.status() != Some(100) && !known {
                    self.pending.push(message);
                }
            }
        };
        let heard = tokio::time::timeout(PATIENCE, search).await;
        heard.unwrap_or_else(|_| {
            let texts: Vec<_> =
                self.pending.iter().map(|message| String::from_utf8_lossy(message.bytes())).collect();
            panic!("{} waits for {what}; heard {}", self.user, texts.join("\n"))
        })
    }

    /// Whether nothing at all comes for this time.
    pub async fn hears_nothing(&mut self, span: Duration) -> bool {
        self.pending.is_empty() && tokio::time::timeout(span, self.read()).await.is_err()
    }

    /// The methods of all requests that have come and come within this time.
    pub async fn requests_within(&mut self, span: Duration) -> Vec<String> {
        let mut heard: Vec<Message> = std::mem::take(&mut self.pending);
        let until = tokio::time::Instant::now() + span;
        while let Ok(message) = tokio::time::timeout_at(until, self.read()).await {
            heard.push(message);
        }
        heard.iter().filter_map(|message| message.method()).map(|method| method.as_str().to_owned()).collect()
    }

    /// The next request of this method.
    pub async fn request(&mut self, method: &str) -> Message {
        self.hear(method, |message| message.method().is_some_and(|found| found.as_str() == method)).await
    }

    /// Sends a request, with credentials where it is challenged, and gives the final answer; none to an ACK.
    pub async fn verdict(
        &mut self,
        method: &str,
        mut dialog: Dialog,
        more: &str,
        body: &str,
    ) -> Option<Message> {
        let mut credentials = String::new();
        loop {
            self.send(self.write(method, &dialog, &format!("{more}{credentials}"), body).as_bytes()).await;
            if method == "ACK" {
                return None;
            }
            let (call_id, cseq) = (dialog.call_id.clone(), dialog.cseq);
            let answer = self.hear("a final answer", move |message| {
                message.status() >= Some(200) && message.call_id() == call_id && message.cseq().number == cseq
            });
            let answer = answer.await;
            if method == "INVITE" {
                self.acknowledge_failure(&dialog, &answer).await;
            }
            if answer.status() != Some(401) || !credentials.is_empty() {
                return Some(answer);
            }
            self.responder.accept(answer.challenges(HeaderName::WwwAuthenticate).filter_map(Result::ok));
            let parsed: Method = method.parse().expect("a method");
            let given = self.responder.credentials(&parsed, &dialog.target, &token()).expect("credentials");
            credentials = format!("Authorization: {given}\r\n");
            dialog.cseq += 1;
        }
    }

    /// The final answer to a request of this dialog, or a provisional one when asked for.
    pub async fn status(&mut self, dialog: &Dialog, status: u16) -> Message {
        let (call_id, cseq) = (dialog.call_id.clone(), dialog.cseq);
        self.hear(&status.to_string(), move |message| {
            message.status() == Some(status) && message.call_id() == call_id && message.cseq().number == cseq
        })
        .await
    }

    /// Writes a request of a dialog; `more` are whole header lines.
    pub fn write(&self, method: &str, dialog: &Dialog, more: &str, body: &str) -> String {
        let Dialog { call_id, local, remote, target, cseq, .. } = dialog;
        let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        format!(
            "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {};rport;branch=z9hG4bK{}\r\nMax-Forwards: 70\r\nFrom: {local}\r\n\
             To: {remote}\r\nCall-ID: {call_id}\r\nCSeq: {cseq} {method}\r\nContact: {}\r\n{more}{kind}Content-Length: {}\r\n\r\n{body}",
            self.address(),
            token(),
            self.contact(),
            body.len()
        )
    }

    /// A dialog that begins with a request to this URI.
    pub fn dialog(&self, target: &str) -> Dialog {
        Dialog {
            call_id: token(),
            local: format!("<sip:{}@{}>;tag={}", self.user, self.domain, token()),
            remote: format!("<{target}>"),
            target: target.to_owned(),
            cseq: 1,
            invite: None,
        }
    }

    /// Sends a request and, when challenged, once more with credentials. Gives the dialog as it is then.
    pub async fn ask(
        &mut self,
        method: &str,
        mut dialog: Dialog,
        more: &str,
        body: &str,
    ) -> (Dialog, Message) {
        self.send(self.write(method, &dialog, more, body).as_bytes()).await;
        let challenge = self.status(&dialog, 401).await;
        if method == "INVITE" {
            self.acknowledge_failure(&dialog, &challenge).await;
        }
        assert!(
            self.responder.accept(challenge.challenges(HeaderName::WwwAuthenticate).filter_map(Result::ok))
        );
        dialog.cseq += 1;
        let parsed: Method = method.parse().expect("a method");
        let credentials = self.responder.credentials(&parsed, &dialog.target, &token()).expect("credentials");
        let text = self.write(method, &dialog, &format!("{more}Authorization: {credentials}\r\n"), body);
        let request = Message::parse(Bytes::from(text.clone())).expect("a sound request");
        self.send(text.as_bytes()).await;
        dialog.invite = Some(request.clone());
        (dialog, request)
    }

    /// Acknowledges a refused INVITE.
    pub async fn acknowledge_failure(&self, dialog: &Dialog, response: &Message) {
        let via = response.header(HeaderName::Via).expect("a Via");
        let to = response.header(HeaderName::To).expect("a To");
        let Dialog { call_id, local, target, .. } = dialog;
        let cseq = response.cseq().number;
        let ack = format!(
            "ACK {target} SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\nFrom: {local}\r\nTo: {to}\r\nCall-ID: {call_id}\r\n\
             CSeq: {cseq} ACK\r\nContent-Length: 0\r\n\r\n"
        );
        self.send(ack.as_bytes()).await;
    }

    /// Registers for ten minutes.
    pub async fn register(&mut self) {
        let registrar = format!("sip:{}", self.domain);
        let mut dialog = self.dialog(&registrar);
        dialog.remote = format!("<sip:{}@{}>", self.user, self.domain);
        let (dialog, _) = self.ask("REGISTER", dialog, "Expires: 600\r\n", "").await;
        self.status(&dialog, 200).await;
    }

    /// Dials; the call is under way once this returns.
    pub async fn dial(&mut self, number: &str, body: &str) -> Dialog {
        let dialog = self.dialog(&format!("sip:{number}@{}", self.domain));
        self.ask("INVITE", dialog, "", body).await.0
    }

    /// Waits for the 200 to our INVITE and acknowledges it.
    pub async fn established(&mut self, dialog: Dialog) -> (Dialog, Message) {
        let ok = self.status(&dialog, 200).await;
        let dialog = self.stand(dialog, &ok);
        self.acknowledge(&dialog).await;
        (dialog, ok)
    }

    /// The dialog after its 2xx.
    pub fn stand(&self, mut dialog: Dialog, ok: &Message) -> Dialog {
        dialog.remote = ok.header(HeaderName::To).expect("a To").to_owned();
        let contact = ok.header(HeaderName::Contact).expect("a Contact");
        dialog.target = contact.trim_start_matches('<').split('>').next().expect("a URI").to_owned();
        dialog
    }

    /// Acknowledges a 2xx.
    pub async fn acknowledge(&self, dialog: &Dialog) {
        self.acknowledge_with(dialog, "").await;
    }

    /// Acknowledges a 2xx with a description.
    pub async fn acknowledge_with(&self, dialog: &Dialog, body: &str) {
        self.send(self.write("ACK", dialog, "", body).as_bytes()).await;
    }

    /// Waits for a refusal of our INVITE and acknowledges it.
    pub async fn refused(&mut self, dialog: &Dialog, status: u16) -> Message {
        let refusal = self.status(dialog, status).await;
        self.acknowledge_failure(dialog, &refusal).await;
        refusal
    }

    /// Takes our INVITE back.
    pub async fn cancel(&mut self, dialog: &Dialog) {
        let invite = dialog.invite.as_ref().expect("an INVITE was sent");
        let via = invite.header(HeaderName::Via).expect("a Via");
        let Dialog { call_id, local, remote, target, cseq, .. } = dialog;
        let cancel = format!(
            "CANCEL {target} SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\nFrom: {local}\r\nTo: {remote}\r\n\
             Call-ID: {call_id}\r\nCSeq: {cseq} CANCEL\r\nContent-Length: 0\r\n\r\n"
        );
        self.send(cancel.as_bytes()).await;
    }

    /// Answers a request.
    pub async fn reply(&self, request: &Message, status: u16, more: &[(&str, &str)], body: &str) {
        let mut out = BytesMut::new();
        let tag = format!("tag{}", self.user);
        let contact = self.contact();
        let mut builder = Reply::new(request, status, "").tagged(&tag).begin(&mut out);
        builder = builder.header(HeaderName::Contact, contact);
        for (name, value) in more {
            builder = builder.header(HeaderName::of(name), value);
        }
        if !body.is_empty() {
            builder = builder.body("application/sdp", body.as_bytes());
        }
        let message = builder.finish().expect("a sound response");
        self.send(message.bytes()).await;
    }

    /// Waits for a call, rings, answers it and waits for the ACK.
    pub async fn take_call(&mut self, port: u16) -> Dialog {
        let invite = self.request("INVITE").await;
        self.reply(&invite, 180, &[], "").await;
        self.pick_up(invite, port).await
    }

    /// Answers an INVITE and waits for the ACK.
    pub async fn pick_up(&mut self, invite: Message, port: u16) -> Dialog {
        self.reply(&invite, 200, &[], &sdp(port, "sendrecv")).await;
        self.request("ACK").await;
        let contact = invite.header(HeaderName::Contact).expect("a Contact");
        Dialog {
            call_id: invite.call_id().to_owned(),
            local: format!("{};tag=tag{}", invite.header(HeaderName::To).expect("a To"), self.user),
            remote: invite.header(HeaderName::From).expect("a From").to_owned(),
            target: contact.trim_start_matches('<').split('>').next().expect("a URI").to_owned(),
            cseq: 10,
            invite: Some(invite),
        }
    }

    /// Sends a request of a standing dialog.
    pub async fn say(&mut self, method: &str, dialog: &mut Dialog, more: &str, body: &str) {
        dialog.cseq += 1;
        self.send(self.write(method, dialog, more, body).as_bytes()).await;
    }

    /// Ends a standing dialog.
    pub async fn hang_up(&mut self, dialog: &mut Dialog) {
        self.say("BYE", dialog, "", "").await;
        self.status(dialog, 200).await;
    }

    /// Waits for a BYE and answers it.
    pub async fn is_hung_up(&mut self) -> Message {
        let bye = self.request("BYE").await;
        self.reply(&bye, 200, &[], "").await;
        bye
    }
}
