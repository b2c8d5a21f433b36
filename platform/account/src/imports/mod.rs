//! Users from a file, Excel or CSV: looked at row by row first, taken in afterwards, all or none (UI-4).

mod api;
mod columns;
mod fault;
mod files;
mod job;
mod row;
pub mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod work;

use std::sync::{Arc, Mutex, PoisonError};

use feature::{Feature, Phones};
use tokio::task::JoinSet;

use crate::Account;
use job::Imports;

pub use fault::ImportFault;

web::permission! {
    /// Makes users, and their extensions, from a file.
    Run = "imports.run";
}

/// What the handlers share: the imports, and the tasks that work on them, which end with it.
struct Door {
    account: Account,
    phones: Option<Arc<dyn Phones>>,
    imports: Imports,
    tasks: Mutex<JoinSet<()>>,
}

impl Door {
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(work);
    }
}

/// The slice; `phones` makes the extensions that rows ask for, where there are any.
pub fn feature(account: &Account, phones: Option<Arc<dyn Phones>>) -> Feature {
    let door =
        Door { account: account.clone(), phones, imports: Imports::default(), tasks: Mutex::default() };
    Feature::new("imports").permissions::<(Run,)>().routes(api::routes).provide(Arc::new(door))
}
