//! What a slice says about its section of a blueprint: how to read, list, create, change and delete its items.

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tenancy::{Actor, TenantTx};
use web::Problem;

use super::watch::Watch;
use crate::Env;

/// What a section works with: the transaction of the whole apply, and the doors.
pub struct Door<'a> {
    /// The one transaction; the engine commits it, or rolls it back for a plan.
    pub tx: &'a TenantTx,
    /// The doors.
    pub env: &'a Env,
    /// Who applies, for the audit lines that the slice's store writes.
    pub actor: &'a Actor,
    /// Who hears of the steps, and is given what is drawn.
    pub watch: &'a Watch,
}

/// What a section answers.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// One section of a blueprint: `[[extensions]]`, one table per item, in the shape of the REST body.
///
/// Declarative: what the section lists is what exists. An item in the file and not in the tenant is created,
/// one that differs is changed, one that the file does not list is deleted. A section that the file does not
/// name at all is left alone.
#[async_trait]
pub trait Section: Send + Sync + 'static {
    /// One item. `#[serde(deny_unknown_fields)]` makes typing errors visible; fields that may be left out have
    /// `#[serde(default)]`.
    type Item: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;

    /// The TOML key; by default the slice's name is given in [`Feature::blueprint`](crate::Feature::blueprint).
    const NAME: &'static str;
    /// Sections are applied from low to high and deleted from high to low: what others refer to comes early.
    const ORDER: u16;
    /// Whether a tenant has at most one item, written as `[name]` instead of `[[name]]`.
    const SINGLE: bool = false;

    /// The natural key of an item, unique in the tenant: user name, extension number.
    fn key(&self, item: &Self::Item) -> String;

    /// All items of the tenant, in a stable order, complete with what [`Section::hide`] takes out.
    async fn list(&self, door: &Door<'_>) -> Result<Vec<Self::Item>>;

    /// Creates an item.
    async fn create(&self, door: &Door<'_>, item: &Self::Item) -> Result<()>;

    /// Changes the item of this key into `wanted`.
    async fn change(&self, door: &Door<'_>, present: &Self::Item, wanted: &Self::Item) -> Result<()>;

    /// Deletes an item.
    async fn delete(&self, door: &Door<'_>, item: &Self::Item) -> Result<()>;

    /// Fills in what the file may leave out and the tenant has: a secret that was not written down, an id.
    /// Called before `wanted` is compared with `present`; items equal after it are not touched.
    fn settle(&self, wanted: &mut Self::Item, present: &Self::Item) {
        let _ = (wanted, present);
    }

    /// Takes the secrets out of an item to be exported, and names the fields it emptied.
    fn hide(&self, item: &mut Self::Item) -> Vec<&'static str> {
        let _ = item;
        Vec::new()
    }
}
