//! Reads everything of a tenant that routing depends on, in one read transaction.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::id::EndpointId;
use tenancy::{TenantScope, TenantState, TenantTx};

use super::compile::{self, Numbering, Rows, Terms};
use super::table::{Endpoint, Table};
use crate::trunks::store::Opened as OpenedTrunk;

/// Endpoints read and hashed at a time: milliseconds, after which other work gets its turn.
const PIECE: u64 = 500;

/// Reads and compiles a tenant; endpoints that are as they were stay the same value as in `before`.
///
/// # Errors
/// When the database is away.
pub async fn read(
    scope: &TenantScope,
    realm: &str,
    before: Option<&Table>,
) -> tenancy::Result<(Table, Vec<OpenedTrunk>)> {
    let facts = scope.facts();
    let tx = scope.read().await?;
    let rows = Rows {
        country: facts.country.clone(),
        suspended: scope.state() != TenantState::Active,
        dial_plan: crate::dial_plan::store::get(&tx).await?,
        extensions: crate::extensions::store::all(&tx).await?,
        numbers: crate::numbers::store::all(&tx).await?,
        trunks: crate::trunks::store::all_opened(&tx).await?,
        routes: crate::outbound_routes::store::all(&tx).await?,
    };
    let numbering = Numbering::of(&rows.extensions, &rows.numbers);
    let terms = Terms { realm, most_devices: facts.limits.devices_per_endpoint };
    let endpoints = read_endpoints(&tx, &terms, &numbering, before).await?;
    tx.rollback().await?;
    let trunks = rows.trunks.clone();
    Ok((compile::table(rows, numbering, endpoints), trunks))
}

async fn read_endpoints(
    tx: &TenantTx,
    terms: &Terms<'_>,
    numbering: &Numbering,
    before: Option<&Table>,
) -> tenancy::Result<HashMap<EndpointId, Arc<Endpoint>>> {
    let mut endpoints = HashMap::with_capacity(before.map_or(0, |table| table.endpoints.len()));
    let mut after = None;
    loop {
        let piece = crate::endpoints::store::opened_after(tx, after, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = Some(last.endpoint.id);
        for endpoint in piece.into_iter().filter_map(|opened| compile::endpoint(opened, terms, numbering)) {
            let known = before.and_then(|table| table.endpoints.get(&endpoint.id));
            let same = known.filter(|known| ***known == endpoint).cloned();
            endpoints.insert(endpoint.id, same.unwrap_or_else(|| Arc::new(endpoint)));
        }
        tokio::task::yield_now().await;
    }
    endpoints.shrink_to_fit();
    Ok(endpoints)
}
