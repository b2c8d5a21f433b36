//! Erasing what was deleted: after a grace time in which it could come back, all of it is gone (TEN-9).

use std::time::Duration;

use tenancy::{Actor, TenantState};
use web::Result;

use crate::Account;

/// How long what was deleted can come back.
pub const GRACE: Duration = Duration::from_secs(30 * 24 * 3600);

/// Erases the tenants and resellers whose grace time is over; answers how many. To be run every hour.
///
/// # Errors
/// What keeps the database from answering; the rest is tried again the next time.
pub async fn erase_due(account: &Account) -> Result<u32> {
    let (directory, actor) = (account.directory(), Actor::system("removal of what was deleted"));
    let (console, now) = (directory.console(), account.clock().now());
    let due = |state, erase_after: Option<kernel::Timestamp>| {
        state == TenantState::Deleting && erase_after.is_some_and(|moment| moment <= now)
    };
    let mut erased = 0;
    for tenant in console.tenants().iter().filter(|tenant| due(tenant.state, tenant.erase_after)) {
        let Some(reseller) = tenant.reseller else { continue };
        console.enter(&actor, reseller).await?.erase_tenant(&actor, tenant.id).await?;
        super::events::gone(account, tenant).await?;
        erased += 1;
    }
    for reseller in console.resellers().iter().filter(|it| due(it.state, it.erase_after)) {
        let living =
            |tenant: &tenancy::Tenant| tenant.reseller == Some(reseller.id) && tenant.id != reseller.home;
        if console.tenants().iter().any(|tenant| living(tenant)) {
            // One of them has come back: it keeps its reseller.
            continue;
        }
        console.erase_reseller(&actor, reseller.id).await?;
        super::events::reseller_gone(account, reseller.id).await?;
        erased += 1;
    }
    Ok(erased)
}
