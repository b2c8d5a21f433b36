//! Rows of desk phones and their lines. A deleted phone waits a while for somebody who wants it back.

use kernel::Timestamp;
use kernel::id::{DeskPhoneId, EndpointId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ActiveValue, QueryOrder};
use tenancy::{KeyKind, Micros, Rows, TenantOwned, TenantTx};
use web::Listing;

use super::super::fault::ProvisioningFault;
use super::super::mac::Mac;
use super::super::profile::Carrier;
use super::PhoneOrder;
use super::phone::{Fetch, NewDeskPhone, Outcome};

/// What the sealed password is for.
const PASSWORD: &str = "desk_phone.admin_password";
/// What the sealed print of the last configuration is for.
const PRINT: &str = "desk_phone.print";
/// How long a deleted phone can be had back.
const KEPT_MICROS: i64 = 3_600 * 1_000_000;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_phone")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// MAC address, without separators.
    pub mac: String,
    /// Vendor.
    pub vendor: String,
    /// Model.
    pub model: String,
    /// Name.
    pub name: String,
    /// Transport.
    pub carrier: String,
    /// SHA-256 of the token.
    pub token_hash: String,
    /// Password of the phone's pages, sealed.
    pub admin_password: Vec<u8>,
    /// Last request.
    pub fetched: Option<Json>,
    /// When the configuration went out last.
    pub served_at: Option<Micros>,
    /// Print of what went out, sealed: secrets went into it.
    pub served_print: Option<Vec<u8>>,
    /// Deleted when.
    pub deleted_at: Option<Micros>,
    /// Added when.
    pub created_at: Micros,
    /// Changed when.
    pub updated_at: Micros,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// A line of a phone.
pub mod line {
    use sea_orm::entity::prelude::*;
    use tenancy::TenantOwned;

    /// A row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "desk_phone_line")]
    pub struct Model {
        /// Tenant.
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: Uuid,
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Phone.
        pub phone_id: Uuid,
        /// Endpoint.
        pub endpoint_id: Uuid,
        /// Place among the lines.
        pub position: i64,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl TenantOwned for Entity {
        const TENANT: Column = Column::TenantId;
        const ID: Column = Column::Id;
    }
}

impl Model {
    /// Its id.
    pub fn phone(&self) -> DeskPhoneId {
        DeskPhoneId(self.id)
    }

    /// Its last request.
    pub fn fetch(&self) -> Option<Fetch> {
        self.fetched.clone().and_then(|fetched| serde_json::from_value(fetched).ok())
    }
}

/// The word of a transport, as it is stored and sent.
pub fn carrier_word(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Auto => "auto",
        Carrier::Udp => "udp",
        Carrier::Tcp => "tcp",
        Carrier::Tls => "tls",
    }
}

/// The transport of a word.
pub fn carrier_of(word: &str) -> Carrier {
    let all = [Carrier::Udp, Carrier::Tcp, Carrier::Tls];
    all.into_iter().find(|carrier| carrier_word(*carrier) == word).unwrap_or_default()
}

/// Adds a phone; `hash` is its token's. A phone of the same address that was deleted makes room.
pub async fn insert(
    tx: &TenantTx,
    new: &NewDeskPhone,
    mac: Mac,
    (hash, password): (&str, &str),
) -> Result<Model, ProvisioningFault> {
    let deleted = Column::DeletedAt.is_not_null().and(Column::Mac.eq(mac.bare()));
    sweep(tx, deleted).await?;
    let scope = tx.scope();
    let id = DeskPhoneId::new(tx.now(), &**scope.rng());
    let row = ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(id.uuid()),
        mac: ActiveValue::Set(mac.bare()),
        vendor: ActiveValue::Set(new.vendor.word().to_owned()),
        model: ActiveValue::Set(new.model.clone()),
        name: ActiveValue::Set(new.name.clone()),
        carrier: ActiveValue::Set(carrier_word(new.transport).to_owned()),
        token_hash: ActiveValue::Set(hash.to_owned()),
        admin_password: ActiveValue::Set(scope.seal(PASSWORD, password.as_bytes())),
        fetched: ActiveValue::Set(None),
        served_at: ActiveValue::Set(None),
        served_print: ActiveValue::Set(None),
        deleted_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now().into()),
        updated_at: ActiveValue::Set(tx.now().into()),
    };
    let row = tx.insert(row).await.map_err(|error| match error {
        tenancy::Error::Duplicate { .. } => ProvisioningFault::Taken,
        other => other.into(),
    })?;
    tx.claim(KeyKind::ProvisioningToken, hash, id).await?;
    set_lines(tx, id, &new.lines).await?;
    Ok(row)
}

/// Replaces the lines of a phone.
pub async fn set_lines(tx: &TenantTx, phone: DeskPhoneId, lines: &[EndpointId]) -> tenancy::Result<()> {
    tx.delete_where::<line::Entity>(line::Column::PhoneId.eq(phone.uuid())).await?;
    let rows = lines.iter().zip(1_i64..).map(|(endpoint, position)| line::ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(kernel::id::uuid_v7(tx.now(), &**tx.scope().rng())),
        phone_id: ActiveValue::Set(phone.uuid()),
        endpoint_id: ActiveValue::Set(endpoint.uuid()),
        position: ActiveValue::Set(position),
    });
    tx.insert_many(rows.collect()).await
}

