//! Admission, before a handler sees anything: who asks, whether the permission is held, and where the work is.

use std::str::FromStr as _;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpMessage as _, HttpRequest};
use bus::{NoteSecurity as _, SecurityEvent, SecurityKind};
use kernel::Timestamp;
use kernel::id::{SupportGrantId, TenantId};
use tenancy::{Actor, ActorKind, OperatorScope, ResellerScope, TenantScope, TenantState};

use crate::client::{self, Client};
use crate::cookie::Credential;
use crate::{Arriving, Gate, Level, Net, PermissionFacts, Person, Problem, Proof, Reach, SignedIn};

/// The header by which staff steps down into a tenant.
pub const TENANT_HEADER: &str = "Conmuta-Tenant";

/// The heights above tenants that staff stands on.
#[derive(Clone)]
pub enum Staff {
    /// The operator: all resellers are below.
    Operator(OperatorScope),
    /// A reseller: its tenants are below.
    Reseller(ResellerScope),
}

/// The result of an admission, kept with the request for the guards of its handler.
pub(crate) struct Admitted {
    pub(crate) permission: PermissionFacts,
    pub(crate) person: Person,
    pub(crate) home: TenantScope,
    pub(crate) scope: TenantScope,
    pub(crate) staff: Option<Staff>,
    pub(crate) client: Client,
    pub(crate) actor: Actor,
    /// When the consent ends by which the person is in this tenant.
    pub(crate) until: Option<Timestamp>,
}

/// The tenant that an admitted request works in, for log lines.
pub(crate) fn tenant_of(request: &HttpRequest) -> Option<TenantId> {
    request.extensions().get::<Arc<Admitted>>().map(|admitted| admitted.scope.tenant())
}

/// Lets a request in or says why not; anybody may pass where no permission is needed.
///
/// # Errors
/// 403 from another site's page, 429 beyond the budget, 401 without a live session, 403 without the
/// permission, 404 for a tenant that is not below the person's own.
pub(crate) async fn admit(request: &HttpRequest, need: Option<PermissionFacts>) -> Result<(), Problem> {
    let gate = Gate::of(request).ok_or_else(|| Problem::internal("the application has no gate"))?;
    let client = Client::of(request);
    // No page of another site can make a browser send this header.
    if token(request).is_none() {
        client::same_site(request, &client)?;
    }
    let Some(permission) = need else {
        return within(gate.addresses.take(
            Net::of(client.address),
            gate.config.anonymous_per_minute,
            gate.clock.instant(),
        ));
    };
    let (home, mut person) = match known(&gate, request, &client).await? {
        Some(found) => found,
        None => {
            within(gate.addresses.take(
                Net::of(client.address),
                gate.config.anonymous_per_minute,
                gate.clock.instant(),
            ))?;
            return Err(unknown(request));
        }
    };
    let rate = gate.directory.tenant(&home).limits.api_per_minute.unwrap_or(gate.config.tenant_per_minute);
    within(gate.tenants.take(home.tenant(), rate, gate.clock.instant()))?;
    let other = other_tenant(request, &home).filter(|_| !person.grants.is_confined());
    let consent = match other {
        Some(Some(tenant)) => consented(gate.authority.reach(&home, &person, tenant).await?),
        _ => None,
    };
    if let Some(consent) = &consent {
        person.grants = person.grants.visiting(&consent.grants);
    }
    if !person.grants.allow(&permission) {
        return Err(if person.grants.is_confined() { confined() } else { forbidden(permission) });
    }
    // Who one is and signing out stay, so that the pages can say what has happened.
    let arrives =
        [PermissionFacts::of::<SignedIn>(), PermissionFacts::of::<Arriving>()].contains(&permission);
    if home.state() == TenantState::Suspended && !arrives {
        return Err(suspended());
    }
    let actor = actor(&person, &home, &client, consent.as_ref().map(|consent| consent.grant));
    let scope = match other {
        None => home.clone(),
        Some(named) => enter(&gate, &home, &actor, named.ok_or_else(Problem::not_found)?).await?,
    };
    let staff = staff(&gate, &scope, permission)?;
    let until = consent.map(|consent| consent.until);
    let admitted = Admitted { permission, person, home, scope, staff, client, actor, until };
    request.extensions_mut().insert(Arc::new(admitted));
    Ok(())
}

/// Lets somebody unknown ask outside of the API, within the budget of the address.
///
/// # Errors
/// 429 beyond the budget.
pub fn stranger(request: &HttpRequest) -> Result<Client, Problem> {
    let gate = Gate::of(request).ok_or_else(|| Problem::internal("the application has no gate"))?;
    let client = Client::of(request);
    let (net, rate) = (Net::of(client.address), gate.config.anonymous_per_minute);
    within(gate.addresses.take(net, rate, gate.clock.instant()))?;
    Ok(client)
}

fn actor(person: &Person, home: &TenantScope, client: &Client, grant: Option<SupportGrantId>) -> Actor {
    let (kind, id) = match person.proof {
        Proof::Session(_) => (ActorKind::Person, person.user.uuid()),
        Proof::Key(key) => (ActorKind::Key, key.uuid()),
    };
    let (name, home) = (person.name.clone(), Some(home.tenant()));
    Actor { kind, id: Some(id), name, home, grant, source: Some(client.address) }
}

