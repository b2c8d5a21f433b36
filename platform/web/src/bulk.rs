//! Many at once: deleting up to a thousand with one request, with a report for each that was refused.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::{Problem, Result};

/// The most that one request may name.
pub const MOST_AT_ONCE: usize = 1_000;

/// What to delete.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bulk<I> {
    /// Which, at most [`MOST_AT_ONCE`].
    pub ids: Vec<I>,
    /// Only tells what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct BulkReport {
    /// Ids that are gone, or would go.
    pub deleted: Vec<String>,
    /// Those that stay, and why.
    pub refused: Vec<Refused>,
    /// What else changed with those that are gone, or would.
    pub affected: Vec<Affected>,
}

/// One that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refused {
    /// Which.
    pub id: String,
    /// The stable code of the refusal.
    pub code: String,
    /// What happened, in English.
    pub detail: String,
}

/// What a deletion does to something that pointed at what is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Affected {
    /// Which.
    pub id: String,
    /// The slice that it belongs to: `extensions`, `numbers`, `devices`.
    pub kind: &'static str,
    /// What people know it by.
    pub name: String,
    /// What happens to it.
    pub effect: Effect,
}

/// What happens to something that pointed at what is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It goes too.
    Deleted,
    /// It stays, and leads nowhere.
    Unassigned,
    /// Its registration ends.
    Dropped,
}

impl<I: Eq + Hash + Copy + Display> Bulk<I> {
    /// Does `delete` with each id once. What is refused is reported and the rest goes on; what fails ends it all.
    ///
    /// # Errors
    /// When more than [`MOST_AT_ONCE`] are named, and what fails on the server.
    pub async fn each(&self, mut delete: impl AsyncFnMut(I) -> Result<Vec<Affected>>) -> Result<BulkReport> {
        if self.ids.len() > MOST_AT_ONCE {
            let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
            let detail = format!("one request deletes at most {MOST_AT_ONCE}");
            return Err(Problem::new(status, "bulk.too_many", detail).at("/ids"));
        }
        let mut report = BulkReport::default();
        let mut seen = HashSet::new();
        for id in self.ids.iter().filter(|id| seen.insert(**id)) {
            match delete(*id).await {
                Ok(affected) => {
                    report.deleted.push(id.to_string());
                    report.affected.extend(affected);
                }
                Err(problem) if problem.status().is_server_error() => return Err(problem),
                Err(problem) => report.refused.push(Refused {
                    id: id.to_string(),
                    code: problem.code().to_owned(),
                    detail: problem.detail().to_owned(),
                }),
            }
        }
        Ok(report)
    }
}

impl<I: PartialSchema> PartialSchema for Bulk<I> {
    fn schema() -> RefOr<Schema> {
        let ids = ArrayBuilder::new()
            .items(I::schema())
            .min_items(Some(1))
            .max_items(Some(MOST_AT_ONCE))
            .description(Some("Which."));
        let dry_run = ObjectBuilder::new()
            .schema_type(Type::Boolean)
            .default(Some(false.into()))
            .description(Some("Only tells what would happen."));
        ObjectBuilder::new().property("ids", ids).required("ids").property("dry_run", dry_run).into()
    }
}

impl<I: ToSchema> ToSchema for Bulk<I> {
    /// `UserIdBulk`: that of each kind of id is a schema of its own.
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Bulk", I::name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulk(ids: Vec<u32>) -> Bulk<u32> {
        Bulk { ids, dry_run: false }
    }

    #[tokio::test]
    async fn each_is_tried_once_and_a_refusal_stops_nothing() {
        let delete = async |id: u32| if id == 2 { Err(Problem::not_found()) } else { Ok(Vec::new()) };
        let report = bulk(vec![1, 2, 3, 1]).each(delete).await.unwrap();
        assert_eq!(report.deleted, ["1", "3"]);
        assert_eq!((report.refused[0].id.as_str(), report.refused[0].code.as_str()), ("2", "http.not_found"));
    }

    #[tokio::test]
    async fn what_fails_on_the_server_ends_it_and_too_many_are_refused() {
        let failing = async |_: u32| Err(Problem::internal("gone"));
        assert!(bulk(vec![1]).each(failing).await.is_err());
        let most = u32::try_from(MOST_AT_ONCE).unwrap();
        let fine = async |_: u32| Ok(Vec::new());
        assert!(bulk((0..most).collect()).each(fine).await.is_ok());
        assert_eq!(bulk((0..=most).collect()).each(fine).await.unwrap_err().field(), Some("/ids"));
    }
}
