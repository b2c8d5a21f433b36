//! The work of an import: the look at each row, and the one transaction that makes all of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bus::Publish as _;
use feature::{NewPhone, Phones, UserEvent};
use kernel::Timestamp;
use kernel::id::UserId;
use tenancy::{Actor, AuditLine, TenantScope, TenantTx};
use web::{Grants, Problem, Result};

use super::columns::Field;
use super::fault::ImportFault;
use super::job::{Failure, Import, MOST_PROBLEMS, Secret, Stage};
use super::row::{Draft, Reading, RowProblem};
use super::sheet::Row;
use crate::roles::{self, Role};
use crate::users::{User, UserError, store as users};
use crate::{Account, password};

/// How long an import may take.
const PATIENCE: Duration = Duration::from_mins(15);

/// Who works, where, and through which doors.
#[derive(Clone)]
pub struct Worker {
    pub account: Account,
    pub phones: Option<Arc<dyn Phones>>,
    pub scope: TenantScope,
    pub actor: Actor,
    /// What whoever imports may do: nobody gives a role that may do more.
    pub grants: Arc<Grants>,
}

/// Whether users without password get one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passwords {
    /// One is drawn.
    Draw,
    /// They cannot sign in until one is set.
    Leave,
}

impl Worker {
    /// Looks at every row. Changes nothing.
    pub async fn check(self, import: Arc<Import>) {
        let outcome = self.bounded(self.checked(&import)).await;
        self.ended(&import, outcome, Stage::Checked);
    }

    /// Makes users and phones of the good rows, all or none of them.
    pub async fn apply(self, import: Arc<Import>, passwords: Passwords) {
        let outcome = self.bounded(self.applied(&import, passwords)).await;
        self.ended(&import, outcome, Stage::Applied);
    }

