//! Rows of endpoints: secrets sealed, terminal users claimed in the directory.

use kernel::id::{EndpointId, UserId};
use kernel::text::fold;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, FromQueryResult, IntoActiveModel as _, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use tenancy::{KeyKind, Micros, Rows, TenantOwned, TenantTx};
use web::Listing;

use super::endpoint::{Endpoint, EndpointFault, NewEndpoint};
use super::settings::Settings;
use super::{EndpointFilter, EndpointOrder, secret};

/// What the sealed bytes are for.
const SEALED_FOR: &str = "endpoint.secret";
/// How many drawn terminal users may be taken before giving up: among 900 million this says that something is wrong.
const DRAWS: usize = 20;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "endpoint")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// SIP user name.
    pub terminal_user: String,
    /// SIP password, sealed.
    pub secret: Vec<u8>,
    /// Owner.
    pub owner_id: Option<Uuid>,
    /// The blueprint range that it was made by.
    pub series: Option<String>,
    /// Settings.
    pub settings: Json,
    /// Created.
    pub created_at: Micros,
    /// Changed.
    pub updated_at: Micros,
    /// The lowest internal number that rings it; empty where none does.
    pub number: String,
    /// The owner's name; empty where nobody owns it.
    pub owner_name: String,
    /// What searches look through, folded.
    pub search: String,
}

/// None: rooms refer by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

