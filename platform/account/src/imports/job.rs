//! An import at work: it stands in memory, apart from the page that began it, until an hour after its last step.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::Timestamp;
use kernel::id::{ImportId, TenantId};
use serde::Serialize;
use utoipa::ToSchema;

use super::columns::Field;
use super::fault::ImportFault;
use super::row::{Draft, RowProblem};
use super::sheet::Sheet;

/// Imports of one tenant that are remembered; the oldest goes for another.
const MOST_KEPT: usize = 4;
/// Imports of the installation that are worked on at one time.
const MOST_AT_WORK: usize = 4;
/// How long one is remembered after its last step.
const KEPT: Duration = Duration::from_hours(1);
/// How many problems are shown; all are counted.
pub const MOST_PROBLEMS: usize = 1_000;
/// Rows shown under the headings.
const SAMPLE: usize = 5;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its rows are being looked at; nothing is changed by that.
    Checking,
    /// The report is whole.
    Checked,
    /// Users are being made.
    Applying,
    /// All of it is there.
    Applied,
    /// Somebody ended it; nothing was changed.
    Cancelled,
    /// It could not be done; nothing was changed.
    Failed,
}

/// A password that nobody has seen yet.
#[derive(Clone)]
pub struct Secret {
    /// The row in the file.
    pub row: u32,
    /// The user.
    pub user_name: String,
    /// The drawn password; empty where it was given or none was wanted.
    pub password: String,
    /// The internal number; empty where there is none.
    pub extension: String,
    /// The SIP user name.
    pub terminal_user: String,
    /// The SIP password.
    pub secret: String,
}

/// One import.
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Whose.
    pub tenant: TenantId,
    /// The name of the file.
    pub file: String,
    /// When it began.
    pub created_at: Timestamp,
    /// What was read.
    pub sheet: Sheet,
    cancelled: AtomicBool,
    state: Mutex<State>,
}

/// What changes while it goes on.
pub struct State {
    pub stage: Stage,
    pub columns: Vec<Option<Field>>,
    pub done: usize,
    pub of: usize,
    pub good: Arc<Vec<Draft>>,
    pub bad: usize,
    pub problems: Vec<RowProblem>,
    pub failure: Option<Failure>,
    pub users: usize,
    pub phones: usize,
    pub secrets: Vec<Secret>,
    pub touched: Timestamp,
}

/// Why an import failed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Failure {
    /// The stable code.
    pub code: String,
    /// What happened, in English.
    pub detail: String,
}

/// An import as its page shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportFacts {
    /// Its id.
    pub id: ImportId,
    /// The name of the file.
    pub file: String,
    /// When it began.
    pub created_at: Timestamp,
    /// How far it is.
    pub stage: Stage,
    /// The headings of the file.
    pub headings: Vec<String>,
    /// What each column is taken for.
    pub columns: Vec<Option<Field>>,
    /// The first rows, passwords left out.
    pub sample: Vec<Vec<String>>,
    /// How many rows there are.
    pub rows: usize,
    /// How many can be imported.
    pub good: usize,
    /// How many cannot.
    pub bad: usize,
    /// What is wrong, the first thousand.
    pub problems: Vec<RowProblem>,
    /// Steps done of this stage.
    pub done: usize,
    /// Steps of this stage.
    pub of: usize,
    /// Users that were made.
    pub users: usize,
    /// Extensions that were made.
    pub phones: usize,
    /// Whether drawn passwords wait for the one time that they are shown.
    pub has_secrets: bool,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

impl Stage {
    /// Whether it is being worked on.
    pub const fn at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Applying)
    }
}

impl Import {
    /// One that is about to be checked.
    pub fn new(id: ImportId, tenant: TenantId, file: String, sheet: Sheet, now: Timestamp) -> Self {
        let columns = super::columns::recognised(&sheet.headings);
        let state = State {
            stage: Stage::Checked,
            columns,
            done: 0,
            of: 0,
            good: Arc::default(),
            bad: 0,
            problems: Vec::new(),
            failure: None,
            users: 0,
            phones: 0,
            secrets: Vec::new(),
            touched: now,
        };
        Self {
            id,
            tenant,
            file,
            created_at: now,
            sheet,
            cancelled: AtomicBool::new(false),
            state: Mutex::new(state),
        }
    }

