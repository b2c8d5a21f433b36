//! Counting what tenants use; lists of many tenants take figures that are a few seconds old.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use feature::Env;
use futures_util::future::try_join_all;
use kernel::id::TenantId;
use tenancy::{Tenant, TenantScope};
use web::Result;

use super::Used;
use crate::Account;

/// So long a figure serves in lists.
const RECENT: Duration = Duration::from_secs(10);
/// Tenants counted at one time.
const TOGETHER: usize = 8;

/// Figures and when they were counted.
#[derive(Default)]
pub(crate) struct Book(Mutex<HashMap<TenantId, (Instant, Rows)>>);

/// What the rows of a tenant come to.
#[derive(Debug, Clone, Copy, Default)]
struct Rows {
    users: u64,
    endpoints: u64,
}

/// What a tenant uses at this moment.
pub(crate) async fn fresh(account: &Account, env: &Env, scope: &TenantScope) -> Result<Used> {
    let tx = scope.read().await?;
    let mut rows = Rows::default();
    for counter in account.counters() {
        let count = counter.count(&tx).await?;
        match counter.limit() {
            "users" => rows.users = count,
            "endpoints" => rows.endpoints = count,
            _ => {}
        }
    }
    let now = account.clock().instant();
    let mut book = account.book().0.lock().unwrap_or_else(PoisonError::into_inner);
    book.retain(|_, (counted, _)| now.saturating_duration_since(*counted) < RECENT);
    book.insert(scope.tenant(), (now, rows));
    drop(book);
    Ok(with_calls(env, scope.tenant(), rows))
}

/// What these tenants use, a few seconds ago at most.
pub(crate) async fn recent(
    account: &Account,
    env: &Env,
    tenants: impl IntoIterator<Item = TenantId>,
) -> Result<HashMap<TenantId, Used>> {
    let now = account.clock().instant();
    let (mut all, mut missing) = (HashMap::new(), Vec::new());
    for tenant in tenants {
        let book = account.book().0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = book.get(&tenant).filter(|(at, _)| now.saturating_duration_since(*at) < RECENT);
        match known {
            Some((_, rows)) => drop(all.insert(tenant, with_calls(env, tenant, *rows))),
            None => missing.extend(account.directory().envelope(tenant)),
        }
    }
    for group in missing.chunks(TOGETHER) {
        let counted = try_join_all(group.iter().map(|scope| fresh(account, env, scope))).await?;
        all.extend(group.iter().map(TenantScope::tenant).zip(counted));
    }
    Ok(all)
}

fn with_calls(env: &Env, tenant: TenantId, rows: Rows) -> Used {
    let figure = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Used {
        users: rows.users,
        endpoints: rows.endpoints,
        concurrent_calls: figure(env.switch.active_count(tenant)),
        peak_calls: figure(env.switch.peak(tenant, env.clock.now())),
    }
}

/// What these tenants use together.
pub(crate) fn sum<'a>(used: &HashMap<TenantId, Used>, tenants: impl IntoIterator<Item = &'a Tenant>) -> Used {
    let mut total = Used::default();
    for used in tenants.into_iter().filter_map(|tenant| used.get(&tenant.id)) {
        total.users += used.users;
        total.endpoints += used.endpoints;
        total.concurrent_calls += used.concurrent_calls;
        total.peak_calls += used.peak_calls;
    }
    total
}
