//! Queries over the audit log.

use kernel::Timestamp;
use kernel::id::{ApiKeyId, AuditId, SupportGrantId, TenantId, UserId};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use sea_orm::{ColumnTrait as _, Condition, QueryFilter as _};
use serde::{Deserialize, Serialize};
use tenancy::entity::audit::{Column, Entity, Model};
use tenancy::{ActorKind, Micros, TenantTx, beginning};
use web::{Listing, Order, Page, Result};

/// One line.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Line {
    /// Its id.
    pub(super) id: AuditId,
    /// When.
    pub(super) at: Timestamp,
    /// `person`, `key`, `plugin` or `system`.
    pub(super) actor_kind: String,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actor: Option<UserId>,
    /// The API key, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<ApiKeyId>,
    /// The name, as it was then.
    pub(super) actor_name: String,
    /// The home of staff that had stepped down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actor_home: Option<TenantId>,
    /// The name of that home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actor_home_title: Option<String>,
    /// The consent by which that staff was here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) grant: Option<SupportGrantId>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// `slice.verb`.
    pub(super) action: String,
    /// The object's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) object: Option<String>,
    /// How it was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub(super) before: Option<serde_json::Value>,
    /// How it was after.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub(super) after: Option<serde_json::Value>,
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filters {
    /// Only this action, or this slice: `users.create`, `users`.
    pub(super) action: Option<String>,
    /// Only by this user.
    #[param(inline)]
    pub(super) actor: Option<UserId>,
    /// Only about this object.
    pub(super) object: Option<String>,
    /// Not before this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub(super) since: Option<Timestamp>,
    /// Before this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub(super) until: Option<Timestamp>,
}

/// The log is sorted by time alone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By {
    At,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] = &[("at", Self::At)];
    const DESCENDING: bool = true;
}

impl From<Model> for Line {
    fn from(model: Model) -> Self {
        let is_key = model.actor_kind == ActorKind::Key.word();
        Self {
            id: AuditId(model.id),
            at: model.at.into(),
            actor: model.actor_id.filter(|_| !is_key).map(UserId),
            key: model.actor_id.filter(|_| is_key).map(ApiKeyId),
            actor_kind: model.actor_kind,
            actor_name: model.actor_name,
            actor_home: model.actor_home.map(TenantId),
            actor_home_title: None,
            grant: model.grant_id.map(SupportGrantId),
            source: model.source,
            action: model.action,
            object: model.object,
            before: model.before,
            after: model.after,
        }
    }
}

/// One page, the newest first.
pub(crate) async fn list(tx: &TenantTx, listing: &Listing<By, Filters>) -> Result<Page<Line>> {
    let condition = condition(&listing.filter, listing.search.as_deref());
    let rows = tx.find::<Entity>().filter(condition).page(Column::At, &listing.request()).await?;
    Ok(Page::of(rows, Line::from))
}

fn condition(filter: &Filters, search: Option<&str>) -> Condition {
    let mut all = Condition::all();
    if let Some(action) = &filter.action {
        let within = beginning(Column::Action, &format!("{action}."));
        all = all.add(Condition::any().add(Column::Action.eq(action.as_str())).add(within));
    }
    if let Some(actor) = filter.actor {
        all = all.add(Column::ActorId.eq(actor.uuid()));
    }
    if let Some(object) = &filter.object {
        all = all.add(Column::Object.eq(object.as_str()));
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
        let columns = [Column::ActorName, Column::Action, Column::Object, Column::Source];
        all = all.add(columns.into_iter().fold(Condition::any(), |any, column| any.add(like(column))));
    }
    all
}

fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
