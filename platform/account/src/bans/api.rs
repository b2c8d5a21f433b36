//! `/bans` over REST, for the operator.

use actix_web::http::StatusCode;
use bus::{NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use feature::Env;
use kernel::id::BanId;
use kernel::{Network, Timestamp};
use serde::Deserialize;
use web::{Allow, Created, Data, Json, Listing, NoContent, Page, Path, Problem, Result, Routes};

use super::store::{self, BanFacts, By, Filters, Record, Side, Why};
use super::{BansChanged, Read, Write, keep};
use crate::Account;

/// Blocks shorter than this are half the Internet, or a mistake.
const SHORTEST: (u8, u8) = (8, 16);
const MAX_NOTE: usize = 500;

/// A ban by hand.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewBan {
    /// An address or a block, such as `203.0.113.0/24`.
    network: Network,
    /// What it shuts.
    #[serde(default)]
    side: Side,
    /// Until when (RFC 3339); without, until it is lifted.
    #[serde(default)]
    until: Option<Timestamp>,
    /// Why, for those who read it later.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/bans",
        "list_bans",
        "Lists banned addresses, those in force where nothing else is asked.",
        list,
    );
    routes.post("/bans", "create_ban", "Bans an address or a block.", create);
    routes.get("/bans/{id}", "get_ban", "Shows a ban.", get);
    routes.delete("/bans/{id}", "lift_ban", "Lifts a ban; the address begins anew.", lift);
}

async fn list(allow: Allow<Read>, listing: Listing<By, Filters>) -> Result<Page<BanFacts>> {
    store::list(&allow.read().await?, &listing).await
}

async fn get(allow: Allow<Read>, id: Path<BanId>) -> Result<Json<BanFacts>> {
    let tx = allow.read().await?;
    let row = tx.find_by_id::<store::Entity>(id.0.uuid()).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(row.facts(tx.now())))
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Json<NewBan>,
) -> Result<Created<BanFacts>> {
    let new = body.into_inner();
    let tx = allow.begin().await?;
    check(&allow, &new, tx.now())?;
    let record = Record {
        network: new.network,
        side: new.side,
        why: Why::Manual,
        note: new.note.trim().to_owned(),
        made_by: allow.person().name.clone(),
        since: tx.now(),
        until: new.until,
        strikes: 1,
        touched: Vec::new(),
    };
    let row = store::put(&tx, &record).await?;
    let (ban, id) = (row.ban(), BanId(row.id));
    let facts = row.facts(tx.now());
    tx.audit(allow.audit("bans.create").object(id).after(&facts)).await?;
    tx.publish(BansChanged {}).await?;
    if let Some(ban) = &ban {
        tx.note_security(keep::told(ban, Why::Manual, new.side).account(&allow.person().name));
    }
    tx.commit().await?;
    if let Some(ban) = ban {
        if new.side != Side::Sip {
            account.doors().bans().put(ban);
        }
        if new.side != Side::Web {
            env.switch.ban(vec![ban]).await;
        }
    }
    Ok(Created::at(&id, facts))
}

fn check(allow: &Allow<Write>, new: &NewBan, now: Timestamp) -> Result<()> {
    let wrong = |code, pointer: &str, says: &str| {
        Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, says).at(pointer))
    };
    let shortest = if new.network.address().is_ipv4() { SHORTEST.0 } else { SHORTEST.1 };
    if new.network.length() < shortest {
        return wrong(
            "bans.too_wide",
            "/network",
            "this block is too wide: it would shut out whole countries",
        );
    }
    if new.network.contains(allow.client().address) {
        return wrong("bans.own_address", "/network", "your own address is in this block");
    }
    if new.until.is_some_and(|until| until <= now) {
        return wrong("bans.until_past", "/until", "this moment is past");
    }
    if new.note.chars().count() > MAX_NOTE {
        return wrong("bans.note_too_long", "/note", "at most 500 characters");
    }
    Ok(())
}

async fn lift(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<BanId>,
) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let row = tx.find_by_id::<store::Entity>(id.0.uuid()).await?.ok_or_else(Problem::not_found)?;
    let (network, side) = (row.block(), row.side());
    let facts = row.facts(tx.now());
    tx.delete::<store::Entity>(id.0.uuid()).await?;
    tx.audit(allow.audit("bans.lift").object(id.0).before(&facts)).await?;
    tx.publish(BansChanged {}).await?;
    let event = SecurityEvent::new(SecurityKind::BanLifted).account(&allow.person().name);
    tx.note_security(event.with("network", facts.network.as_str()).with("side", side.word()));
    tx.commit().await?;
    if let Some(network) = network {
        if side != Side::Sip {
            account.doors().bans().lift(network);
        }
        if side != Side::Web {
            env.switch.lift_ban(network).await;
        }
    }
    Ok(NoContent)
}
