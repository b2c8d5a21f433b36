//! What other rooms may know of users.

use async_trait::async_trait;
use feature::Users;
use kernel::id::UserId;
use tenancy::TenantTx;
use web::Result;

use super::person::User;
use super::store;
use crate::Account;

#[async_trait]
impl Users for Account {
    async fn name_of(&self, tx: &TenantTx, user: UserId) -> Result<Option<String>> {
        Ok(tx.find_by_id::<store::Entity>(user.uuid()).await?.map(|row| row.user_name))
    }

    async fn named(&self, tx: &TenantTx, name: &str) -> Result<Option<UserId>> {
        Ok(store::by_name(tx, name).await?.map(|row| UserId(row.id)))
    }

    async fn shown_name(&self, tx: &TenantTx, user: UserId) -> Result<Option<String>> {
        let row = tx.find_by_id::<store::Entity>(user.uuid()).await?;
        Ok(row.map(|row| User::from(row).shown_name()))
    }
}
