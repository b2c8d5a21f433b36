//! A telephone: a peer's process with one account, its calls, and what it hears.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::Command;

use crate::audio::LISTEN_SECS;
use crate::credentials::Credentials;
use crate::process::{PATIENCE, Process, Said};
use crate::told::Told;
use crate::{Account, Failure, Heard, Result, Voice, peers, ports};

/// Who made the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// pjsua2, scripted in Python.
    Pjsua,
    /// baresip, as packaged.
    Baresip,
}

/// How it speaks SIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
    /// TLS, verifying the server's certificate.
    Tls,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
        })
    }
}

/// A call, by the number its phone gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call(pub u64);

/// The telephone.
pub struct Phone {
    /// Whose voice it has.
    pub voice: Voice,
    /// The account it uses.
    pub account: Account,
    process: Process,
    folder: tempfile::TempDir,
}

impl Phone {
    /// Switches a phone on and registers it.
    pub async fn register(
        doors: &Credentials,
        account: &Account,
        kind: Kind,
        transport: Transport,
        voice: Voice,
    ) -> Result<Self> {
        let phone = Self::ask_to_register(doors, account, kind, transport, voice).await?;
        phone.process.event("registered").await?;
        Ok(phone)
    }

    /// Switches a phone on with what a file from the exchange told it, and registers it.
    pub async fn set_up(doors: &Credentials, told: &Told, extension: &str, voice: Voice) -> Result<Self> {
        let account = Account {
            domain: told.domain.clone(),
            user: told.user.clone(),
            secret: told.secret.clone(),
            extension: extension.to_owned(),
        };
        let phone = Self::switch_on(&account, Kind::Baresip, voice).await?;
        phone.ask_at(&told.door, told.transport, doors).await?;
        phone.process.event("registered").await?;
        Ok(phone)
    }

    /// Tries to register with an account that is refused, and tells how.
    pub async fn is_refused(
        doors: &Credentials,
        account: &Account,
        kind: Kind,
        transport: Transport,
    ) -> Result<Said> {
        let phone = Self::ask_to_register(doors, account, kind, transport, Voice::Anna).await?;
        phone.process.event("register_failed").await
    }

    async fn ask_to_register(
        doors: &Credentials,
        account: &Account,
        kind: Kind,
        transport: Transport,
        voice: Voice,
    ) -> Result<Self> {
        let phone = Self::switch_on(account, kind, voice).await?;
        let door = if transport == Transport::Tls { &doors.sips } else { &doors.sip };
        phone.ask_at(door, transport, doors).await?;
        Ok(phone)
    }

    async fn ask_at(&self, door: &str, transport: Transport, doors: &Credentials) -> Result<()> {
        let first_port = ports::block(60)?;
        let account = &self.account;
        let facts = json!({
            "user": account.user, "secret": account.secret, "domain": account.domain,
            "proxy": door, "transport": transport.to_string(), "ca": doors.ca,
            "speech": self.voice.said().await?, "folder": self.folder.path(),
            "sip_port": first_port, "control_port": first_port + 2, "rtp_port": first_port + 10,
        });
        self.process.ask("register", facts).await.map(drop)
    }

