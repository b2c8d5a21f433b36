//! Who hears of a change of a tenant or reseller: those above it by a durable event, its own people by a live one.

use bus::{Bus, DomainEvent, LiveEvent, Publish as _};
use kernel::id::{ResellerId, TenantId};
use serde::{Deserialize, Serialize};
use tenancy::{Tenant, TenantScope, TenantTx};
use web::Result;

use crate::{Account, plans};

/// A tenant below was created, changed or erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantEvent {
    /// Which.
    pub id: TenantId,
}

impl DomainEvent for TenantEvent {
    const NAME: &'static str = "tenants.changed";
}

/// A reseller was created, changed or erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResellerEvent {
    /// Which.
    pub id: ResellerId,
}

impl DomainEvent for ResellerEvent {
    const NAME: &'static str = "resellers.changed";
}

/// What the people of a tenant hear when its name, state or limits are others: they ask again who they are.
const PLACE: &str = "place.changed";

/// Writes the events for those above a tenant into the transaction that changes it.
pub(crate) async fn told(account: &Account, tx: &mut TenantTx, id: TenantId) -> Result<()> {
    let below = tx.scope().clone();
    let above = plans::home_of(account, &below.facts());
    for home in above.iter().chain([account.directory().console().home()]) {
        tx.turn(home).await?;
        tx.publish(TenantEvent { id }).await?;
    }
    Ok(tx.turn(&below).await?)
}

/// Tells the people of a tenant, once its change is committed.
pub(crate) fn felt(bus: &Bus, scope: &TenantScope) {
    bus.live.publish_with(scope, || LiveEvent::new(PLACE, &serde_json::json!({"id": scope.tenant()})));
}

/// Tells those above that an erased tenant is gone.
pub(super) async fn gone(account: &Account, tenant: &Tenant) -> Result<()> {
    let above = plans::home_of(account, tenant);
    for home in above.iter().chain([account.directory().console().home()]) {
        let tx = home.begin().await?;
        tx.publish(TenantEvent { id: tenant.id }).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Tells the operator that an erased reseller is gone.
pub(super) async fn reseller_gone(account: &Account, id: ResellerId) -> Result<()> {
    let tx = account.directory().console().home().begin().await?;
    tx.publish(ResellerEvent { id }).await?;
    Ok(tx.commit().await?)
}
