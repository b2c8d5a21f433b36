//! Accounts: resellers, tenants, users, roles, sign-in, audit and blueprints. See README.md.

pub mod api_keys;
pub mod audit;
pub mod bans;
#[cfg(test)]
mod big_lists;
pub mod blueprints;
pub mod branding;
mod csv;
pub mod first_start;
pub mod imports;
pub mod me;
pub mod password;
pub mod photos;
pub mod plans;
pub mod resellers;
pub mod roles;
pub mod second_factor;
pub mod security_events;
pub mod seed;
pub mod sessions;
pub mod setup;
pub mod sign_in_policy;
pub mod support_access;
pub mod tenants;
pub mod usage;
pub mod users;
#[cfg(test)]
mod walls;
#[cfg(test)]
mod world;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use feature::blueprint::AnySection;
use feature::{Catalogue, Counter, Feature};
use kernel::{Clock, Rng};
use tenancy::{Directory, Limits, TenantKind, TenantScope};
use tokio::sync::Notify;

use crate::password::{PasswordError, Passwords};
use crate::roles::Roles;
use crate::sessions::Throttle;
use crate::sign_in_policy::Policies;

const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);

/// What the slices of this room share. Clones share one state; it is also the [`web::Authority`].
#[derive(Clone)]
pub struct Account(Arc<Inner>);

struct Inner {
    directory: Directory,
    passwords: Passwords,
    throttle: Mutex<Throttle>,
    policies: Policies,
    security: security_events::Log,
    doors: Mutex<bans::Doors>,
    bans: Arc<bans::Keeper>,
    known: OnceLock<Known>,
    claimed: Arc<Notify>,
    book: usage::Book,
}

/// What is known once all features are collected.
struct Known {
    roles: Roles,
    sections: Vec<Arc<dyn AnySection>>,
    counters: Vec<Arc<dyn Counter>>,
}

impl Account {
    /// Over this directory, with its clock and chance.
    ///
    /// # Errors
    /// [`PasswordError::Hashing`] when Argon2 does not work here.
    pub fn new(directory: Directory) -> Result<Self, PasswordError> {
        let passwords = Passwords::new(Arc::clone(directory.rng()))?;
        let security = security_events::Log::open(&directory);
        let (throttle, policies, known) = (Mutex::default(), Policies::default(), OnceLock::new());
        let book = usage::Book::default();
        let claimed = Arc::default();
        let (doors, bans) = (Mutex::default(), bans::Keeper::new(directory.clone()));
        let inner =
            Inner { directory, passwords, throttle, policies, security, doors, bans, claimed, book, known };
        Ok(Self(Arc::new(inner)))
    }

    /// Learns the permissions and blueprint sections of all features. Until then nobody may do anything.
    pub fn know(&self, catalogue: &Catalogue) {
        let roles = Roles::new(&catalogue.permissions());
        // A second catalogue is a mistake of the caller; the first one holds.
        let sections = catalogue.sections().to_vec();
        let _ = self.0.known.set(Known { roles, sections, counters: catalogue.counters() });
    }

    /// What every role may do.
    pub fn roles(&self) -> &Roles {
        static NONE: OnceLock<Roles> = OnceLock::new();
        self.0.known.get().map_or_else(|| NONE.get_or_init(|| Roles::new(&[])), |known| &known.roles)
    }

    /// The sections of a blueprint, in the order they are applied.
    pub fn sections(&self) -> &[Arc<dyn AnySection>] {
        self.0.known.get().map_or(&[], |known| &known.sections)
    }

    pub(crate) fn counters(&self) -> &[Arc<dyn Counter>] {
        self.0.known.get().map_or(&[], |known| &known.counters)
    }

    pub(crate) fn book(&self) -> &usage::Book {
        &self.0.book
    }

    /// What this room does by itself: erases deleted tenants when their grace time is over, keeps the log of security
    /// events, remembers bans. It does not end.
    pub async fn run(&self) {
        tokio::join!(self.erase_due(), self.0.security.run(self), self.0.bans.run());
    }

    /// Writes what still waits: before the database is closed.
    pub async fn drain(&self) {
        if let Err(problem) = self.0.bans.write().await {
            tracing::error!(cause = problem.causes(), "bans were not written");
        }
        self.0.security.drain(&self.0.directory).await;
    }

    async fn erase_due(&self) {
        let mut hourly = tokio::time::interval(HOUR);
        loop {
            hourly.tick().await;
            match tenants::erase_due(self).await {
                Ok(0) => {}
                Ok(erased) => tracing::info!(erased, "deleted tenants erased"),
                Err(problem) => {
                    let cause = problem.causes();
                    tracing::error!(code = problem.code(), cause, "deleted tenants could not be erased");
                }
            }
        }
    }

    /// Told when the link of the first start was used: what was written down of it is worth nothing any more.
    pub fn claimed(&self) -> Arc<Notify> {
        Arc::clone(&self.0.claimed)
    }

    pub(crate) fn directory(&self) -> &Directory {
        &self.0.directory
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn throttle(&self) -> MutexGuard<'_, Throttle> {
        self.0.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn policies(&self) -> &Policies {
        &self.0.policies
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &**self.0.directory.clock()
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        &**self.0.directory.rng()
    }

    pub(crate) fn doors(&self) -> MutexGuard<'_, bans::Doors> {
        self.0.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keeper(&self) -> &Arc<bans::Keeper> {
        &self.0.bans
    }

    #[cfg(test)]
    pub(crate) async fn settle_bans(&self) {
        self.0.bans.write().await.unwrap();
    }

    #[cfg(test)]
    pub(crate) async fn settle_security(&self) {
        self.0.security.drain(&self.0.directory).await;
    }

    pub(crate) fn kind(&self, scope: &TenantScope) -> TenantKind {
        self.0.directory.tenant(scope).kind
    }

    pub(crate) fn limits(&self, scope: &TenantScope) -> Limits {
        self.0.directory.tenant(scope).limits
    }
}

/// The features of this room.
pub fn features(account: &Account) -> Vec<Feature> {
    vec![
        sessions::feature(account),
        sign_in_policy::feature(account),
        second_factor::feature(),
        me::feature(),
        users::feature(account),
        photos::feature(),
        api_keys::feature(),
        roles::feature(account),
        support_access::feature(),
        resellers::feature(),
        tenants::feature(),
        plans::feature(),
        usage::feature(),
        branding::feature(),
        blueprints::feature(),
        audit::feature(),
        security_events::feature(),
        bans::feature(),
        setup::feature(),
    ]
}

/// The tables of this room.
pub fn migrations() -> Vec<tenancy::Migration> {
    let shops = [tenants::migrations(), plans::migrations(), branding::migrations()].concat();
    let access = [roles::migrations(), support_access::migrations(), setup::migrations()].concat();
    let guard = [security_events::migrations(), bans::migrations()].concat();
    [
        shops,
        users::migrations(),
        sessions::migrations(),
        second_factor::migrations(),
        sign_in_policy::migrations(),
        api_keys::migrations(),
        photos::migrations(),
        access,
        guard,
    ]
    .concat()
}
