//! REST resource `/endpoints/{id}/setup-links`, and the two operations behind a link's own page.

use std::time::Duration;

use feature::Env;
use kernel::id::{EndpointId, SetupLinkId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Allow, Client, Created, Data, Json, NoContent, Page, Path, Problem, Result, Routes};

use super::super::{Link, SetupLinkChanged, Write, token};
use super::link::{Account, Door, LinkState, MadeSetupLink, NewSetupLink, Offer, SetupLink, Token};
use super::open::{self, Opening};
use super::{How, qr, store};
use crate::Telephony;
use crate::change::{self, Change, States};
use crate::endpoints::{self, Endpoint};
use crate::provisioning::fault::ProvisioningFault;

/// How many links of an endpoint may wait to be opened.
const MOST_OPEN: usize = 10;

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get(
        "/provisioning",
        "get_provisioning",
        "Tells at which address phones are set up, whether that address is fit for it, and where phones register.",
        place,
    );
    routes.get(
        "/endpoints/{id}/setup-links",
        "list_setup_links",
        "Lists the one-time links of an endpoint, the latest first.",
        list,
    );
    routes.post(
        "/endpoints/{id}/setup-links",
        "create_setup_link",
        "Makes a one-time link that sets up a softphone, and shows its address once.",
        create,
    );
    routes.delete(
        "/endpoints/{id}/setup-links/{link}",
        "revoke_setup_link",
        "Cancels a link that is still open.",
        revoke,
    );
    routes.post("/setup/look", "look_at_setup_link", "Tells what a link sets up, without using it.", look);
    routes.post("/setup/open", "open_setup_link", "Opens a link, once, and shows its SIP account.", open_it);
}

/// Where phones are set up, and where they register.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProvisioningPlace)]
pub struct Place {
    /// The public address; none where the installation does not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether links can be made; else `reason` is the code of the refusal.
    pub ready: bool,
    /// Why not: `provisioning.no_https`, `provisioning.no_address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The SIP server that phones register at.
    pub server: String,
    /// Its transports, the one to be preferred first.
    pub transports: Vec<Door>,
}

async fn place(_: Allow<Link>, env: Data<Env>, telephony: Data<Telephony>) -> Result<Json<Place>> {
    let config = telephony.provisioning();
    let reason = config.url().err().map(|fault| kernel::Fault::code(&fault).to_owned());
    let (server, transports) = open::where_phones_register(&env, &telephony);
    Ok(Json(Place {
        address: config.public_url.clone(),
        ready: reason.is_none(),
        reason,
        server,
        transports,
    }))
}

/// The endpoint, where it is the caller's own or the caller may set up all.
async fn reachable(allow: &Allow<Link>, tx: &tenancy::TenantTx, id: EndpointId) -> Result<Endpoint> {
    let endpoint = endpoints::store::get(tx, id).await?;
    let own = endpoint.owner == Some(allow.person().user);
    if own || allow.also::<Write>() { Ok(endpoint) } else { Err(Problem::not_found()) }
}

async fn list(allow: Allow<Link>, Path(id): Path<EndpointId>) -> Result<Json<Page<SetupLink>>> {
    let tx = allow.read().await?;
    reachable(&allow, &tx, id).await?;
    Ok(Json(Page { items: store::of(&tx, id).await?, next: None, total: None }))
}

async fn create(
    allow: Allow<Link>,
    telephony: Data<Telephony>,
    Path(id): Path<EndpointId>,
    Json(new): Json<NewSetupLink>,
) -> Result<Created<MadeSetupLink>> {
    let url = telephony.provisioning().url()?;
    let lives = Duration::from_secs(new.lives_secs()?);
    let tx = allow.begin().await?;
    let endpoint = reachable(&allow, &tx, id).await?;
    let open = store::of(&tx, id).await?.iter().filter(|link| link.state == LinkState::Open).count();
    if open >= MOST_OPEN {
        return Err(ProvisioningFault::Links(open).into());
    }
    let token = token::draw(&**allow.scope().rng());
    let new = store::New {
        endpoint: endpoint.id,
        hash: &token::hash(&token),
        password: new.password,
        made_by: &allow.person().name,
        expires_at: tx.now() + lives,
    };
    let link = store::insert(&tx, new).await?;
    let event = SetupLinkChanged { id: link.id, change: Change::Created };
    let states = States { before: None, after: Some(&link) };
    change::record(&tx, allow.actor(), "provisioning.create_link", link.id, states, event).await?;
    tx.commit().await?;
    let url = url.below(&format!("/p/{token}"));
    let made = MadeSetupLink { qr: qr::svg(&url), url, link };
    let id = made.link.id;
    Ok(Created::at(&id, made))
}

async fn revoke(allow: Allow<Link>, Path((id, link)): Path<(EndpointId, SetupLinkId)>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    reachable(&allow, &tx, id).await?;
    let before = store::get(&tx, link).await?.filter(|link| link.endpoint == id);
    let before = before.ok_or_else(Problem::not_found)?;
    if store::revoke(&tx, link).await? {
        let event = SetupLinkChanged { id: link, change: Change::Deleted };
        let states = States { before: Some(&before), after: None };
        change::record(&tx, allow.actor(), "provisioning.revoke_link", link, states, event).await?;
    }
    tx.commit().await?;
    Ok(NoContent)
}

async fn look(env: Data<Env>, telephony: Data<Telephony>, Json(body): Json<Token>) -> Result<Json<Offer>> {
    telephony.provisioning().url()?;
    Ok(Json(open::look(&env, &body.token).await?))
}

async fn open_it(
    env: Data<Env>,
    telephony: Data<Telephony>,
    client: Client,
    Json(body): Json<Token>,
) -> Result<Json<Account>> {
    telephony.provisioning().url()?;
    let opening = Opening { token: &body.token, how: How::Page, client: &client };
    let opened = open::open(&env, &telephony, opening).await?;
    Ok(Json(opened.account(&env, &telephony)))
}
