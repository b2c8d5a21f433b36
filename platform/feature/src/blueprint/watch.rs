//! Who watches an apply: hears each step as it is made, and is given the secrets that are drawn on the way.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// One item that was compared, created or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BlueprintStep)]
pub struct Step {
    /// How many have been.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// The section.
    pub section: String,
    /// The item's natural key.
    pub key: String,
}

/// A secret that was drawn because the file gave none. It is told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DrawnSecret {
    /// The section.
    pub section: String,
    /// The item's natural key.
    pub key: String,
    /// Who signs in or registers with it.
    pub user: String,
    /// The secret.
    pub value: String,
}

type Told = Box<dyn Fn(Step) + Send + Sync>;

/// Watches one apply.
#[derive(Default)]
pub struct Watch {
    told: Option<Told>,
    draws: bool,
    total: AtomicUsize,
    done: AtomicUsize,
    secrets: Mutex<Vec<DrawnSecret>>,
}

impl Watch {
    /// Nobody watches: no passwords are drawn for users without one.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Somebody who hears of each step and is shown what is drawn, new users' passwords among it.
    pub fn somebody(told: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self { told: Some(Box::new(told)), draws: true, ..Self::default() }
    }

    /// Whether somebody is there to whom a new user's password can be shown.
    pub const fn draws_passwords(&self) -> bool {
        self.draws
    }

    /// So many more items are to come.
    pub(crate) fn expect(&self, items: usize) {
        self.total.fetch_add(items, Ordering::Relaxed);
    }

    /// An item is done.
    pub(crate) fn step(&self, section: &str, key: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(told) = &self.told {
            let total = self.total.load(Ordering::Relaxed).max(done);
            told(Step { done, total, section: section.to_owned(), key: key.to_owned() });
        }
    }

    /// A secret was drawn.
    pub fn drawn(&self, secret: DrawnSecret) {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).push(secret);
    }

    /// What was drawn, in the order of the file.
    pub fn secrets(self) -> Vec<DrawnSecret> {
        self.secrets.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
