//! Rows of the log and queries over them.

use bus::Noted;
use kernel::Timestamp;
use kernel::id::{SecurityEventId, TenantId, UserId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Listing, Order, Page, Result};

/// One line.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "security_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: Micros,
    pub kind: String,
    pub severity: String,
    pub user_id: Option<Uuid>,
    pub account: Option<String>,
    pub source: Option<String>,
    pub count: i64,
    pub detail: Json,
    /// The tenant that it happened to, in the copies of those above it.
    pub about_id: Option<Uuid>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// One line of the log of security events.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SecurityEvent)]
pub(super) struct Line {
    /// Its id.
    pub(super) id: SecurityEventId,
    /// When; of several the last.
    pub(super) at: Timestamp,
    /// `area.what`, such as `sign_in.failed`.
    pub(super) kind: String,
    /// `info`, `notice` or `warning`.
    pub(super) severity: String,
    /// The user it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<UserId>,
    /// The account it is about, as typed or shown. Staff above the tenant sees none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<String>,
    /// The address it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// How many times it happened.
    pub(super) count: u32,
    /// More words and figures.
    #[schema(value_type = Object)]
    pub(super) detail: serde_json::Value,
    /// The tenant below that it happened to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<TenantId>,
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filters {
    /// Only this kind, or this area: `sign_in.failed`, `sign_in`.
    pub(super) kind: Option<String>,
    /// Only `info`, `notice` or `warning`.
    pub(super) severity: Option<String>,
    /// Only from this address.
    pub(super) source: Option<String>,
    /// Only about this user.
    #[param(inline)]
    pub(super) user: Option<UserId>,
    /// Only about this tenant below.
    #[param(inline)]
    pub(super) about: Option<TenantId>,
    /// Not before this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub(super) since: Option<Timestamp>,
    /// Before this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub(super) until: Option<Timestamp>,
}

/// The log is sorted by time alone.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    At,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] = &[("at", Self::At)];
    const DESCENDING: bool = true;
}

impl From<Model> for Line {
    fn from(model: Model) -> Self {
        Self {
            id: SecurityEventId(model.id),
            at: model.at.into(),
            kind: model.kind,
            severity: model.severity,
            user: model.user_id.map(UserId),
            account: model.account,
            source: model.source,
            count: u32::try_from(model.count).unwrap_or(u32::MAX),
            detail: model.detail,
            about: model.about_id.map(TenantId),
        }
    }
}

/// The row of the tenant itself.
pub(super) fn row(id: SecurityEventId, noted: &Noted) -> ActiveModel {
    let event = &noted.event;
    ActiveModel {
        tenant_id: NotSet,
        id: Set(id.uuid()),
        at: Set(noted.at.into()),
        kind: Set(event.kind.word().to_owned()),
        severity: Set(event.kind.severity().word().to_owned()),
        user_id: Set(event.user.map(UserId::uuid)),
        account: Set(event.account.clone()),
        source: Set(event.source.map(|address| address.to_canonical().to_string())),
        count: Set(i64::from(event.count)),
        detail: Set(serde_json::Value::Object(event.detail.clone())),
        about_id: Set(None),
    }
}

/// Its copy for those above, which does not say whom it was about.
pub(super) fn copy(id: SecurityEventId, noted: &Noted) -> ActiveModel {
    let own = row(id, noted);
    ActiveModel { user_id: Set(None), account: Set(None), about_id: Set(Some(noted.tenant.uuid())), ..own }
}

/// One page, the newest first.
pub(super) async fn list(tx: &TenantTx, listing: &Listing<By, Filters>) -> Result<Page<Line>> {
    let condition = condition(&listing.filter, listing.search.as_deref());
    let rows = tx.find::<Entity>().filter(condition).page(Column::At, &listing.request()).await?;
    Ok(Page::of(rows, Line::from))
}

fn condition(filter: &Filters, search: Option<&str>) -> Condition {
    let mut all = Condition::all();
    if let Some(kind) = &filter.kind {
        let within = Column::Kind.like(LikeExpr::new(format!("{}.%", literal(kind))).escape('\\'));
        all = all.add(Condition::any().add(Column::Kind.eq(kind.as_str())).add(within));
    }
    for (column, value) in [(Column::Severity, &filter.severity), (Column::Source, &filter.source)] {
        if let Some(value) = value {
            all = all.add(column.eq(value.as_str()));
        }
    }
    if let Some(user) = filter.user {
        all = all.add(Column::UserId.eq(user.uuid()));
    }
    if let Some(tenant) = filter.about {
        all = all.add(Column::AboutId.eq(tenant.uuid()));
    }
    if let Some(since) = filter.since {
        all = all.add(Column::At.gte(Micros::from(since)));
    }
    if let Some(until) = filter.until {
        all = all.add(Column::At.lt(Micros::from(until)));
    }
    for word in search.into_iter().flat_map(str::split_whitespace) {
        let pattern = || LikeExpr::new(format!("%{}%", literal(&word.to_lowercase()))).escape('\\');
        let like = |column: Column| Expr::expr(Func::lower(Expr::col(column))).like(pattern());
        let columns = [Column::Kind, Column::Account, Column::Source];
        all = all.add(columns.into_iter().fold(Condition::any(), |any, column| any.add(like(column))));
    }
    all
}

fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
