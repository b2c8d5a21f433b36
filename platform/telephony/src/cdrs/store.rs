//! Rows of call detail records: written once, read by page.

use std::collections::HashSet;

use kernel::id::{CallId, CdrId, EndpointId, TrunkId};
use kernel::text::fold;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Cond;
use tenancy::{Find, Micros, PageRequest, Rows, TenantOwned, TenantTx, beginning};

use super::filter::{CdrFilter, CdrOrder, Ended};
use super::record::{Cdr, Direction, Disposition, Origin, Side, cause_text};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cdr")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Call.
    pub call_id: Uuid,
    /// Record continued.
    pub linked_to: Option<Uuid>,
    /// Other call.
    pub linked_call: Option<Uuid>,
    /// Why made.
    pub origin: String,
    /// Direction.
    pub kind: String,
    /// Endpoint.
    pub endpoint_id: Option<Uuid>,
    /// Trunk.
    pub trunk_id: Option<Uuid>,
    /// Caller's number.
    pub from_number: String,
    /// Caller's name.
    pub from_name: Option<String>,
    /// Caller's terminal user.
    pub from_user: Option<String>,
    /// Dialled number.
    pub to_number: String,
    /// Terminal user reached.
    pub to_user: Option<String>,
    /// Seen.
    pub detected: Micros,
    /// Rang.
    pub rang: Option<Micros>,
    /// Answered.
    pub connected: Option<Micros>,
    /// Ended.
    pub disconnected: Micros,
    /// Milliseconds.
    pub duration_ms: i64,
    /// How it went.
    pub disposition: String,
    /// Q.850.
    pub cause: i64,
    /// Who ended it.
    pub side: String,
    /// SIP status.
    pub status: Option<i64>,
    /// Emergency.
    pub emergency: bool,
    /// The caller's number read backwards: what it ends with is what this begins with.
    pub from_rev: String,
    /// The dialled number read backwards.
    pub to_rev: String,
    /// The caller's name, folded; empty where there is none.
    pub name_key: String,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// A word of another release reads as the most harmless one.
impl From<Model> for Cdr {
    fn from(row: Model) -> Self {
        let cause = u8::try_from(row.cause).unwrap_or(127);
        Self {
            id: CdrId(row.id),
            call: CallId(row.call_id),
            linked_to: row.linked_to.map(CdrId),
            linked_call: row.linked_call.map(CallId),
            origin: Origin::of_word(&row.origin).unwrap_or(Origin::Dialled),
            kind: Direction::of_word(&row.kind).unwrap_or(Direction::Internal),
            endpoint: row.endpoint_id.map(EndpointId),
            trunk: row.trunk_id.map(TrunkId),
            from: row.from_number,
            from_name: row.from_name,
            from_user: row.from_user,
            to: row.to_number,
            to_user: row.to_user,
            detected: row.detected.into(),
            rang: row.rang.map(Into::into),
            connected: row.connected.map(Into::into),
            disconnected: row.disconnected.into(),
            duration_ms: u64::try_from(row.duration_ms).unwrap_or(0),
            disposition: Disposition::of_word(&row.disposition).unwrap_or(Disposition::Failed),
            cause,
            cause_text: cause_text(cause).to_owned(),
            side: Side::of_word(&row.side).unwrap_or(Side::Exchange),
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            emergency: row.emergency,
        }
    }
}

fn row_of(cdr: &Cdr) -> ActiveModel {
    ActiveModel {
        tenant_id: NotSet,
        id: Set(cdr.id.uuid()),
        call_id: Set(cdr.call.uuid()),
        linked_to: Set(cdr.linked_to.map(CdrId::uuid)),
        linked_call: Set(cdr.linked_call.map(CallId::uuid)),
        origin: Set(cdr.origin.word().to_owned()),
        kind: Set(cdr.kind.word().to_owned()),
        endpoint_id: Set(cdr.endpoint.map(EndpointId::uuid)),
        trunk_id: Set(cdr.trunk.map(TrunkId::uuid)),
        from_number: Set(cdr.from.clone()),
        from_name: Set(cdr.from_name.clone()),
        from_user: Set(cdr.from_user.clone()),
        to_number: Set(cdr.to.clone()),
        to_user: Set(cdr.to_user.clone()),
        detected: Set(cdr.detected.into()),
        rang: Set(cdr.rang.map(Into::into)),
        connected: Set(cdr.connected.map(Into::into)),
        disconnected: Set(cdr.disconnected.into()),
        duration_ms: Set(i64::try_from(cdr.duration_ms).unwrap_or(i64::MAX)),
        disposition: Set(cdr.disposition.word().to_owned()),
        cause: Set(i64::from(cdr.cause)),
        side: Set(cdr.side.word().to_owned()),
        status: Set(cdr.status.map(i64::from)),
        emergency: Set(cdr.emergency),
        from_rev: Set(backwards(&cdr.from)),
        to_rev: Set(backwards(&cdr.to)),
        name_key: Set(fold(cdr.from_name.as_deref().unwrap_or_default())),
    }
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// Writes records that are not there yet and answers them. The writer is one task, so that nobody writes between the
/// look and the insert; the primary key would refuse a double in any case.
pub async fn write(tx: &TenantTx, cdrs: Vec<Cdr>) -> tenancy::Result<Vec<Cdr>> {
    let ids: Vec<Uuid> = cdrs.iter().map(|cdr| cdr.id.uuid()).collect();
    let known = tx.find::<Entity>().filter(Column::Id.is_in(ids)).all().await?;
    let mut seen: HashSet<Uuid> = known.into_iter().map(|row| row.id).collect();
    let fresh: Vec<Cdr> = cdrs.into_iter().filter(|cdr| seen.insert(cdr.id.uuid())).collect();
    if !fresh.is_empty() {
        tx.insert_many(fresh.iter().map(row_of).collect()).await?;
    }
    Ok(fresh)
}

/// Writes records of which none is there yet.
pub async fn insert_all(tx: &TenantTx, cdrs: Vec<Cdr>) -> tenancy::Result<()> {
    tx.insert_many(cdrs.iter().map(row_of).collect()).await
}

/// What a person without the right to all records may see: those of the own endpoints, on either side.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// The endpoints.
    pub endpoints: Vec<EndpointId>,
    /// Their terminal users.
    pub users: Vec<String>,
}

