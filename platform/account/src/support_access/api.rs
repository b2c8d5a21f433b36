//! `/support-access`: what the people of a tenant let staff do there, for how long, and who came.

use bus::{DomainEvent, Publish as _};
use kernel::Timestamp;
use kernel::id::{SupportGrantId, TenantId, UserId};
use serde::{Deserialize, Serialize};
use tenancy::{TenantKind, TenantTx};
use web::{Allow, Created, Data, Json, NoContent, Path, Result, Routes};

use super::ask::TenantAccessEvent;
use super::consent::{self, AccessLevel, GrantState, SupportAccessError, SupportGrant};
use super::{Read, Write, store};
use crate::Account;

/// A consent was asked for, given, refused or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportAccessEvent {
    /// Which.
    pub id: SupportGrantId,
}

impl DomainEvent for SupportAccessEvent {
    const NAME: &'static str = "support_access.changed";
}

/// Consent to whoever of the support above the tenant comes.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSupportGrant {
    /// How far it goes.
    access: AccessLevel,
    /// 1, 8, 24 or 168.
    #[schema(minimum = 1, maximum = 168)]
    hours: u32,
    /// What for: a ticket, a few words.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// What is given to a request; absent fields are as they were asked for.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AcceptedAccess {
    /// How far it goes.
    #[serde(default)]
    access: Option<AccessLevel>,
    /// 1, 8, 24 or 168.
    #[serde(default)]
    hours: Option<u32>,
}

/// The newest consents and requests, the newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SupportGrantList {
    /// At most 100.
    items: Vec<SupportGrant>,
}

/// Somebody of the staff came in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SupportVisit {
    /// When.
    at: Timestamp,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<UserId>,
    /// The name, as it was then.
    staff_name: String,
    /// That person's home.
    #[serde(skip_serializing_if = "Option::is_none")]
    staff_home: Option<TenantId>,
    /// The name of that home.
    staff_home_title: String,
    /// The consent used; absent: administrators above need none.
    #[serde(skip_serializing_if = "Option::is_none")]
    grant: Option<SupportGrantId>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// The newest visits, the newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SupportVisitList {
    /// At most 100.
    items: Vec<SupportVisit>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/support-access", "list_support_grants", "Lists consents to staff, and requests.", list);
    routes.post("/support-access", "create_support_grant", "Lets the support above the tenant in.", create);
    routes.get("/support-access/visits", "list_support_visits", "Lists who of the staff came in.", visits);
    routes.post("/support-access/{id}/accept", "accept_support_request", "Gives what is asked for.", accept);
    routes.post("/support-access/{id}/refuse", "refuse_support_request", "Refuses a request.", refuse);
    routes.delete("/support-access/{id}", "end_support_grant", "Ends access at once.", end);
}

async fn list(allow: Allow<Read>) -> Result<Json<SupportGrantList>> {
    Ok(Json(SupportGrantList { items: store::newest(&allow.read().await?).await? }))
}

async fn visits(allow: Allow<Read>, account: Data<Account>) -> Result<Json<SupportVisitList>> {
    let title = |home: Option<TenantId>| {
        let scope = home.and_then(|home| account.directory().envelope(home));
        scope.map(|scope| scope.facts().title.clone()).unwrap_or_default()
    };
    let items = store::visits(&allow.read().await?).await?.into_iter().map(|line| SupportVisit {
        at: line.at.into(),
        staff: line.actor_id.map(UserId),
        staff_name: line.actor_name,
        staff_home: line.actor_home.map(TenantId),
        staff_home_title: title(line.actor_home.map(TenantId)),
        grant: line.grant_id.map(SupportGrantId),
        source: line.source,
    });
    Ok(Json(SupportVisitList { items: items.collect() }))
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    body: Json<NewSupportGrant>,
) -> Result<Created<SupportGrant>> {
    own_people(&allow)?;
    if account.kind(allow.scope()) == TenantKind::Operator {
        return Err(SupportAccessError::NobodyAbove.into());
    }
    let new = body.into_inner();
    let (lasting, reason) = (consent::lasting(new.hours)?, consent::reason(&new.reason)?);
    let tx = allow.begin().await?;
    let given = SupportGrant {
        id: SupportGrantId::new(tx.now(), account.rng()),
        state: GrantState::Given,
        access: new.access,
        hours: new.hours,
        reason,
        staff: None,
        staff_home: None,
        staff_name: String::new(),
        staff_home_title: String::new(),
        created_at: tx.now(),
        decided_by: allow.person().name.clone(),
        ends_at: tx.now() + lasting,
    };
    store::insert(&tx, &given).await?;
    tx.audit(allow.audit("support_access.give").object(given.id).after(&given)).await?;
    tx.publish(SupportAccessEvent { id: given.id }).await?;
    tx.commit().await?;
    Ok(Created::at(&given.id, given.clone()))
}

