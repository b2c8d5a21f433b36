//! What most stories begin with: the demo, its phones, two that talk.

use harness::audio::Heard;
use harness::credentials::Credentials;
use harness::{Call, Client, Failure, Kind, Phone, Result, Tenant, Transport, Voice};
use serde_json::Value;
use tokio::try_join;

/// The internal number of a tenant's n-th phone.
pub fn number(tenant: &Tenant, place: usize) -> Result<&str> {
    let account = tenant.endpoints.get(place);
    let account =
        account.ok_or_else(|| Failure::new(format!("tenant {} has no phone {place}", tenant.name)))?;
    Ok(&account.extension)
}

/// A tenant's n-th account on a phone, registered.
pub async fn phone(
    doors: &Credentials,
    tenant: &Tenant,
    place: usize,
    kind: Kind,
    transport: Transport,
    voice: Voice,
) -> Result<Phone> {
    let account = tenant.account(number(tenant, place)?)?;
    Phone::register(doors, account, kind, transport, voice).await
}

/// Two phones of one tenant, and their call once it stands.
pub struct Pair {
    /// The caller.
    pub anna: Phone,
    /// The called one.
    pub bruno: Phone,
    /// The call at the caller's phone.
    pub out: Call,
    /// The call at the called phone.
    pub inn: Call,
}

impl Pair {
    /// The first two phones of the tenant are registered, and the first one calls the second, who answers.
    pub async fn talking(
        doors: &Credentials,
        tenant: &Tenant,
        kind: Kind,
        transport: Transport,
        voices: [Voice; 2],
    ) -> Result<Self> {
        let (anna, bruno) = try_join!(
            phone(doors, tenant, 0, kind, transport, voices[0]),
            phone(doors, tenant, 1, kind, transport, voices[1]),
        )?;
        let out = anna.dial(number(tenant, 1)?).await?;
        let (inn, _) = bruno.rings().await?;
        anna.sees(out, "ringing").await?;
        bruno.answer(inn).await?;
        anna.sees(out, "answered").await?;
        Ok(Self { anna, bruno, out, inn })
    }

    /// Both listen; gives what the caller and the called one heard.
    pub async fn listen(&self) -> Result<(Heard, Heard)> {
        try_join!(self.anna.listen(self.out), self.bruno.listen(self.inn))
    }

    /// The caller hangs up, and the other side sees it.
    pub async fn hang_up(&self) -> Result<()> {
        self.anna.hang_up(self.out).await?;
        self.bruno.sees(self.inn, "ended").await.map(drop)
    }
}

/// The items of a list.
pub async fn items(client: &Client, path: &str) -> Result<Vec<Value>> {
    let mut page = client.read(path).await?;
    match page["items"].take() {
        Value::Array(items) => Ok(items),
        _ => Err(Failure::new(format!("GET {path} gave no items: {page}"))),
    }
}
