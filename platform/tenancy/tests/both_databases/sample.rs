//! A slice as the rooms write them: one table, one entity.

use sea_orm::entity::prelude::*;
use tenancy::schema::{OnDelete, integer, json, tenant_table, text, uuid};
use tenancy::testkit::{Backend, TestDatabase, two_tenants};
use tenancy::{Directory, Migration, TenantOwned, TenantScope};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "phone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub ring_secs: i64,
    pub colour: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

pub mod button {
    use sea_orm::entity::prelude::*;
    use tenancy::TenantOwned;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "button")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub phone_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl TenantOwned for Entity {
        const TENANT: Column = Column::TenantId;
        const ID: Column = Column::Id;
    }
}

pub const MIGRATIONS: [Migration; 2] = [
    Migration::new("m20261121_000000_sample_phone", |schema| {
        schema.create(
            tenant_table("phone")
                .column(text("name"))
                .column(integer("ring_secs").default(20))
                .column(json("colour").null())
                .unique(&["name"]),
        );
    }),
    Migration::new("m20261121_000001_sample_button", |schema| {
        schema.create(tenant_table("button").column(uuid("phone_id")).foreign(
            "phone_id",
            "phone",
            OnDelete::Cascade,
        ));
    }),
];

pub fn phone(name: &str) -> ActiveModel {
    ActiveModel { name: sea_orm::Set(name.to_owned()), ring_secs: sea_orm::Set(20), ..Default::default() }
}

/// A fresh database with two tenants.
pub struct World {
    pub base: TestDatabase,
    pub directory: Directory,
    pub acme: TenantScope,
    pub bravo: TenantScope,
}

impl World {
    pub async fn new(backend: Backend) -> Self {
        let base = TestDatabase::new(backend, &MIGRATIONS).await;
        let directory = base.directory().await;
        let [acme, bravo] = two_tenants(&directory).await;
        Self { base, directory, acme, bravo }
    }
}