    /// What changes while it goes on. Never held across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a stage that is worked on.
    ///
    /// # Errors
    /// [`ImportFault::Working`], [`ImportFault::Over`].
    pub fn enter(&self, stage: Stage, of: usize, now: Timestamp) -> Result<(), ImportFault> {
        let mut state = self.state();
        match state.stage {
            present if present.at_work() => return Err(ImportFault::Working),
            Stage::Applied => return Err(ImportFault::Over),
            _ => {}
        }
        self.cancelled.store(false, Ordering::SeqCst);
        (state.stage, state.done, state.of, state.failure, state.touched) = (stage, 0, of, None, now);
        Ok(())
    }

    /// Asks it to end; what is at work sees it at its next step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether somebody asked it to end.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// What its page shows.
    pub fn facts(&self) -> ImportFacts {
        let state = self.state();
        let shown = |row: &super::sheet::Row| {
            let cells = row.cells.iter().zip(&state.columns);
            cells
                .map(
                    |(cell, field)| {
                        if *field == Some(Field::Password) { "•••".into() } else { cell.clone() }
                    },
                )
                .collect()
        };
        ImportFacts {
            id: self.id,
            file: self.file.clone(),
            created_at: self.created_at,
            stage: state.stage,
            headings: self.sheet.headings.clone(),
            columns: state.columns.clone(),
            sample: self.sheet.rows.iter().take(SAMPLE).map(shown).collect(),
            rows: self.sheet.rows.len(),
            good: state.good.len(),
            bad: state.bad,
            problems: state.problems.clone(),
            done: state.done,
            of: state.of,
            users: state.users,
            phones: state.phones,
            has_secrets: !state.secrets.is_empty(),
            failure: state.failure.clone(),
        }
    }
}

/// The imports of the installation.
#[derive(Default)]
pub struct Imports(Mutex<HashMap<ImportId, Arc<Import>>>);

impl Imports {
    /// Takes in another one.
    ///
    /// # Errors
    /// [`ImportFault::Busy`] where too many are worked on.
    pub fn add(&self, import: Import, now: Timestamp) -> Result<Arc<Import>, ImportFault> {
        let mut all = self.all(now);
        if all.values().filter(|known| known.state().stage.at_work()).count() >= MOST_AT_WORK {
            return Err(ImportFault::Busy);
        }
        let mut own: Vec<_> = all.values().filter(|known| known.tenant == import.tenant).collect();
        own.sort_by_key(|known| known.id);
        let idle = own.iter().find(|known| !known.state().stage.at_work()).map(|known| known.id);
        if own.len() >= MOST_KEPT {
            all.remove(&idle.ok_or(ImportFault::Busy)?);
        }
        let import = Arc::new(import);
        all.insert(import.id, Arc::clone(&import));
        Ok(import)
    }

    /// Those of a tenant, the newest first.
    pub fn of(&self, tenant: TenantId, now: Timestamp) -> Vec<Arc<Import>> {
        let mut own: Vec<_> =
            self.all(now).values().filter(|known| known.tenant == tenant).cloned().collect();
        own.sort_by_key(|known| std::cmp::Reverse(known.id));
        own
    }

    /// One of a tenant.
    ///
    /// # Errors
    /// [`ImportFault::NotFound`].
    pub fn get(&self, tenant: TenantId, id: ImportId, now: Timestamp) -> Result<Arc<Import>, ImportFault> {
        let found = self.all(now).get(&id).filter(|known| known.tenant == tenant).cloned();
        found.ok_or(ImportFault::NotFound)
    }

    /// Forgets one.
    pub fn forget(&self, id: ImportId, now: Timestamp) {
        self.all(now).remove(&id);
    }

    /// All that are not too old.
    fn all(&self, now: Timestamp) -> MutexGuard<'_, HashMap<ImportId, Arc<Import>>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = now.micros().saturating_sub(i64::try_from(KEPT.as_micros()).unwrap_or(i64::MAX));
        all.retain(|_, known| {
            let state = known.state();
            state.stage.at_work() || state.touched.micros() >= oldest
        });
        all
    }
}
