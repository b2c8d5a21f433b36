//! What the list of endpoints shows and finds that other rows say: internal numbers and the owner's name.
//!
//! Both stand in the endpoint's own row, so that the list is one query with an index for each order. Numbers are
//! written in the transaction that changes them; the owner's name follows the owner's change.

use std::sync::Arc;

use bus::Handler;
use feature::{UserEvent, Users};
use kernel::id::{EndpointId, UserId};
use kernel::text::fold;
use tenancy::TenantTx;
use web::Result;

use crate::endpoints::store::{self as endpoints, Overview};
use crate::extensions::store as extensions;

/// Writes the numbers of an endpoint, and what searches look through, into its row.
pub async fn renumbered(tx: &TenantTx, endpoint: EndpointId) -> tenancy::Result<()> {
    let Some(row) = endpoints::find(tx, endpoint).await? else { return Ok(()) };
    let owner_name = row.owner_name.clone();
    write(tx, row, owner_name).await
}

/// The same with the owner's name, asked for anew.
pub async fn refreshed(tx: &TenantTx, users: &dyn Users, endpoint: EndpointId) -> Result<()> {
    let Some(row) = endpoints::find(tx, endpoint).await? else { return Ok(()) };
    let owner_name = match row.owner_id {
        Some(owner) => users.shown_name(tx, UserId(owner)).await?.unwrap_or_default(),
        None => String::new(),
    };
    Ok(write(tx, row, owner_name).await?)
}

async fn write(tx: &TenantTx, row: endpoints::Model, owner_name: String) -> tenancy::Result<()> {
    let numbers = extensions::numbers_of(tx, EndpointId(row.id)).await?;
    let all = numbers.join(" ");
    let search = fold(&[row.name.as_str(), &row.terminal_user, &all, &owner_name].join(" "));
    let number = numbers.into_iter().next().unwrap_or_default();
    endpoints::write_overview(tx, EndpointId(row.id), Overview { number, owner_name, search }).await
}

/// Follows the names of owners.
pub fn owners_followed(users: Arc<dyn Users>) -> Handler {
    Handler::on("endpoints.owners", move |delivery: bus::Delivery<UserEvent>| {
        let users = Arc::clone(&users);
        async move {
            let owned = endpoints::of_owner(&delivery.scope.read().await?, delivery.event.id).await?;
            if owned.is_empty() {
                return Ok(());
            }
            let tx = delivery.scope.begin().await?;
            for endpoint in owned {
                let done = refreshed(&tx, &*users, endpoint.id).await;
                done.map_err(|problem| bus::HandlerError::from(problem.to_string()))?;
            }
            Ok(tx.commit().await?)
        }
    })
}
