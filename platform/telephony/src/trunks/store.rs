//! Rows of trunks: secrets sealed, contact tokens and exclusive source addresses claimed in the directory.

use kernel::id::TrunkId;
use kernel::rng::draw_text;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, QueryOrder};
use tenancy::{KeyKind, Micros, TenantOwned, TenantTx};
use web::{Listing, Page};

use super::TrunkOrder;
use super::fault::TrunkFault;
use super::trunk::{Dialling, NewTrunk, Trunk, TrunkSettings};

/// What the sealed bytes are for.
const SEALED_FOR: &str = "trunk.secret";
/// 24 characters of 36: 124 bits, so that nobody guesses the contact that a carrier calls.
const TOKEN_LENGTH: usize = 24;
const TOKEN_ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trunk")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Digest password, sealed.
    pub secret: Option<Vec<u8>>,
    /// User part of the contact that it registers.
    pub contact_token: String,
    /// Settings.
    pub settings: Json,
    /// Created.
    pub created_at: Micros,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

impl From<Model> for Trunk {
    fn from(row: Model) -> Self {
        let settings = serde_json::from_value(row.settings).unwrap_or_else(|error| {
            // Without its settings a trunk is better off than with wrong ones.
            tracing::error!(trunk.id = %TrunkId(row.id), %error, "trunk settings do not read");
            TrunkSettings { enabled: false, ..TrunkSettings::default() }
        });
        Self {
            id: TrunkId(row.id),
            name: row.name,
            settings,
            has_secret: row.secret.is_some(),
            state: None,
            created_at: row.created_at.into(),
        }
    }
}

/// A trunk with what only the compiler of routing may see.
#[derive(Clone)]
pub struct Opened {
    /// The trunk.
    pub trunk: Trunk,
    /// Its digest password.
    pub secret: Option<String>,
    /// User part of the contact that it registers.
    pub contact_token: String,
}

fn told(error: tenancy::Error, name: &str) -> TrunkFault {
    match error {
        tenancy::Error::Duplicate { .. } => TrunkFault::Taken(name.to_owned()),
        other => other.into(),
    }
}

fn settings_to(settings: &TrunkSettings) -> Json {
    serde_json::to_value(settings).unwrap_or_default()
}

/// Claims what the settings need and gives back the rest.
///
/// Tenants share a carrier's addresses, where the called number decides; within a tenant an address is one trunk's. An
/// address that reaches more than public numbers is one trunk's alone, or one tenant could take another's calls.
async fn claim(tx: &TenantTx, id: TrunkId, token: &str, settings: &TrunkSettings) -> Result<(), TrunkFault> {
    tx.release_all(id).await?;
    tx.claim(KeyKind::TrunkContact, token, id).await?;
    for source in &settings.sources {
        claim_source(tx, KeyKind::TrunkAddress, source.to_string(), id).await?;
    }
    if settings.dialling > Dialling::Numbers {
        for source in settings.accepted_sources() {
            claim_source(tx, KeyKind::TrunkPeer, source.to_string(), id).await?;
        }
    }
    Ok(())
}

async fn claim_source(tx: &TenantTx, kind: KeyKind, value: String, id: TrunkId) -> Result<(), TrunkFault> {
    match tx.claim(kind, &value, id).await {
        Err(tenancy::Error::InUse { .. }) => Err(TrunkFault::SourceInUse(value)),
        other => Ok(other?),
    }
}

/// Inserts a trunk.
pub async fn insert(tx: &TenantTx, new: NewTrunk) -> Result<Trunk, TrunkFault> {
    let scope = tx.scope();
    let id = TrunkId::new(tx.now(), &**scope.rng());
    let token = draw_text(&**scope.rng(), TOKEN_ALPHABET, TOKEN_LENGTH);
    claim(tx, id, &token, &new.settings).await?;
    let row = ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(id.uuid()),
        name: ActiveValue::Set(new.name.clone()),
        secret: ActiveValue::Set(new.secret.map(|secret| scope.seal(SEALED_FOR, secret.as_bytes()))),
        contact_token: ActiveValue::Set(token),
        settings: ActiveValue::Set(settings_to(&new.settings)),
        created_at: ActiveValue::Set(tx.now().into()),
    };
    let row = tx.insert(row).await.map_err(|error| told(error, &new.name))?;
    Ok(row.into())
}

/// Writes name, settings and, where given, the secret.
pub async fn update(
    tx: &TenantTx,
    trunk: &Trunk,
    secret: Option<Option<String>>,
) -> Result<Trunk, TrunkFault> {
    let token = tx.get::<Entity>(trunk.id.uuid()).await?.contact_token;
    claim(tx, trunk.id, &token, &trunk.settings).await?;
    let sealed = |secret: Option<String>| secret.map(|text| tx.scope().seal(SEALED_FOR, text.as_bytes()));
    let row = ActiveModel {
        id: ActiveValue::Set(trunk.id.uuid()),
        name: ActiveValue::Set(trunk.name.clone()),
        secret: secret.map_or(ActiveValue::NotSet, |secret| ActiveValue::Set(sealed(secret))),
        settings: ActiveValue::Set(settings_to(&trunk.settings)),
        ..Default::default()
    };
    let row = tx.update(row).await.map_err(|error| told(error, &trunk.name))?;
    Ok(row.into())
}

/// One.
pub async fn get(tx: &TenantTx, id: TrunkId) -> tenancy::Result<Trunk> {
    tx.get::<Entity>(id.uuid()).await.map(Into::into)
}

/// The one of a name.
pub async fn by_name(tx: &TenantTx, name: &str) -> tenancy::Result<Option<Trunk>> {
    let row = tx.find::<Entity>().filter(Column::Name.eq(name)).one().await?;
    Ok(row.map(Into::into))
}

/// All with their secrets, by name: for the compiler of routing and for the owner's own blueprint.
pub async fn all_opened(tx: &TenantTx) -> tenancy::Result<Vec<Opened>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Name).all().await?;
    let open = |row: Model| {
        let secret = row.secret.as_deref().and_then(|sealed| match tx.scope().unseal(SEALED_FOR, sealed) {
            Ok(secret) => Some(String::from_utf8_lossy(&secret).into_owned()),
            Err(error) => {
                tracing::error!(trunk.id = %TrunkId(row.id), %error, "trunk secret does not open");
                None
            }
        });
        Opened { secret, contact_token: row.contact_token.clone(), trunk: row.into() }
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Deletes one and gives its keys back; answers whether it was there.
pub async fn delete(tx: &TenantTx, id: TrunkId) -> Result<bool, TrunkFault> {
    tx.release_all(id).await?;
    match tx.delete::<Entity>(id.uuid()).await {
        Err(tenancy::Error::Referenced { .. }) => Err(TrunkFault::InUse),
        other => Ok(other?),
    }
}

/// One page.
pub async fn page(tx: &TenantTx, listing: &Listing<TrunkOrder>) -> tenancy::Result<Page<Trunk>> {
    let mut find = tx.find::<Entity>();
    if let Some(words) = &listing.search {
        find = find.filter(crate::search::finds((Entity, Column::Name), words));
    }
    let column = match listing.order {
        TrunkOrder::Name => Column::Name,
        TrunkOrder::Created => Column::CreatedAt,
    };
    let rows = find.page(column, &listing.request()).await?;
    Ok(Page::of(rows, Into::into))
}
