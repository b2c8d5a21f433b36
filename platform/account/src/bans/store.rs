//! Rows of bans, in the operator's home.

use kernel::id::{BanId, TenantId};
use kernel::{Network, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Listing, Order, Page, Result};

/// One ban.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ban")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network: String,
    pub first: String,
    pub last: String,
    pub side: String,
    pub why: String,
    pub note: String,
    pub made_by: String,
    pub since: Micros,
    pub until: Option<Micros>,
    pub strikes: i64,
    pub dropped: i64,
    pub seen_at: Option<Micros>,
    pub touched: Json,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// What a ban shuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BanSide)]
pub enum Side {
    /// Telephones and trunks.
    Sip,
    /// The sign-in of the pages.
    Web,
    /// Both.
    #[default]
    All,
}

impl Side {
    const ALL: [Self; 3] = [Self::Sip, Self::Web, Self::All];

    /// The word in table and API.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Sip => "sip",
            Self::Web => "web",
            Self::All => "all",
        }
    }

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|side| side.word() == word).unwrap_or_default()
    }
}

/// Why an address is banned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BanWhy)]
pub enum Why {
    /// It guessed SIP secrets.
    Guessing,
    /// It sent requests without ever showing credentials.
    Scanning,
    /// It guessed passwords of the pages.
    SignIn,
    /// Somebody said so.
    Manual,
}

impl Why {
    const ALL: [Self; 4] = [Self::Guessing, Self::Scanning, Self::SignIn, Self::Manual];

    /// The word in table and API.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Guessing => "guessing",
            Self::Scanning => "scanning",
            Self::SignIn => "sign_in",
            Self::Manual => "manual",
        }
    }

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|why| why.word() == word).unwrap_or(Self::Manual)
    }
}

/// A banned address or block.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Ban)]
pub(super) struct BanFacts {
    /// Its id.
    pub(super) id: BanId,
    /// The address or block.
    pub(super) network: String,
    /// What it shuts.
    pub(super) side: Side,
    /// Why.
    pub(super) why: Why,
    /// What the person who made it wrote.
    pub(super) note: String,
    /// Who made it; empty where the exchange did.
    pub(super) made_by: String,
    /// Since when.
    pub(super) since: Timestamp,
    /// Until when; absent: until it is lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<Timestamp>,
    /// Whether it is in force.
    pub(super) active: bool,
    /// How many times in a row: each makes it longer.
    pub(super) strikes: u32,
    /// How many messages were dropped, to the minute.
    pub(super) dropped: u64,
    /// When one was dropped last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seen_at: Option<Timestamp>,
    /// The tenants whose accounts were tried.
    pub(super) touched: Vec<TenantId>,
}

/// What is written down of a ban.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Record {
    pub(super) network: Network,
    pub(super) side: Side,
    pub(super) why: Why,
    pub(super) note: String,
    pub(super) made_by: String,
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
    pub(super) strikes: u32,
    pub(super) touched: Vec<TenantId>,
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filters {
    /// `active`, `past` or `all`; by default those in force.
    pub(super) state: Option<String>,
    /// Only `guessing`, `scanning`, `sign_in` or `manual`.
    #[param(value_type = Option<String>)]
    pub(super) why: Option<Why>,
    /// Only those that shut `sip` or `web`.
    #[param(value_type = Option<String>)]
    pub(super) side: Option<Side>,
    /// Only those that overlap this address or block.
    #[param(value_type = Option<String>)]
    pub(super) address: Option<Network>,
}

/// What bans are sorted by.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Since,
    Dropped,
    Network,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("since", Self::Since), ("dropped", Self::Dropped), ("network", Self::Network)];
    const DESCENDING: bool = true;
}

impl By {
    const fn column(self) -> Column {
        match self {
            Self::Since => Column::Since,
            Self::Dropped => Column::Dropped,
            Self::Network => Column::First,
        }
    }
}

impl Model {
    /// The block; a row that no longer parses bans nobody.
    pub(super) fn block(&self) -> Option<Network> {
        self.network.parse().ok()
    }

    /// What it shuts.
    pub(super) fn side(&self) -> Side {
        Side::of(&self.side)
    }

    /// As the tables in memory have it.
    pub(super) fn ban(&self) -> Option<switch::Ban> {
        Some(switch::Ban {
            network: self.block()?,
            since: self.since.into(),
            until: self.until.map(Timestamp::from),
            strikes: u32::try_from(self.strikes).unwrap_or(1),
        })
    }

