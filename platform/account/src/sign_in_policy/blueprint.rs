//! The blueprint section `sign_in_policy`: one `[[sign_in_policy]]` at most.

use async_trait::async_trait;
use feature::blueprint::{Door, Result, Section};

use super::{SignInPolicy, api, store};
use crate::Account;

/// The section.
pub(super) struct Policy(pub(super) Account);

#[async_trait]
impl Section for Policy {
    type Item = SignInPolicy;
    const NAME: &'static str = "sign_in_policy";
    /// Before the users whom it concerns.
    const ORDER: u16 = 90;

    /// All items share one key: a second table is refused as listed twice.
    fn key(&self, _item: &SignInPolicy) -> String {
        "sign_in_policy".to_owned()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<SignInPolicy>> {
        let policy = store::get(door.tx).await?;
        Ok(Some(policy).filter(|policy| *policy != SignInPolicy::default()).into_iter().collect())
    }

    async fn create(&self, door: &Door<'_>, item: &SignInPolicy) -> Result<()> {
        api::record(&self.0, door.tx, door.actor, *item).await
    }

    async fn change(&self, door: &Door<'_>, _present: &SignInPolicy, wanted: &SignInPolicy) -> Result<()> {
        api::record(&self.0, door.tx, door.actor, *wanted).await
    }

    async fn delete(&self, door: &Door<'_>, _item: &SignInPolicy) -> Result<()> {
        api::record(&self.0, door.tx, door.actor, SignInPolicy::default()).await
    }
}
