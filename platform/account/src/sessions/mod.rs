//! Sessions: sign-in by password and code, who is behind a cookie, ending sessions (SGN-1, SGN-8, SGN-9).

mod api;
mod authority;
mod challenge;
mod migration;
mod second_step;
mod sign_in;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod throttle;

use std::time::Duration;

use feature::Feature;

pub(crate) use api::lifetime;
pub use sign_in::SignInError;
pub(crate) use sign_in::is_at_home;
pub use store::{SessionEnded, SessionFacts};
pub(crate) use throttle::Throttle;

use crate::Account;

/// A session that is not used for so long has ended.
pub const IDLE: Duration = Duration::from_secs(12 * 3600);
/// A session ends after so long in any case.
pub const ABSOLUTE: Duration = Duration::from_secs(14 * 24 * 3600);

/// The slice. It also hands the account's state to all handlers.
pub fn feature(account: &Account) -> Feature {
    Feature::new("sessions")
        .migrations(migrations())
        .routes(api::routes)
        .provide(std::sync::Arc::new(account.clone()))
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
