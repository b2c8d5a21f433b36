//! Opening a link: once, by whoever comes first, with the password that it promised.

use actix_web::http::StatusCode;
use feature::Env;
use kernel::id::{EndpointId, SetupLinkId};
use tenancy::{Actor, KeyKind, TenantScope, TenantState};
use web::{Client, Problem, Result};

use super::super::profile::{Carrier, Line, Server};
use super::super::{REGISTER_SECS, SetupLinkChanged, files, token};
use super::link::{Account, Door, How, LinkState, Offer, Password, SetupLink, Use};
use super::store;
use crate::Telephony;
use crate::change::{self, Change, States};
use crate::endpoints::{self, Endpoint, EndpointChanged};
use crate::extensions;

/// Somebody with a token.
pub struct Opening<'a> {
    /// What stands behind `/p/`.
    pub token: &'a str,
    /// By page or by phone.
    pub how: How,
    /// Who.
    pub client: &'a Client,
}

/// The host that phones register at, and its transports, the one to be preferred first.
pub fn where_phones_register(env: &Env, telephony: &Telephony) -> (String, Vec<Door>) {
    let config = telephony.provisioning();
    let listening = env.switch.listening();
    let Server { host, port, wire } = config.server(listening, Carrier::Auto);
    let mut doors = config.doors(listening);
    if doors.is_empty() {
        doors.push((wire, port));
    }
    (host, doors.into_iter().map(|(transport, port)| Door { transport, port }).collect())
}

/// What was behind the link.
pub struct Opened {
    scope: TenantScope,
    endpoint: Endpoint,
    number: Option<String>,
    secret: String,
    is_new: bool,
}

fn gone(state: LinkState) -> Problem {
    let (code, says) = match state {
        LinkState::Revoked => ("provisioning.link_revoked", "this link was cancelled; ask for a new one"),
        LinkState::Expired => ("provisioning.link_expired", "this link has expired; ask for a new one"),
        LinkState::Used | LinkState::Open => {
            ("provisioning.link_used", "this link was used already; ask for a new one")
        }
    };
    Problem::new(StatusCode::GONE, code, says)
}

/// The tenant and the link of a token.
fn place(env: &Env, token: &str) -> Result<(TenantScope, SetupLinkId)> {
    let found = env.directory.find(KeyKind::ProvisioningToken, &token::hash(token));
    let found = found.ok_or_else(Problem::not_found)?;
    if env.directory.tenant(&found.scope).state == TenantState::Deleting {
        return Err(Problem::not_found());
    }
    Ok((found.scope, SetupLinkId(found.subject)))
}

async fn number_of(tx: &tenancy::TenantTx, endpoint: EndpointId) -> Result<Option<String>> {
    Ok(extensions::store::numbers(tx, &[endpoint]).await?.remove(&endpoint))
}

/// The link of a token while it can be opened.
async fn open_link(tx: &tenancy::TenantTx, id: SetupLinkId) -> Result<SetupLink> {
    // A desk phone's token leads here too, and to no link.
    let link = store::get(tx, id).await?.ok_or_else(Problem::not_found)?;
    if link.state == LinkState::Open { Ok(link) } else { Err(gone(link.state)) }
}

/// What the page says before its button is pressed.
pub async fn look(env: &Env, token: &str) -> Result<Offer> {
    let (scope, id) = place(env, token)?;
    let tx = scope.read().await?;
    let link = open_link(&tx, id).await?;
    let endpoint = endpoints::store::get(&tx, link.endpoint).await?;
    let tenant = env.directory.tenant(&scope);
    Ok(Offer {
        company: tenant.title.clone(),
        language: tenant.language.clone(),
        number: number_of(&tx, endpoint.id).await?,
        name: endpoint.name,
        expires_at: link.expires_at,
        password: link.password,
    })
}

/// Opens a link.
///
/// # Errors
/// 404 for no link, 410 for one that is over.
pub async fn open(env: &Env, telephony: &Telephony, opening: Opening<'_>) -> Result<Opened> {
    let (scope, id) = place(env, opening.token)?;
    let tx = scope.begin().await?;
    let link = open_link(&tx, id).await?;
    let Client { address, agent, .. } = opening.client;
    let agent = (!agent.is_empty()).then(|| agent.clone());
    let by = Use { how: opening.how, address: address.to_string(), agent };
    if !store::use_up(&tx, id, &by).await? {
        return Err(gone(LinkState::Used));
    }
    let found = endpoints::store::opened(&tx, link.endpoint).await?;
    let kept = found.secret.filter(|_| link.password == Password::Keep);
    let is_new = kept.is_none();
    let secret = kept.unwrap_or_else(|| endpoints::secret::draw_secret(&**scope.rng()));
    let actor = Actor { source: Some(*address), ..Actor::system("setup link") };
    let after =
        SetupLink { state: LinkState::Used, used_at: Some(tx.now()), used_by: Some(by), ..link.clone() };
    let states = States { before: Some(&link), after: Some(&after) };
    let event = SetupLinkChanged { id, change: Change::Updated };
    change::record(&tx, &actor, "provisioning.open_link", id, states, event).await?;
    let endpoint = if is_new {
        let endpoint = endpoints::store::set_secret(&tx, link.endpoint, &secret).await?;
        let event = EndpointChanged { id: endpoint.id, change: Change::Updated };
        let states: States<'_, Endpoint> = States { before: None, after: None };
        change::record(&tx, &actor, "endpoints.set_secret", endpoint.id, states, event).await?;
        endpoint
    } else {
        found.endpoint
    };
    let number = number_of(&tx, endpoint.id).await?;
    change::commit(tx).await?;
    if is_new {
        // Whoever knew the old password must not stay registered with it.
        telephony.registrar().drop_all(&scope, endpoint.id);
    }
    Ok(Opened { scope, endpoint, number, secret, is_new })
}

impl Opened {
    /// For a person.
    pub fn account(self, env: &Env, telephony: &Telephony) -> Account {
        let (server, transports) = where_phones_register(env, telephony);
        Account {
            company: env.directory.tenant(&self.scope).title.clone(),
            name: self.endpoint.name,
            number: self.number,
            user: self.endpoint.terminal_user,
            password: self.secret,
            password_is_new: self.is_new,
            server,
            transports,
        }
    }

    /// For a phone that reads what Linphone reads.
    pub fn configuration(self, env: &Env, telephony: &Telephony) -> String {
        let server = telephony.provisioning().server(env.switch.listening(), Carrier::Auto);
        let line = Line {
            label: self.number.unwrap_or_default(),
            name: self.endpoint.name,
            user: self.endpoint.terminal_user,
            secret: self.secret,
            codecs: self.endpoint.settings.codecs,
        };
        files::linphone::write(&line, &server, env.directory.realm(), REGISTER_SECS)
    }
}