impl Own {
    /// Records of which one side is theirs.
    pub(super) fn condition(&self) -> Cond {
        Cond::any()
            .add(Column::EndpointId.is_in(self.endpoints.iter().map(|id| id.uuid())))
            .add(Column::FromUser.is_in(self.users.clone()))
            .add(Column::ToUser.is_in(self.users.clone()))
    }
}

fn narrowed<'t>(tx: &'t TenantTx, filter: &CdrFilter, own: Option<&Own>) -> Find<'t, Entity> {
    let mut cond = Cond::all();
    if let Some(own) = own {
        cond = cond.add(own.condition());
    }
    let caller = |words: &String| is_number(Column::FromNumber, Column::FromRev, words);
    let called = |words: &String| is_number(Column::ToNumber, Column::ToRev, words);
    let millis = |secs: u32| i64::from(secs) * 1_000;
    cond = cond
        .add_option(filter.from.as_ref().map(caller))
        .add_option(filter.to.as_ref().map(called))
        .add_option(filter.call.map(|call| Column::CallId.eq(call.uuid())))
        .add_option(filter.endpoint.map(|endpoint| Column::EndpointId.eq(endpoint.uuid())))
        .add_option(filter.since.map(|since| Column::Detected.gte(Micros::from(since))))
        .add_option(filter.until.map(|until| Column::Detected.lt(Micros::from(until))))
        .add_option(filter.min_secs.map(|secs| Column::DurationMs.gte(millis(secs))))
        .add_option(filter.max_secs.map(|secs| Column::DurationMs.lt(millis(secs) + 1_000)))
        .add_option(filter.disposition.map(|disposition| Column::Disposition.eq(disposition.word())))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.word())))
        .add_option(filter.ended.map(|ended| {
            // What was answered is so disposed of, and of nothing else: that is what an index knows.
            let answered = Disposition::Answered.word();
            match ended {
                Ended::Answered => Column::Disposition.eq(answered),
                Ended::Unanswered => Column::Disposition.ne(answered),
            }
        }));
    tx.find::<Entity>().filter(cond)
}

/// Whether a number begins or ends with what was typed. Both are ranges of an index, which row security lets be used;
/// a search for something in the middle would read every record there is.
fn is_number(column: Column, backward: Column, words: &str) -> Cond {
    let typed: String = words.chars().filter(|char| !" ()-./".contains(*char)).collect();
    let bare = typed.trim_start_matches('+');
    let mut any = Cond::any().add(beginning(column, &typed)).add(beginning(backward, &backwards(bare)));
    if bare == typed {
        any = any.add(beginning(column, &format!("+{typed}")));
    }
    any
}

/// One page of records; `words` begin or end either number, or begin the caller's name.
pub async fn page(
    tx: &TenantTx,
    filter: &CdrFilter,
    own: Option<&Own>,
    words: Option<&str>,
    order: CdrOrder,
    request: &PageRequest,
) -> tenancy::Result<Rows<Model>> {
    let mut find = narrowed(tx, filter, own);
    if let Some(words) = words {
        let either = Cond::any()
            .add(is_number(Column::FromNumber, Column::FromRev, words))
            .add(is_number(Column::ToNumber, Column::ToRev, words))
            .add(beginning(Column::NameKey, &fold(words)));
        find = find.filter(either);
    }
    let column = match order {
        CdrOrder::Detected => Column::Detected,
        CdrOrder::Duration => Column::DurationMs,
    };
    find.page(column, request).await
}

/// One record, if it may be seen.
pub async fn get(tx: &TenantTx, id: CdrId, own: Option<&Own>) -> tenancy::Result<Cdr> {
    let row = narrowed(tx, &CdrFilter::default(), own).filter(Column::Id.eq(id.uuid())).one().await?;
    row.map(Into::into).ok_or(tenancy::Error::NotFound { what: "call record" })
}
