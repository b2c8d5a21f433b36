//! Applying: compare what the file wants with what is there, then create, change and delete in one transaction.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use serde::Serialize;
use web::Problem;

use super::document::{Document, Entry, Refusal};
use super::export::Exported;
use super::section::{Door, Section};

/// What is done to one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It was not there.
    Create,
    /// It differed.
    Change,
    /// The file does not list it.
    Delete,
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// The section.
    pub section: String,
    /// The item's natural key.
    pub key: String,
    /// What is done.
    pub action: Action,
    /// The fields that differ, for a change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// Items of a section that the file does not list.
pub struct Surplus(Vec<Box<dyn Any + Send>>);

/// A section whatever its item is; implemented for every [`Section`].
#[async_trait]
pub trait AnySection: Send + Sync + 'static {
    /// The TOML key.
    fn name(&self) -> &'static str;
    /// When it is applied.
    fn order(&self) -> u16;
    /// Whether it is one table instead of a list.
    fn is_single(&self) -> bool;
    /// Creates and changes; answers what it did and what is left over.
    async fn bring(
        &self,
        door: &Door<'_>,
        entries: &[Entry<'_, '_>],
    ) -> Result<(Vec<Change>, Surplus), Refusal>;
    /// Deletes what is left over.
    async fn remove(&self, door: &Door<'_>, surplus: Surplus) -> Result<Vec<Change>, (String, Problem)>;
    /// All items as TOML, without secrets.
    async fn export(&self, door: &Door<'_>) -> Result<Exported, Problem>;
}

/// Brings a tenant to what the document says. The caller commits the transaction, or rolls it back for a plan.
///
/// Items are created and changed in the order of sections; then what is left over is deleted in reverse order,
/// so that nothing is deleted that is still referred to.
///
/// # Errors
/// The first refusal with its place; the transaction must then be rolled back.
pub async fn apply(
    sections: &[std::sync::Arc<dyn AnySection>],
    document: &Document<'_>,
    beside: &[&str],
    door: &Door<'_>,
) -> Result<Vec<Change>, Refusal> {
    known(sections, document, beside)?;
    let mut changes = Vec::new();
    let mut left = Vec::new();
    let mut wanted = Vec::new();
    for section in sections {
        let entries = if section.is_single() {
            document.table(section.name())?.map(|entry| vec![entry])
        } else {
            document.entries(section.name())?
        };
        let Some(entries) = entries else { continue };
        door.watch.expect(entries.len());
        wanted.push((section, entries));
    }
    for (section, entries) in wanted {
        let (done, surplus) = section.bring(door, &entries).await?;
        changes.extend(done);
        left.push((section, surplus));
    }
    for (section, surplus) in left.into_iter().rev() {
        let refuse = |(key, problem): (String, Problem)| {
            let detail = format!("{key} is not listed and cannot be deleted: {}", problem.detail());
            document.refuse(section.name(), Problem::new(problem.status(), "blueprint.cannot_delete", detail))
        };
        changes.extend(section.remove(door, surplus).await.map_err(refuse)?);
    }
    Ok(changes)
}

fn known(
    sections: &[std::sync::Arc<dyn AnySection>],
    document: &Document<'_>,
    beside: &[&str],
) -> Result<(), Refusal> {
    let known: BTreeSet<&str> =
        sections.iter().map(|section| section.name()).chain(beside.iter().copied()).collect();
    match document.names().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let list = known.iter().copied().collect::<Vec<_>>().join(", ");
            let detail = format!("there is no section {name}; known are: {list}");
            let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
            Err(document.refuse(name, Problem::new(status, "blueprint.unknown_section", detail)))
        }
    }
}

#[async_trait]
impl<S: Section> AnySection for S {
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn order(&self) -> u16 {
        S::ORDER
    }

    fn is_single(&self) -> bool {
        S::SINGLE
    }