impl From<Model> for Endpoint {
    fn from(row: Model) -> Self {
        Self {
            id: EndpointId(row.id),
            name: row.name,
            terminal_user: row.terminal_user,
            owner: row.owner_id.map(UserId),
            settings: settings_of(row.settings),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

/// Settings that a newer or older release wrote differently fall back to the defaults field by field.
fn settings_of(stored: Json) -> Settings {
    let Json::Object(stored) = stored else { return Settings::default() };
    let mut whole = serde_json::to_value(Settings::default()).unwrap_or_default();
    for (field, value) in stored {
        let mut tried = whole.clone();
        tried[&field] = value;
        if serde_json::from_value::<Settings>(tried.clone()).is_ok() {
            whole = tried;
        }
    }
    serde_json::from_value(whole).unwrap_or_default()
}

fn settings_to(settings: &Settings) -> Json {
    serde_json::to_value(settings).unwrap_or_default()
}

fn told(error: tenancy::Error, name: &str) -> EndpointFault {
    match error {
        tenancy::Error::Duplicate { .. } => EndpointFault::Taken(name.to_owned()),
        tenancy::Error::InUse { .. } => EndpointFault::UserTaken,
        tenancy::Error::Referenced { .. } => EndpointFault::InUse,
        other => other.into(),
    }
}

/// Inserts an endpoint and claims its terminal user; answers the row and its secret.
pub async fn insert(
    tx: &TenantTx,
    new: NewEndpoint,
    series: Option<&str>,
) -> Result<(Endpoint, String), EndpointFault> {
    let name = new.name.clone();
    let (row, secret) = prepared(tx, new, series, None).await?;
    let row = tx.insert(row.into_active_model().reset_all()).await.map_err(|error| told(error, &name))?;
    Ok((row.into(), secret))
}

/// Inserts many with what their lists show, in few statements; answers them and their secrets in the same order.
pub async fn insert_all(
    tx: &TenantTx,
    all: Vec<(NewEndpoint, Overview)>,
) -> Result<Vec<(Endpoint, String)>, EndpointFault> {
    let (mut rows, mut made) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (new, overview) in all {
        let (row, secret) = prepared(tx, new, None, Some(overview)).await?;
        rows.push(row.clone().into_active_model().reset_all());
        made.push((row.into(), secret));
    }
    tx.insert_many(rows).await.map_err(|error| told(error, "of one of these names"))?;
    Ok(made)
}

/// The row of a new endpoint, its terminal user claimed.
async fn prepared(
    tx: &TenantTx,
    new: NewEndpoint,
    series: Option<&str>,
    overview: Option<Overview>,
) -> Result<(Model, String), EndpointFault> {
    let scope = tx.scope();
    let id = EndpointId::new(tx.now(), &**scope.rng());
    let terminal_user = claim_user(tx, id, new.terminal_user).await?;
    let secret = new.secret.unwrap_or_else(|| secret::draw_secret(&**scope.rng()));
    let Overview { number, owner_name, search } = overview.unwrap_or_else(|| Overview {
        number: String::new(),
        owner_name: String::new(),
        search: fold(&new.name),
    });
    let row = Model {
        tenant_id: tx.tenant().uuid(),
        id: id.uuid(),
        search: format!("{search} {}", fold(&terminal_user)),
        name: new.name,
        terminal_user,
        secret: scope.seal(SEALED_FOR, secret.as_bytes()),
        owner_id: new.owner.map(UserId::uuid),
        series: series.map(str::to_owned),
        settings: settings_to(&new.settings),
        created_at: tx.now().into(),
        updated_at: tx.now().into(),
        number,
        owner_name,
    };
    Ok((row, secret))
}

async fn claim_user(tx: &TenantTx, id: EndpointId, wanted: Option<String>) -> Result<String, EndpointFault> {
    if let Some(user) = wanted {
        tx.claim(KeyKind::TerminalUser, &user, id).await.map_err(|error| told(error, &user))?;
        return Ok(user);
    }
    for _ in 0..DRAWS {
        let user = secret::draw_user(&**tx.scope().rng());
        match tx.claim(KeyKind::TerminalUser, &user, id).await {
            Ok(()) => return Ok(user),
            Err(tenancy::Error::InUse { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(EndpointFault::NoFreeUser)
}

/// What the list shows and finds of other rows.
pub struct Overview {
    /// The lowest internal number.
    pub number: String,
    /// The owner's name.
    pub owner_name: String,
    /// What searches look through, folded.
    pub search: String,
}

/// Writes what the list shows and finds of other rows; the endpoint itself is not changed by that.
pub async fn write_overview(tx: &TenantTx, id: EndpointId, overview: Overview) -> tenancy::Result<()> {
    let row = ActiveModel {
        number: ActiveValue::Set(overview.number),
        owner_name: ActiveValue::Set(overview.owner_name),
        search: ActiveValue::Set(overview.search),
        ..Default::default()
    };
    tx.update_where(row, Column::Id.eq(id.uuid())).await?;
    Ok(())
}

/// The row, where there is one.
pub async fn find(tx: &TenantTx, id: EndpointId) -> tenancy::Result<Option<Model>> {
    tx.find_by_id::<Entity>(id.uuid()).await
}

/// Puts a deleted endpoint back as it was, if its terminal user is still free.
pub async fn put_back(tx: &TenantTx, row: Model) -> Result<Endpoint, EndpointFault> {
    let name = row.name.clone();
    let id = EndpointId(row.id);
    tx.claim(KeyKind::TerminalUser, &row.terminal_user, id).await.map_err(|error| told(error, &name))?;
    let row = row.into_active_model().reset_all();
    tx.insert(row).await.map(Into::into).map_err(|error| told(error, &name))
}

/// One endpoint.
pub async fn get(tx: &TenantTx, id: EndpointId) -> tenancy::Result<Endpoint> {
    tx.get::<Entity>(id.uuid()).await.map(Into::into)
}

/// The endpoint of a name.
pub async fn by_name(tx: &TenantTx, name: &str) -> tenancy::Result<Option<Endpoint>> {
    let row = tx.find::<Entity>().filter(Column::Name.eq(name)).one().await?;
    Ok(row.map(Into::into))
}

/// Endpoints of a user.
pub async fn of_owner(tx: &TenantTx, owner: UserId) -> tenancy::Result<Vec<Endpoint>> {
    let rows = tx.find::<Entity>().filter(Column::OwnerId.eq(owner.uuid())).all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// An endpoint with what only the compiler of routing and the tenant's own blueprint may see.
pub struct Opened {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Its SIP password; none where it does not open.
    pub secret: Option<String>,
    /// The blueprint range that it was made by.
    pub series: Option<String>,
}

/// Endpoints with their opened secrets, by id, after one of them: a large tenant is read piece by piece, so that
/// memory does not depend on how many there are.
pub async fn opened_after(
    tx: &TenantTx,
    after: Option<EndpointId>,
    most: u64,
) -> tenancy::Result<Vec<Opened>> {
    let mut find = tx.find::<Entity>();
    if let Some(after) = after {
        find = find.filter(Column::Id.gt(after.uuid()));
    }
    let rows = find.order_by_asc(Column::Id).limit(most).all().await?;
    Ok(rows.into_iter().map(|row| open(tx, row)).collect())
}

/// All endpoints with their opened secrets, by terminal user.
pub async fn all_opened(tx: &TenantTx) -> tenancy::Result<Vec<Opened>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::TerminalUser).all().await?;
    Ok(rows.into_iter().map(|row| open(tx, row)).collect())
}

/// One endpoint with its opened secret.
pub async fn opened(tx: &TenantTx, id: EndpointId) -> tenancy::Result<Opened> {
    let row = tx.get::<Entity>(id.uuid()).await?;
    Ok(open(tx, row))
}

/// These endpoints with their opened secrets, those of them that are there.
pub async fn opened_of(tx: &TenantTx, ids: &[EndpointId]) -> tenancy::Result<Vec<Opened>> {
    let wanted = Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    let rows = tx.find::<Entity>().filter(wanted).all().await?;
    Ok(rows.into_iter().map(|row| open(tx, row)).collect())
}

fn open(tx: &TenantTx, mut row: Model) -> Opened {
    let secret = match tx.scope().unseal(SEALED_FOR, &row.secret) {
        Ok(secret) => Some(String::from_utf8_lossy(&secret).into_owned()),
        // One damaged secret must not take the tenant off the air.
        Err(error) => {
            tracing::error!(endpoint.id = %EndpointId(row.id), %error, "SIP password does not open");
            None
        }
    };
    Opened { secret, series: row.series.take(), endpoint: row.into() }
}

/// The names of all endpoints.
pub async fn names(tx: &TenantTx) -> tenancy::Result<Vec<(EndpointId, String)>> {
    let columns = tx.find::<Entity>().select_only().column(Column::Id).column(Column::Name);
    let rows = columns.all_as::<Named>().await?;
    Ok(rows.into_iter().map(|row| (EndpointId(row.id), row.name)).collect())
}

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    name: String,
}

/// Writes name, owner and settings.
pub async fn update(tx: &TenantTx, endpoint: &Endpoint) -> Result<Endpoint, EndpointFault> {
    let row = ActiveModel {
        id: ActiveValue::Set(endpoint.id.uuid()),
        name: ActiveValue::Set(endpoint.name.clone()),
        owner_id: ActiveValue::Set(endpoint.owner.map(UserId::uuid)),
        settings: ActiveValue::Set(settings_to(&endpoint.settings)),
        updated_at: ActiveValue::Set(tx.now().into()),
        ..Default::default()
    };
    tx.update(row).await.map(Into::into).map_err(|error| told(error, &endpoint.name))
}

/// Writes a secret.
pub async fn set_secret(tx: &TenantTx, id: EndpointId, secret: &str) -> tenancy::Result<Endpoint> {
    let row = ActiveModel {
        id: ActiveValue::Set(id.uuid()),
        secret: ActiveValue::Set(tx.scope().seal(SEALED_FOR, secret.as_bytes())),
        updated_at: ActiveValue::Set(tx.now().into()),
        ..Default::default()
    };
    tx.update(row).await.map(Into::into)
}

/// Deletes an endpoint and gives its terminal user back.
pub async fn delete(tx: &TenantTx, id: EndpointId) -> Result<bool, EndpointFault> {
    crate::provisioning::forget(tx, id).await?;
    tx.release_all(id).await?;
    tx.delete::<Entity>(id.uuid()).await.map_err(|error| told(error, ""))
}

/// How many there are.
pub async fn count(tx: &TenantTx) -> tenancy::Result<u64> {
    tx.find::<Entity>().count().await
}

/// One page.
pub async fn page(
    tx: &TenantTx,
    listing: &Listing<EndpointOrder, EndpointFilter>,
    owner: Option<UserId>,
) -> tenancy::Result<Rows<Model>> {
    let mut find = tx.find::<Entity>();
    for word in listing.search.iter().flat_map(|text| text.split_whitespace()) {
        find = find.filter(Column::Search.like(crate::search::containing(&fold(word))));
    }
    if let Some(owner) = owner.or(listing.filter.owner) {
        find = find.filter(Column::OwnerId.eq(owner.uuid()));
    }
    let column = match listing.order {
        EndpointOrder::Name => Column::Name,
        EndpointOrder::Number => Column::Number,
        EndpointOrder::Owner => Column::OwnerName,
        EndpointOrder::TerminalUser => Column::TerminalUser,
        EndpointOrder::Created => Column::CreatedAt,
    };
    match listing.search {
        Some(_) => find.search_page(column, &listing.request()).await,
        None => find.page(column, &listing.request()).await,
    }
}
