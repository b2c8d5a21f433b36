//! A desk phone asks for a file.

use bus::Publish as _;
use feature::Env;
use kernel::id::DeskPhoneId;
use tenancy::{KeyKind, TenantState};
use web::{Client, Problem, Result};

use super::super::fault::ProvisioningFault;
use super::super::files::{self, File};
use super::super::vendor::{Vendor, Wanted};
use super::super::{DeskPhoneChanged, token};
use super::phone::{Fetch, Outcome};
use super::store;
use super::view::Surroundings;
use crate::Telephony;
use crate::change::Change;

/// The longest file name that is kept.
const MAX_FILE: usize = 80;

/// A request.
pub struct Fetching<'a> {
    /// What stands behind `/provision/`.
    pub token: &'a str,
    /// The file's name.
    pub file: &'a str,
    /// Who asks.
    pub client: &'a Client,
}

/// The file that a phone asks for.
///
/// # Errors
/// 404 for an unknown token, and for files that are not this phone's.
pub async fn fetch(env: &Env, telephony: &Telephony, asked: Fetching<'_>) -> Result<File> {
    let url = telephony.provisioning().url()?;
    let found = env.directory.find(KeyKind::ProvisioningToken, &token::hash(asked.token));
    let found = found.ok_or_else(Problem::not_found)?;
    if env.directory.tenant(&found.scope).state == TenantState::Deleting {
        return Err(Problem::not_found());
    }
    let tx = found.scope.begin().await?;
    let id = DeskPhoneId(found.subject);
    let row = store::get(&tx, id).await?.ok_or_else(Problem::not_found)?;
    let surroundings = Surroundings::of(&tx, (env, telephony), std::slice::from_ref(&row)).await?;
    let wanted = Vendor::of(&row.vendor).zip(row.mac.parse().ok());
    let wanted = wanted.and_then(|(vendor, mac)| vendor.wanted(mac, asked.file));
    let profile = wanted.map(|wanted| (wanted, surroundings.profile(&row, url.folder(asked.token))));
    let (outcome, made) = match profile {
        None => (Outcome::NoSuchFile, None),
        Some((_, None)) => (Outcome::NoLine, None),
        Some((wanted, Some(profile))) => (Outcome::Served, Some((wanted, files::write(&profile, wanted)))),
    };
    let agent = asked.client.agent.clone();
    let fetch = Fetch {
        at: tx.now(),
        address: asked.client.address.to_canonical().to_string(),
        agent: (!agent.is_empty()).then_some(agent),
        file: asked.file.chars().filter(|c| !c.is_control()).take(MAX_FILE).collect(),
        outcome,
    };
    if outcome == Outcome::NoSuchFile && row.served_at.is_some() {
        // After its configuration a phone asks for directories, logos and more; what it got is worth more to know.
        return Err(Problem::not_found());
    }
    let whole = made.as_ref().is_some_and(|(wanted, _)| *wanted == Wanted::Configuration);
    let print = whole.then(|| surroundings.print(&row)).flatten();
    store::fetched(&tx, id, &fetch, print.as_deref()).await?;
    tx.publish(DeskPhoneChanged { id, change: Change::Updated }).await?;
    tx.commit().await?;
    match (outcome, made) {
        (_, Some((_, file))) => Ok(file),
        (Outcome::NoLine, None) => Err(ProvisioningFault::NoLine.into()),
        _ => Err(Problem::not_found()),
    }
}