    async fn bring(
        &self,
        door: &Door<'_>,
        entries: &[Entry<'_, '_>],
    ) -> Result<(Vec<Change>, Surplus), Refusal> {
        let wanted = read(self, entries)?;
        let listed = self.list(door).await.map_err(|problem| whole::<S>(entries, problem))?;
        let mut present: BTreeMap<String, S::Item> =
            listed.into_iter().map(|item| (self.key(&item), item)).collect();
        let mut changes = Vec::new();
        for (entry, mut item) in entries.iter().zip(wanted) {
            let key = self.key(&item);
            let (action, fields) = match present.remove(&key) {
                None => {
                    self.create(door, &item).await.map_err(|problem| entry.refuse(problem))?;
                    (Action::Create, Vec::new())
                }
                Some(old) => {
                    self.settle(&mut item, &old);
                    let fields = differing(&old, &item);
                    if fields.is_empty() {
                        door.watch.step(S::NAME, &key);
                        continue;
                    }
                    self.change(door, &old, &item).await.map_err(|problem| entry.refuse(problem))?;
                    (Action::Change, fields)
                }
            };
            door.watch.step(S::NAME, &key);
            changes.push(Change { section: S::NAME.to_owned(), key, action, fields });
        }
        let surplus = present.into_values().map(|item| Box::new(item) as Box<dyn Any + Send>).collect();
        Ok((changes, Surplus(surplus)))
    }

    async fn remove(&self, door: &Door<'_>, surplus: Surplus) -> Result<Vec<Change>, (String, Problem)> {
        let mut changes = Vec::new();
        door.watch.expect(surplus.0.len());
        for item in surplus.0 {
            let Ok(item) = item.downcast::<S::Item>() else { continue };
            let key = self.key(&item);
            self.delete(door, &item).await.map_err(|problem| (key.clone(), problem))?;
            door.watch.step(S::NAME, &key);
            changes.push(Change {
                section: S::NAME.to_owned(),
                key,
                action: Action::Delete,
                fields: Vec::new(),
            });
        }
        Ok(changes)
    }

    async fn export(&self, door: &Door<'_>) -> Result<Exported, Problem> {
        let mut exported = Exported::default();
        for mut item in self.list(door).await? {
            let key = self.key(&item);
            let hidden = self.hide(&mut item);
            exported.hidden.extend(hidden.iter().map(|field| format!("{}.{field} of {key}", S::NAME)));
            let text = toml::to_string(&item).map_err(Problem::internal)?;
            exported.items.push(text);
        }
        Ok(exported)
    }
}

/// Reads all items of a section; two of the same key would fight.
fn read<S: Section>(section: &S, entries: &[Entry<'_, '_>]) -> Result<Vec<S::Item>, Refusal> {
    let mut keys = BTreeSet::new();
    let mut items = Vec::with_capacity(entries.len());
    for entry in entries {
        let item: S::Item = entry.read()?;
        let key = section.key(&item);
        if !keys.insert(key.clone()) {
            let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
            let detail = format!("{key} is listed twice");
            return Err(entry.refuse(Problem::new(status, "blueprint.listed_twice", detail)));
        }
        items.push(item);
    }
    Ok(items)
}

fn whole<S: Section>(entries: &[Entry<'_, '_>], problem: Problem) -> Refusal {
    match entries.first() {
        Some(entry) => entry.refuse(problem),
        None => Refusal { file: String::new(), place: None, field: S::NAME.to_owned(), problem },
    }
}

/// The top-level fields in which two items differ.
fn differing<T: Serialize>(present: &T, wanted: &T) -> Vec<String> {
    let turn = |item: &T| serde_json::to_value(item).unwrap_or_default();
    let (present, wanted) = (turn(present), turn(wanted));
    let empty = serde_json::Map::new();
    let (old, new) = (present.as_object().unwrap_or(&empty), wanted.as_object().unwrap_or(&empty));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let null = serde_json::Value::Null;
    let differs = |name: &&&String| old.get(**name).unwrap_or(&null) != new.get(**name).unwrap_or(&null);
    names.iter().filter(differs).map(|name| (*name).clone()).collect()
}