async fn accept(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<SupportGrantId>,
    body: Json<AcceptedAccess>,
) -> Result<Json<SupportGrant>> {
    let tx = allow.begin().await?;
    let asked = decidable(&allow, store::get(&tx, id.0).await?, GrantState::Asked)?;
    let hours = body.0.hours.unwrap_or(asked.hours);
    let given = SupportGrant {
        state: GrantState::Given,
        // Less than was asked for may be given, and not more.
        access: body.0.access.unwrap_or(asked.access).min(asked.access),
        hours,
        decided_by: allow.person().name.clone(),
        ends_at: tx.now() + consent::lasting(hours)?,
        ..asked.clone()
    };
    store::decide(&tx, GrantState::Asked, &given).await?;
    tx.audit(allow.audit("support_access.give").object(given.id).before(&asked).after(&given)).await?;
    tell(&account, tx, &given).await?;
    Ok(Json(given))
}

async fn refuse(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<SupportGrantId>,
) -> Result<Json<SupportGrant>> {
    let tx = allow.begin().await?;
    let asked = decidable(&allow, store::get(&tx, id.0).await?, GrantState::Asked)?;
    let decided_by = allow.person().name.clone();
    let refused = SupportGrant { state: GrantState::Refused, decided_by, ends_at: tx.now(), ..asked.clone() };
    store::decide(&tx, GrantState::Asked, &refused).await?;
    tx.audit(allow.audit("support_access.refuse").object(refused.id).before(&asked).after(&refused)).await?;
    tell(&account, tx, &refused).await?;
    Ok(Json(refused))
}

async fn end(allow: Allow<Write>, account: Data<Account>, id: Path<SupportGrantId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let given = decidable(&allow, store::get(&tx, id.0).await?, GrantState::Given)?;
    let decided_by = allow.person().name.clone();
    let ended = SupportGrant { state: GrantState::Ended, decided_by, ends_at: tx.now(), ..given.clone() };
    store::decide(&tx, GrantState::Given, &ended).await?;
    tx.audit(allow.audit("support_access.end").object(ended.id).before(&given).after(&ended)).await?;
    tell(&account, tx, &ended).await?;
    Ok(NoContent)
}

/// Commits what was decided; the tenant hears of it, and the home of who asked.
async fn tell(account: &Account, mut tx: TenantTx, grant: &SupportGrant) -> Result<()> {
    tx.publish(SupportAccessEvent { id: grant.id }).await?;
    let (tenant, home) = (tx.tenant(), grant.staff_home);
    if let Some(home) = home.and_then(|home| account.directory().envelope(home)) {
        tx.turn(&home).await?;
        tx.publish(TenantAccessEvent { id: tenant }).await?;
    }
    Ok(tx.commit().await?)
}

/// The consent, if whoever asks decides here and it stands in this state. It was looked up before: of a stranger's nobody
/// learns more than that there is none.
fn decidable(
    allow: &Allow<Write>,
    grant: SupportGrant,
    state: GrantState,
) -> Result<SupportGrant, SupportAccessError> {
    own_people(allow)?;
    if grant.state == state { Ok(grant) } else { Err(SupportAccessError::Decided) }
}

/// Invariant: staff never consents for a tenant, however high it stands.
fn own_people(allow: &Allow<Write>) -> Result<(), SupportAccessError> {
    if allow.tenant() == allow.home().tenant() { Ok(()) } else { Err(SupportAccessError::OwnPeople) }
}