    async fn switch_on(account: &Account, kind: Kind, voice: Voice) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let script = match kind {
            Kind::Pjsua => "pjsua_phone.py",
            Kind::Baresip => {
                peers::program("baresip")?;
                "baresip_phone.py"
            }
        };
        let mut command = Command::new(peers::python().await?);
        command.arg("-B").arg(peers::scripts().join(script));
        let name = format!("{}'s phone ({})", voice.name(), account.extension);
        let process = Process::start(&name, command, folder.path())?;
        Ok(Self { voice, account: account.clone(), process, folder })
    }

    /// Dials a number of the own domain.
    pub async fn dial(&self, number: &str) -> Result<Call> {
        self.dial_uri(&format!("sip:{number}@{}", self.account.domain)).await
    }

    /// Dials a whole SIP address.
    pub async fn dial_uri(&self, to: &str) -> Result<Call> {
        let said = self.process.ask("call", json!({ "to": to })).await?;
        Ok(Call(said.number("call")?))
    }

    /// Waits until it rings, and tells which call and from whom.
    pub async fn rings(&self) -> Result<(Call, Said)> {
        let said = self.process.event("incoming").await?;
        Ok((Call(said.number("call")?), said))
    }

    /// Waits for something to happen to a call.
    pub async fn sees(&self, call: Call, event: &str) -> Result<Said> {
        self.sees_within(call, event, PATIENCE).await
    }

    /// Waits longer for something to happen to a call.
    pub async fn sees_within(&self, call: Call, event: &str, patience: Duration) -> Result<Said> {
        self.process.wait(event, patience, |said| is(said, event, call)).await
    }

    /// Waits for something to happen to a call with that SIP status.
    pub async fn learns(&self, call: Call, event: &str, status: u16) -> Result<Said> {
        let what = format!("{event} {status}");
        self.process.wait(&what, PATIENCE, |said| is(said, event, call) && said["status"] == status).await
    }

    /// Lifts the receiver and waits until the call stands.
    pub async fn answer(&self, call: Call) -> Result<Said> {
        self.process.ask("answer", json!({ "call": call.0 })).await?;
        self.sees(call, "answered").await
    }

    /// Answers with a refusal.
    pub async fn reject(&self, call: Call, status: u16) -> Result<()> {
        self.tell("reject", call, json!({ "status": status })).await
    }

    /// Puts the call on hold.
    pub async fn hold(&self, call: Call) -> Result<()> {
        self.tell("hold", call, json!({})).await
    }

    /// Takes the call back from hold.
    pub async fn resume(&self, call: Call) -> Result<()> {
        self.tell("unhold", call, json!({})).await
    }

    /// Sends the other side to a number, without asking there.
    pub async fn transfer(&self, call: Call, number: &str) -> Result<()> {
        let to = format!("sip:{number}@{}", self.account.domain);
        self.tell("transfer", call, json!({ "to": to })).await
    }

    /// Connects the other sides of two calls (REFER with Replaces).
    pub async fn connect(&self, call: Call, with: Call) -> Result<()> {
        self.tell("attended", call, json!({ "with": with.0 })).await
    }

    /// Presses keys.
    pub async fn press(&self, call: Call, digits: &str) -> Result<()> {
        self.tell("dtmf", call, json!({ "digits": digits })).await
    }

    /// Hangs up and waits until the call is over.
    pub async fn hang_up(&self, call: Call) -> Result<Said> {
        self.tell("hangup", call, json!({})).await?;
        self.sees(call, "ended").await
    }

    /// Listens for two whole periods of speech.
    pub async fn listen(&self, call: Call) -> Result<Heard> {
        let facts = json!({ "call": call.0, "secs": LISTEN_SECS });
        let patience = PATIENCE + Duration::from_secs_f64(LISTEN_SECS);
        let said = self.process.ask_patiently("listen", facts, patience).await?;
        Ok(serde_json::from_value(said.line)?)
    }

    /// Takes the registration back.
    pub async fn unregister(&self) -> Result<()> {
        self.process.ask("unregister", json!({})).await?;
        self.process.event("unregistered").await.map(drop)
    }

    /// Switches the phone off.
    pub async fn switch_off(self) -> Result<()> {
        self.process.end().await
    }

    /// Whether nothing at all has happened that was not waited for.
    pub fn unheard(&self) -> Vec<Value> {
        self.process.unheard()
    }

    /// Where its log and recordings lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn tell(&self, what: &str, call: Call, mut facts: Value) -> Result<()> {
        let Value::Object(map) = &mut facts else { return Err(Failure::new("facts are an object")) };
        map.insert("call".into(), call.0.into());
        self.process.ask(what, facts).await.map(drop)
    }
}

fn is(said: &Value, event: &str, call: Call) -> bool {
    said.get("event").and_then(Value::as_str) == Some(event)
        && said.get("call").and_then(Value::as_u64) == Some(call.0)
}
