//! The bin: what is deleted stands in it for a day, and can be put back by who might have deleted it.

use std::time::Duration;

use kernel::id::Uuid;
use sea_orm::{ActiveValue, ColumnTrait, QueryFilter};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::TenantTx;
use crate::entity::deleted::{ActiveModel, Column, Entity};
use crate::{Error, Micros, Result};

/// How long a deletion can be undone.
pub const RESTORABLE: Duration = Duration::from_hours(24);

impl TenantTx {
    /// Keeps the state of what this transaction deletes; what is older than [`RESTORABLE`] goes for good.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn keep_deleted(
        &self,
        kind: &'static str,
        id: impl Into<Uuid> + Send,
        state: &(impl Serialize + Sync),
    ) -> Result<()> {
        self.forget_deleted().await?;
        let state = serde_json::to_value(state).map_err(|error| Error::Invalid {
            field: "",
            problem: format!("the state of a deleted row does not serialise: {error}"),
        })?;
        let row = ActiveModel {
            tenant_id: ActiveValue::NotSet,
            id: ActiveValue::Set(id.into()),
            kind: ActiveValue::Set(kind.to_owned()),
            at: ActiveValue::Set(self.now().into()),
            state: ActiveValue::Set(state),
        };
        self.insert(row).await?;
        Ok(())
    }

    /// Takes the state of something deleted out of the bin; none where it is not there, not of this kind, too old, or
    /// of another release.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn take_deleted<T: DeserializeOwned>(
        &self,
        kind: &'static str,
        id: impl Into<Uuid> + Send,
    ) -> Result<Option<T>> {
        self.forget_deleted().await?;
        let id = id.into();
        let row = self.find::<Entity>().filter(Column::Id.eq(id)).filter(Column::Kind.eq(kind)).one().await?;
        let Some(row) = row else { return Ok(None) };
        self.delete::<Entity>(id).await?;
        Ok(serde_json::from_value(row.state).ok())
    }

    async fn forget_deleted(&self) -> Result<()> {
        let kept = i64::try_from(RESTORABLE.as_micros()).unwrap_or(i64::MAX);
        let oldest = Micros(self.now().micros().saturating_sub(kept));
        self.delete_where::<Entity>(Column::At.lt(oldest)).await?;
        Ok(())
    }
}