    async fn bounded(&self, work: impl Future<Output = Result<()>>) -> Result<()> {
        tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(ImportFault::TooLong.into()))
    }

    fn ended(&self, import: &Import, outcome: Result<()>, stage: Stage) {
        let mut state = import.state();
        state.touched = self.account.clock().now();
        state.stage = match outcome {
            Ok(()) => stage,
            Err(_) if import.is_cancelled() => Stage::Cancelled,
            Err(problem) => {
                if problem.status().is_server_error() {
                    let cause = problem.causes();
                    tracing::error!(tenant.id = %import.tenant, code = problem.code(), cause, "an import failed");
                }
                state.failure =
                    Some(Failure { code: problem.code().to_owned(), detail: problem.detail().to_owned() });
                Stage::Failed
            }
        };
    }

    async fn checked(&self, import: &Import) -> Result<()> {
        let columns = import.state().columns.clone();
        let reading = Reading { headings: &import.sheet.headings, columns: &columns };
        let mut look = Look::default();
        for (number, row) in import.sheet.rows.iter().enumerate() {
            look.at(&reading, row);
            if number % 100 == 0 {
                step(import, number)?;
                tokio::task::yield_now().await;
            }
        }
        // Roles are looked at in their turn, which a transaction that only reads cannot take. Nothing of it is kept.
        let tx = self.scope.begin().await?;
        self.against_the_tenant(&tx, &reading, &mut look).await?;
        tx.rollback().await?;
        let mut state = import.state();
        state.done = import.sheet.rows.len();
        state.bad = look.rows.iter().filter(|(_, _, problems)| !problems.is_empty()).count();
        let (good, bad): (Vec<_>, Vec<_>) =
            look.rows.into_iter().partition(|(_, _, problems)| problems.is_empty());
        state.good = Arc::new(good.into_iter().map(|(_, draft, _)| draft).collect());
        state.problems = bad.into_iter().flat_map(|(_, _, problems)| problems).take(MOST_PROBLEMS).collect();
        Ok(())
    }

    /// What only the tenant's rows tell: names and numbers that are taken, roles, and the plan's limits.
    async fn against_the_tenant(
        &self,
        tx: &TenantTx,
        reading: &Reading<'_>,
        look: &mut Look<'_>,
    ) -> Result<()> {
        let names: Vec<&str> = look.rows.iter().map(|(_, draft, _)| draft.user.user_name.as_str()).collect();
        let known = users::known(tx, &names).await?;
        let numbers: Vec<String> =
            look.rows.iter().filter_map(|(_, draft, _)| draft.extension.clone()).collect();
        let judged = match &self.phones {
            Some(phones) => phones.judge(tx, &numbers).await?,
            None => numbers.iter().map(|_| Some(ImportFault::NoPhones.into())).collect(),
        };
        let mut judged = judged.into_iter();
        let roles = self.roles_refused(tx, look).await?;
        for (row, draft, problems) in &mut look.rows {
            if known.contains(&users::key(&draft.user.user_name)) {
                let fault = UserError::NameTaken(draft.user.user_name.clone());
                problems.push(faulty(reading, row, Field::UserName, &fault.into()));
            }
            if let Some(problem) = roles.get(&draft.user.role) {
                problems.push(faulty(reading, row, Field::Role, problem));
            }
            if draft.extension.is_some()
                && let Some(Some(problem)) = judged.next()
            {
                problems.push(faulty(reading, row, Field::Extension, &problem));
            }
        }
        self.within_limits(tx, reading, look).await
    }

    /// The roles that users of this tenant may not have, or whoever imports may not give.
    async fn roles_refused(&self, tx: &TenantTx, look: &Look<'_>) -> Result<HashMap<Role, Problem>> {
        let mut refused = HashMap::new();
        let wanted: HashSet<Role> = look.rows.iter().map(|(_, draft, _)| draft.user.role).collect();
        for role in wanted {
            let given = match roles::within(&self.account, tx, role).await {
                Ok(()) => roles::covered(&self.account, tx, &self.grants, role).await,
                refused => refused,
            };
            match given {
                Err(problem) if problem.status().is_server_error() => return Err(problem),
                Err(problem) => drop(refused.insert(role, problem)),
                Ok(()) => {}
            }
        }
        Ok(refused)
    }

    /// The rows beyond what the plan allows.
    async fn within_limits(&self, tx: &TenantTx, reading: &Reading<'_>, look: &mut Look<'_>) -> Result<()> {
        let limit = self.account.limits(&self.scope).users;
        let mut room = match limit {
            Some(limit) => Some(u64::from(limit).saturating_sub(users::count(tx).await?)),
            None => None,
        };
        let mut phones = match &self.phones {
            Some(phones) => phones.room_for(tx).await?,
            None => None,
        };
        for (row, draft, problems) in look.rows.iter_mut().filter(|(_, _, problems)| problems.is_empty()) {
            if !taken_from(&mut room) {
                let fault = UserError::LimitReached(limit.unwrap_or_default());
                problems.push(faulty(reading, row, Field::UserName, &fault.into()));
            } else if draft.extension.is_some() && !taken_from(&mut phones) {
                let detail = "the plan allows no more endpoints";
                problems.push(reading.problem(row, Field::Extension, "endpoints.limit", detail));
            }
        }
        Ok(())
    }

    async fn applied(&self, import: &Import, passwords: Passwords) -> Result<()> {
        let good = Arc::clone(&import.state().good);
        let mut new = Vec::with_capacity(good.len());
        for (number, draft) in good.iter().enumerate() {
            step(import, number)?;
            new.push(self.hashed(draft, passwords).await?);
        }
        step(import, good.len())?;
        let tx = self.scope.begin().await?;
        let now = tx.now();
        let made: Vec<(User, Option<String>)> =
            new.iter().map(|(draft, hash, _)| (self.user(draft, now), hash.clone())).collect();
        users::insert_all(&tx, &made, self.account.limits(&self.scope).users).await?;
        self.recorded(&tx, import, &made).await?;
        let phones = self.phones_made(&tx, &made, &good).await?;
        if import.is_cancelled() {
            return Err(ImportFault::Over.into());
        }
        tx.commit().await?;
        if let Some(door) = &self.phones {
            door.settled(&self.scope).await;
        }
        let mut state = import.state();
        (state.done, state.users, state.phones) = (state.of, made.len(), phones.len());
        let drawn = new.into_iter().zip(&made).map(|((draft, _, password), (user, _))| {
            let phone = phones.get(&user.id);
            Secret {
                row: draft.row,
                user_name: user.user_name.clone(),
                password: password.unwrap_or_default(),
                extension: phone.map(|phone| phone.number.clone()).unwrap_or_default(),
                terminal_user: phone.map(|phone| phone.terminal_user.clone()).unwrap_or_default(),
                secret: phone.map(|phone| phone.secret.clone()).unwrap_or_default(),
            }
        });
        state.secrets = drawn.filter(|it| !it.password.is_empty() || !it.secret.is_empty()).collect();
        Ok(())
    }

    /// A row with the hash of its password, and the password where it was drawn here.
    async fn hashed<'d>(
        &self,
        draft: &'d Draft,
        passwords: Passwords,
    ) -> Result<(&'d Draft, Option<String>, Option<String>)> {
        let drawn = match (&draft.user.password, passwords) {
            (None, Passwords::Draw) => Some(password::generate(self.account.rng())),
            _ => None,
        };
        let Some(password) = draft.user.password.as_ref().or(drawn.as_ref()) else {
            return Ok((draft, None, None));
        };
        let hash = self.account.passwords().hash(password).await?;
        Ok((draft, Some(hash), drawn))
    }

    fn user(&self, draft: &Draft, now: Timestamp) -> User {
        User::of(&draft.user, UserId::new(now, self.account.rng()), now)
    }

    async fn recorded(&self, tx: &TenantTx, import: &Import, made: &[(User, Option<String>)]) -> Result<()> {
        let line = |action| AuditLine::new(&self.actor, action);
        let whole = serde_json::json!({"file": import.file, "users": made.len()});
        let mut lines = vec![line("imports.apply").object(import.id).after(&whole)];
        lines.extend(made.iter().map(|(user, _)| line("users.create").object(user.id).after(user)));
        tx.audit_all(lines).await?;
        tx.publish_all(made.iter().map(|(user, _)| UserEvent { id: user.id }).collect()).await?;
        Ok(())
    }

    async fn phones_made(
        &self,
        tx: &TenantTx,
        made: &[(User, Option<String>)],
        good: &[Draft],
    ) -> Result<HashMap<UserId, feature::MadePhone>> {
        let wanted: Vec<NewPhone> = made
            .iter()
            .zip(good)
            .filter_map(|((user, _), draft)| {
                let number = draft.extension.clone()?;
                Some(NewPhone { owner: user.id, owner_name: user.shown_name(), number })
            })
            .collect();
        let Some(phones) = self.phones.as_ref().filter(|_| !wanted.is_empty()) else {
            return Ok(HashMap::new());
        };
        let made = phones.make(tx, &self.actor, wanted).await?;
        Ok(made.into_iter().map(|phone| (phone.owner, phone)).collect())
    }
}

