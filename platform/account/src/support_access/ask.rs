//! `/tenants/{id}/support-access`: how staff stands with a tenant below, and asking it for access.

use bus::{DomainEvent, Publish as _};
use kernel::id::{SupportGrantId, TenantId};
use serde::{Deserialize, Serialize};
use web::{Allow, Created, Data, Json, Path, Result, Routes};

use super::api::SupportAccessEvent;
use super::consent::{self, AccessLevel, GrantState, LAPSE, SupportAccessError, SupportGrant};
use super::{Enter, Look, reach, store};
use crate::Account;
use crate::tenants;

/// How staff stands with a tenant below has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantAccessEvent {
    /// Which tenant.
    pub id: TenantId,
}

impl DomainEvent for TenantAccessEvent {
    const NAME: &'static str = "tenant_access.changed";
}

/// A request for access.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSupportRequest {
    /// How far it goes.
    access: AccessLevel,
    /// 1, 8, 24 or 168.
    #[schema(minimum = 1, maximum = 168)]
    hours: u32,
    /// What for: a ticket, a few words.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// How whoever asks may come into a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum AccessWay {
    /// Without being asked, as an administrator above it.
    Free,
    /// Only while the tenant consents.
    Consent,
    /// Not at all.
    Never,
}

/// How whoever asks stands with a tenant below.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct TenantAccess {
    /// How one may come in.
    way: AccessWay,
    /// How far one's role goes where the tenant consents.
    most: AccessLevel,
    /// The tenant's title.
    title: String,
    /// The consent that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<SupportGrant>,
    /// The own request that waits for an answer, or the last one and what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<SupportGrant>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/tenants/{id}/support-access",
        "get_tenant_access",
        "Shows how whoever asks may come into a tenant below.",
        show,
    );
    routes.post(
        "/tenants/{id}/support-access",
        "request_tenant_access",
        "Asks a tenant below for access; its administrators see it at once.",
        ask,
    );
}

async fn show(
    allow: Allow<tenants::Read>,
    account: Data<Account>,
    id: Path<TenantId>,
) -> Result<Json<TenantAccess>> {
    let scope = reach::below(&account, allow.scope(), id.0)?;
    let whose = (allow.home().tenant(), allow.person().user);
    let way = match (allow.also::<Enter>(), allow.also::<Look>()) {
        (true, _) => AccessWay::Free,
        (false, true) => AccessWay::Consent,
        (false, false) => AccessWay::Never,
    };
    let tx = scope.read().await?;
    let most = reach::most(&allow.person().grants);
    let given = store::standing(&tx, GrantState::Given, whose).await?;
    let given = given.into_iter().max_by_key(|grant| (grant.access.min(most), grant.ends_at));
    let request = store::last_answer(&tx, whose).await?;
    Ok(Json(TenantAccess { way, most, title: scope.facts().title.clone(), given, request }))
}

async fn ask(
    allow: Allow<Look>,
    account: Data<Account>,
    id: Path<TenantId>,
    body: Json<NewSupportRequest>,
) -> Result<Created<SupportGrant>> {
    let scope = reach::below(&account, allow.scope(), id.0)?;
    let new = body.into_inner();
    let reason = consent::reason(&new.reason)?;
    consent::lasting(new.hours)?;
    if new.access > reach::most(&allow.person().grants) {
        return Err(SupportAccessError::TooMuch.into());
    }
    let (home, user) = (allow.home().tenant(), allow.person().user);
    let tx = scope.begin().await?;
    let waiting = store::standing(&tx, GrantState::Asked, (home, user)).await?;
    if !waiting.is_empty() {
        return Err(SupportAccessError::Asked.into());
    }
    let asked = SupportGrant {
        id: SupportGrantId::new(tx.now(), account.rng()),
        state: GrantState::Asked,
        access: new.access,
        hours: new.hours,
        reason,
        staff: Some(user),
        staff_home: Some(home),
        staff_name: allow.person().name.clone(),
        staff_home_title: allow.home().facts().title.clone(),
        created_at: tx.now(),
        decided_by: String::new(),
        ends_at: tx.now() + LAPSE,
    };
    store::insert(&tx, &asked).await?;
    tx.audit(allow.audit("support_access.ask").object(asked.id).after(&asked)).await?;
    tx.publish(SupportAccessEvent { id: asked.id }).await?;
    tx.commit().await?;
    Ok(Created::at(&asked.id, asked.clone()))
}