/// The lines of phones, in order.
pub async fn lines(tx: &TenantTx, phones: &[Uuid]) -> tenancy::Result<Vec<line::Model>> {
    let found = tx.find::<line::Entity>().filter(line::Column::PhoneId.is_in(phones.iter().copied()));
    found.order_by_asc(line::Column::Position).all().await
}

/// One phone; a deleted one is not there.
pub async fn get(tx: &TenantTx, id: DeskPhoneId) -> tenancy::Result<Option<Model>> {
    let row = tx.find_by_id::<Entity>(id.uuid()).await?;
    Ok(row.filter(|row| row.deleted_at.is_none()))
}

/// One page.
pub async fn page(tx: &TenantTx, listing: &Listing<PhoneOrder>) -> tenancy::Result<Rows<Model>> {
    let mut find = tx.find::<Entity>().filter(Column::DeletedAt.is_null());
    if let Some(words) = &listing.search {
        let by = |column| crate::search::finds((Entity, column), words);
        let mac: String = words.chars().filter(char::is_ascii_hexdigit).collect();
        let mut found = by(Column::Name).or(by(Column::Model)).or(by(Column::Vendor));
        if mac.len() >= 4 {
            found = found.or(crate::search::finds((Entity, Column::Mac), &mac.to_ascii_lowercase()));
        }
        find = find.filter(found);
    }
    let column = match listing.order {
        PhoneOrder::Name => Column::Name,
        PhoneOrder::Mac => Column::Mac,
        PhoneOrder::Created => Column::CreatedAt,
    };
    find.page(column, &listing.request()).await
}

/// Writes name, model and transport.
pub async fn update(tx: &TenantTx, row: &Model) -> tenancy::Result<Model> {
    let values = ActiveModel {
        id: ActiveValue::Set(row.id),
        model: ActiveValue::Set(row.model.clone()),
        name: ActiveValue::Set(row.name.clone()),
        carrier: ActiveValue::Set(row.carrier.clone()),
        updated_at: ActiveValue::Set(tx.now().into()),
        ..Default::default()
    };
    tx.update(values).await
}

/// Gives a phone another token: the old one opens nothing from the commit on.
pub async fn set_token(tx: &TenantTx, id: DeskPhoneId, hash: &str) -> tenancy::Result<Model> {
    tx.release_all(id).await?;
    tx.claim(KeyKind::ProvisioningToken, hash, id).await?;
    let values = ActiveModel {
        id: ActiveValue::Set(id.uuid()),
        token_hash: ActiveValue::Set(hash.to_owned()),
        updated_at: ActiveValue::Set(tx.now().into()),
        ..Default::default()
    };
    tx.update(values).await
}

/// Deletes a phone, or takes that back. Its token opens nothing meanwhile.
pub async fn set_deleted(tx: &TenantTx, id: DeskPhoneId, deleted: bool) -> tenancy::Result<Model> {
    let values = ActiveModel {
        id: ActiveValue::Set(id.uuid()),
        deleted_at: ActiveValue::Set(deleted.then(|| tx.now().into())),
        ..Default::default()
    };
    let long_ago = Timestamp::from_micros(tx.now().micros() - KEPT_MICROS);
    let row = tx.update(values).await?;
    sweep(tx, Column::DeletedAt.lt(Micros::from(long_ago))).await?;
    Ok(row)
}

/// One phone, deleted or not.
pub async fn even_deleted(tx: &TenantTx, id: DeskPhoneId) -> tenancy::Result<Option<Model>> {
    tx.find_by_id::<Entity>(id.uuid()).await
}

async fn sweep(tx: &TenantTx, which: Expr) -> tenancy::Result<()> {
    for row in tx.find::<Entity>().filter(which).all().await? {
        tx.release_all(row.phone()).await?;
        tx.delete::<Entity>(row.id).await?;
    }
    Ok(())
}

/// Keeps a phone's request, and with a configuration the print of what went out.
pub async fn fetched(
    tx: &TenantTx,
    id: DeskPhoneId,
    fetch: &Fetch,
    print: Option<&[u8]>,
) -> tenancy::Result<()> {
    let mut values = ActiveModel {
        id: ActiveValue::Set(id.uuid()),
        fetched: ActiveValue::Set(serde_json::to_value(fetch).ok()),
        ..Default::default()
    };
    if let Some(print) = print.filter(|_| fetch.outcome == Outcome::Served) {
        values.served_at = ActiveValue::Set(Some(fetch.at.into()));
        values.served_print = ActiveValue::Set(Some(tx.scope().seal(PRINT, print)));
    }
    tx.update(values).await.map(drop)
}

/// The print of what went out last.
pub fn print(tx: &TenantTx, row: &Model) -> Option<Vec<u8>> {
    row.served_print.as_ref().and_then(|sealed| tx.scope().unseal(PRINT, sealed).ok())
}

/// The password of the phone's pages.
pub fn password(tx: &TenantTx, row: &Model) -> tenancy::Result<String> {
    let opened = tx.scope().unseal(PASSWORD, &row.admin_password)?;
    Ok(String::from_utf8_lossy(&opened).into_owned())
}