    pub(super) fn facts(self, now: Timestamp) -> BanFacts {
        let until = self.until.map(Timestamp::from);
        BanFacts {
            id: BanId(self.id),
            side: Side::of(&self.side),
            why: Why::of(&self.why),
            network: self.network,
            note: self.note,
            made_by: self.made_by,
            since: self.since.into(),
            until,
            active: until.is_none_or(|until| now < until),
            strikes: u32::try_from(self.strikes).unwrap_or(u32::MAX),
            dropped: u64::try_from(self.dropped).unwrap_or(0),
            seen_at: self.seen_at.map(Timestamp::from),
            touched: serde_json::from_value(self.touched).unwrap_or_default(),
        }
    }
}

fn ends(network: Network) -> (String, String) {
    let (first, last) = network.range();
    (format!("{first:032x}"), format!("{last:032x}"))
}

/// Writes a ban down; one of the same block and side is renewed, and keeps what it has counted.
pub(super) async fn put(tx: &TenantTx, record: &Record) -> Result<Model> {
    let (first, last) = ends(record.network);
    let network = record.network.to_string();
    let known = tx.find::<Entity>().filter(Column::Network.eq(network.as_str()));
    let known = known.filter(Column::Side.eq(record.side.word())).one().await?;
    let mut row = ActiveModel {
        tenant_id: NotSet,
        id: NotSet,
        network: Set(network),
        first: Set(first),
        last: Set(last),
        side: Set(record.side.word().to_owned()),
        why: Set(record.why.word().to_owned()),
        note: Set(record.note.clone()),
        made_by: Set(record.made_by.clone()),
        since: Set(record.since.into()),
        until: Set(record.until.map(Micros::from)),
        strikes: Set(i64::from(record.strikes)),
        dropped: Set(0),
        seen_at: Set(None),
        touched: Set(serde_json::json!(record.touched)),
    };
    Ok(match known {
        Some(known) => {
            (row.id, row.dropped, row.seen_at) = (Set(known.id), NotSet, NotSet);
            tx.update(row).await?
        }
        None => tx.insert(row).await?,
    })
}

/// Adds what was dropped of a block.
pub(super) async fn dropped(tx: &TenantTx, network: Network, more: u64) -> Result<()> {
    let shuts = Column::Side.ne(Side::Web.word());
    let known =
        tx.find::<Entity>().filter(Column::Network.eq(network.to_string())).filter(shuts).one().await?;
    let Some(known) = known else { return Ok(()) };
    let dropped = known.dropped.saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
    let seen_at = Set(Some(tx.now().into()));
    tx.update(ActiveModel { id: Set(known.id), dropped: Set(dropped), seen_at, ..Default::default() })
        .await?;
    Ok(())
}

/// Forgets bans that ended before a moment.
pub(super) async fn forget(tx: &TenantTx, before: Timestamp) -> Result<u64> {
    Ok(tx.delete_where::<Entity>(Column::Until.lt(Micros::from(before))).await?)
}

/// One page, the newest first.
pub(super) async fn list(tx: &TenantTx, listing: &Listing<By, Filters>) -> Result<Page<BanFacts>> {
    let now = tx.now();
    let condition = condition(&listing.filter, listing.search.as_deref(), now);
    let rows = tx.find::<Entity>().filter(condition).page(listing.order.column(), &listing.request()).await?;
    Ok(Page::of(rows, |row: Model| row.facts(now)))
}

fn condition(filter: &Filters, search: Option<&str>, now: Timestamp) -> Condition {
    let mut all = Condition::all();
    let active = Condition::any().add(Column::Until.is_null()).add(Column::Until.gt(Micros::from(now)));
    match filter.state.as_deref() {
        Some("all") => {}
        Some("past") => all = all.add(active.not()),
        _ => all = all.add(active),
    }
    if let Some(why) = filter.why {
        all = all.add(Column::Why.eq(why.word()));
    }
    if let Some(side) = filter.side {
        all = all.add(Column::Side.is_in([side.word(), Side::All.word()]));
    }
    if let Some(network) = filter.address {
        let (first, last) = ends(network);
        all = all.add(Column::First.lte(last)).add(Column::Last.gte(first));
    }
    for word in search.into_iter().flat_map(str::split_whitespace) {
        if let Ok(network) = word.parse::<Network>() {
            let (first, last) = ends(network);
            all = all.add(Column::First.lte(last)).add(Column::Last.gte(first));
            continue;
        }
        let word = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = || LikeExpr::new(format!("%{word}%")).escape('\\');
        let like = |column: Column| Expr::expr(Func::lower(Expr::col(column))).like(pattern());
        let columns = [Column::Network, Column::Note, Column::MadeBy];
        all = all.add(columns.into_iter().fold(Condition::any(), |any, column| any.add(like(column))));
    }
    all
}