/// What the request shows as `Authorization: Bearer …`; empty where the header says something else. A request that has
/// the header is never taken for what its cookie says.
fn token(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().unwrap_or_default();
    let (scheme, token) = value.split_once(' ').unwrap_or_default();
    Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
}

/// The person or key behind the request.
pub(crate) async fn known(
    gate: &Gate,
    request: &HttpRequest,
    client: &Client,
) -> Result<Option<(TenantScope, Person)>, Problem> {
    if let Some(token) = token(request) {
        let found = gate.authority.bearer(token, client).await?;
        return Ok(found.filter(|(home, _)| gate.directory.tenant(home).state != TenantState::Deleting));
    }
    let Some(credential) = Credential::of(request) else { return Ok(None) };
    let Some(home) = gate.directory.session(credential.tenant) else { return Ok(None) };
    if home.state() == TenantState::Deleting {
        return Ok(None);
    }
    let person = gate.authority.person(&home, &credential, client).await?;
    Ok(person.map(|person| (home, person)))
}

fn within(taken: Result<(), std::time::Duration>) -> Result<(), Problem> {
    taken.map_err(|wait| {
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "http.too_many", "too many requests; wait a little")
            .retry_after(wait.as_secs().max(1))
    })
}

/// Nothing tells an unknown key from one that has expired or is shown from elsewhere.
fn unknown(request: &HttpRequest) -> Problem {
    if token(request).is_none() {
        return Problem::unauthenticated();
    }
    let detail =
        "this key opens nothing from here; whoever manages the keys sees its state, expiry and addresses";
    Problem::new(StatusCode::UNAUTHORIZED, "api_keys.refused", detail)
}

fn confined() -> Problem {
    let detail = "set up a second factor first: the organisation demands one";
    Problem::new(StatusCode::FORBIDDEN, "session.second_factor_needed", detail)
}

fn suspended() -> Problem {
    let detail = "this organisation is suspended; its provider can say why";
    Problem::new(StatusCode::FORBIDDEN, "tenants.suspended", detail)
}

fn forbidden(permission: PermissionFacts) -> Problem {
    let detail = format!("this needs the permission {}", permission.name);
    Problem::new(StatusCode::FORBIDDEN, "http.forbidden", detail)
}

/// A browser cannot set headers on a WebSocket: there the query names the tenant.
fn named_tenant(request: &HttpRequest) -> Option<String> {
    if let Some(value) = request.headers().get(TENANT_HEADER) {
        return Some(String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    let upgrade = request.headers().contains_key(actix_web::http::header::UPGRADE);
    let query = || form_urlencoded::parse(request.query_string().as_bytes());
    upgrade.then(|| query().find(|(name, _)| name == "tenant").map(|(_, value)| value.into_owned())).flatten()
}

/// The tenant that is named beside the own one; inside, none where the name is no id.
fn other_tenant(request: &HttpRequest, home: &TenantScope) -> Option<Option<TenantId>> {
    let named = named_tenant(request).map(|text| TenantId::from_str(&text).ok())?;
    (named != Some(home.tenant())).then_some(named)
}

fn consented(reach: Reach) -> Option<crate::Consent> {
    match reach {
        Reach::AsAtHome => None,
        Reach::Consented(consent) => Some(consent),
    }
}

/// What the person behind a request may do now in the tenant that it names.
///
/// # Errors
/// As for [`admit`].
pub(crate) async fn still(
    gate: &Gate,
    request: &HttpRequest,
    client: &Client,
) -> Result<Option<Person>, Problem> {
    let Some((home, mut person)) = known(gate, request, client).await? else { return Ok(None) };
    if let Some(Some(tenant)) = other_tenant(request, &home)
        && let Some(consent) = consented(gate.authority.reach(&home, &person, tenant).await?)
    {
        person.grants = person.grants.visiting(&consent.grants);
    }
    Ok(Some(person))
}

/// Steps down into a tenant that is below.
async fn enter(
    gate: &Gate,
    home: &TenantScope,
    actor: &Actor,
    tenant: TenantId,
) -> Result<TenantScope, Problem> {
    let entered = if let Some(operator) = gate.directory.operator(home) {
        operator.enter_tenant(actor, tenant).await.map_err(Problem::from)
    } else if let Some(reseller) = gate.directory.reseller(home) {
        reseller.enter(actor, tenant).await.map_err(Problem::from)
    } else {
        Err(Problem::not_found())
    };
    if entered.as_ref().is_err_and(|problem| problem.status() == StatusCode::NOT_FOUND) {
        let mut event = SecurityEvent::new(SecurityKind::ForeignTenant).account(&actor.name);
        event.source = actor.source;
        home.note_security(event);
    }
    entered
}

fn staff(gate: &Gate, scope: &TenantScope, permission: PermissionFacts) -> Result<Option<Staff>, Problem> {
    let operator = || gate.directory.operator(scope).map(Staff::Operator);
    let reseller = || gate.directory.reseller(scope).map(Staff::Reseller);
    let found = match permission.level {
        Level::Tenant => return Ok(None),
        Level::Reseller => operator().or_else(reseller),
        Level::Operator => operator(),
    };
    found.map(Some).ok_or_else(|| forbidden(permission))
}