/// Rows with what is wrong with each, and what the file itself has twice.
#[derive(Default)]
struct Look<'a> {
    rows: Vec<(&'a Row, Draft, Vec<RowProblem>)>,
    names: HashMap<String, u32>,
    numbers: HashMap<String, u32>,
}

impl<'a> Look<'a> {
    fn at(&mut self, reading: &Reading<'_>, row: &'a Row) {
        let (draft, mut problems) = reading.draft(row);
        let mut twice = |seen: &mut HashMap<String, u32>, key: String, field| {
            if let Some(first) = seen.get(&key) {
                let detail = format!("row {first} has the same");
                problems.push(reading.problem(row, field, "imports.twice", &detail));
            } else {
                seen.insert(key, row.number);
            }
        };
        twice(&mut self.names, users::key(&draft.user.user_name), Field::UserName);
        if let Some(number) = &draft.extension {
            twice(&mut self.numbers, number.clone(), Field::Extension);
        }
        self.rows.push((row, draft, problems));
    }
}

fn faulty(reading: &Reading<'_>, row: &Row, field: Field, problem: &Problem) -> RowProblem {
    reading.problem(row, field, problem.code(), problem.detail())
}

/// Notes how far it is; ends it where somebody asked for that.
fn step(import: &Import, done: usize) -> Result<()> {
    import.state().done = done;
    if import.is_cancelled() { Err(ImportFault::Over.into()) } else { Ok(()) }
}

/// Takes one of what is left; whether there was one.
fn taken_from(room: &mut Option<u64>) -> bool {
    match room {
        Some(0) => false,
        Some(left) => {
            *left -= 1;
            true
        }
        None => true,
    }
}
