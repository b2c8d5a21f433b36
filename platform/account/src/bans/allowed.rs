//! `/allowed-addresses`: the addresses that are never banned, rows and REST.

use actix_web::http::StatusCode;
use bus::{NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use feature::Env;
use kernel::id::AllowedAddressId;
use kernel::{Network, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{
    Allow, Created, Data, Json, Listing, NoContent, NoFilter, Order, Page, Path, Permission, Problem, Result,
    Routes,
};

use super::{BansChanged, Read, Write};
use crate::Account;

const MAX_NOTE: usize = 500;
/// Every lookup of a banned address asks this list: it is no place for a phone book.
const MOST: usize = 1_000;

/// One address or block.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "allowed_address")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network: String,
    pub note: String,
    pub made_by: String,
    pub created_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// An address or block that is never banned.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = AllowedAddress)]
struct Allowed {
    /// Its id.
    id: AllowedAddressId,
    /// The address or block.
    network: String,
    /// Whose it is, for those who read it later.
    note: String,
    /// Who added it.
    made_by: String,
    /// When.
    created_at: Timestamp,
}

/// An address or block to be never banned.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAllowedAddress)]
struct NewAllowed {
    /// An address or a block, such as `203.0.113.0/24`.
    network: Network,
    /// Whose it is, for those who read it later.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy)]
enum By {
    CreatedAt,
    Network,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("created_at", Self::CreatedAt), ("network", Self::Network)];
    const DESCENDING: bool = true;
}

impl From<Model> for Allowed {
    fn from(row: Model) -> Self {
        Self {
            id: AllowedAddressId(row.id),
            network: row.network,
            note: row.note,
            made_by: row.made_by,
            created_at: row.created_at.into(),
        }
    }
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/allowed-addresses",
        "list_allowed_addresses",
        "Lists the addresses that are never banned.",
        list,
    );
    routes.post(
        "/allowed-addresses",
        "create_allowed_address",
        "Adds an address or a block that is never banned, and lets it in at once.",
        create,
    );
    routes.delete(
        "/allowed-addresses/{id}",
        "delete_allowed_address",
        "Takes an address off the list of those that are never banned.",
        delete,
    );
}

/// All of them, for the tables in memory.
pub(super) async fn networks(tx: &TenantTx) -> tenancy::Result<Vec<Network>> {
    let rows = tx.find::<Entity>().all().await?;
    Ok(rows.iter().filter_map(|row| row.network.parse().ok()).collect())
}

async fn list(allow: Allow<Read>, listing: Listing<By, NoFilter>) -> Result<Page<Allowed>> {
    let words = listing.search.as_deref().unwrap_or_default().to_lowercase();
    let fits = |it: &Allowed| {
        let text = format!("{} {} {}", it.network, it.note, it.made_by).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    };
    let rows = allow.read().await?.find::<Entity>().all().await?;
    let all: Vec<_> = rows.into_iter().map(Allowed::from).filter(fits).collect();
    Page::of_memory(all, &listing, |it: &Allowed| {
        let place = match listing.order {
            By::CreatedAt => it.created_at.to_string(),
            By::Network => it.network.clone(),
        };
        (place, it.id.to_string())
    })
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Json<NewAllowed>,
) -> Result<Created<Allowed>> {
    let NewAllowed { network, note } = body.into_inner();
    if note.chars().count() > MAX_NOTE {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(Problem::new(status, "bans.note_too_long", "at most 500 characters").at("/note"));
    }
    let tx = allow.begin().await?;
    let known = networks(&tx).await?;
    if known.contains(&network) {
        let status = StatusCode::CONFLICT;
        return Err(Problem::new(status, "bans.allowed_already", "it is on the list already").at("/network"));
    }
    if known.len() >= MOST {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "bans.allowed_full",
            "the list has 1000 entries already",
        ));
    }
    let row = tx
        .insert(ActiveModel {
            tenant_id: NotSet,
            id: NotSet,
            network: Set(network.to_string()),
            note: Set(note.trim().to_owned()),
            made_by: Set(allow.person().name.clone()),
            created_at: Set(tx.now().into()),
        })
        .await?;
    let made = Allowed::from(row);
    tx.audit(allow.audit("allowed_addresses.create").object(made.id).after(&made)).await?;
    note_change(&allow, &tx, network, "added").await?;
    tx.commit().await?;
    renew(&allow, &account, &env).await?;
    Ok(Created::at(&made.id, made.clone()))
}

async fn delete(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<AllowedAddressId>,
) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let row = tx.find_by_id::<Entity>(id.0.uuid()).await?.ok_or_else(Problem::not_found)?;
    tx.delete::<Entity>(id.0.uuid()).await?;
    let network = row.network.parse::<Network>();
    tx.audit(allow.audit("allowed_addresses.delete").object(id.0).before(&Allowed::from(row))).await?;
    if let Ok(network) = network {
        note_change(&allow, &tx, network, "removed").await?;
    }
    tx.commit().await?;
    renew(&allow, &account, &env).await?;
    Ok(NoContent)
}

async fn note_change(allow: &Allow<Write>, tx: &TenantTx, network: Network, change: &str) -> Result<()> {
    tx.publish(BansChanged {}).await?;
    let event = SecurityEvent::new(SecurityKind::AllowListChanged).account(&allow.person().name);
    tx.note_security(event.with("network", network.to_string()).with("change", change));
    Ok(())
}

/// Gives the list to the tables in memory, as it stands after the commit.
async fn renew<P: Permission>(allow: &Allow<P>, account: &Account, env: &Env) -> Result<()> {
    let allowed = networks(&allow.read().await?).await?;
    account.doors().bans().allow(&allowed);
    env.switch.never_ban(allowed).await;
    Ok(())
}
