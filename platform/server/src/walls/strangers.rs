//! Ids in paths: a stranger's is answered as one that nobody has.

use serde_json::Value;
use testkit::document::{Operation, operations, sample};

use super::belongings::{Belongings, nowhere};
use super::bodies;
use super::findings::{Findings, Walker, face, kinds, walkers};
use super::house::House;

pub async fn walk(house: &House, findings: &mut Findings) {
    for operation in operations(&house.document) {
        // What is open to anybody is nobody's alone.
        if operation.permission().is_none() {
            continue;
        }
        let kinds = kinds(&operation);
        if kinds.is_empty() {
            continue;
        }
        let body = operation
            .body()
            .map(|schema| bodies::given(operation.id).unwrap_or_else(|| sample(&house.document, schema)));
        for walker in walkers(house, &operation) {
            for stranger in &walker.strangers {
                for ids in combinations(&kinds, walker.own, stranger) {
                    tried(&operation, &walker, &ids, body.as_ref(), findings).await;
                }
            }
        }
    }
}

/// The stranger's id in one place and the own ones in the others, and the stranger's everywhere; each with what it
/// must not be told from.
fn combinations(kinds: &[&str], own: &Belongings, stranger: &Belongings) -> Vec<[Vec<String>; 2]> {
    let fill = |place: Option<usize>, other: &dyn Fn(&str) -> String| -> Vec<String> {
        let choose = |(at, kind): (usize, &&str)| match place {
            Some(place) if place != at => own.id(kind),
            _ => other(kind),
        };
        kinds.iter().enumerate().map(choose).collect()
    };
    let mut places: Vec<Option<usize>> = (0..kinds.len()).map(Some).collect();
    if kinds.len() > 1 {
        places.push(None);
    }
    places.into_iter().map(|place| [fill(place, &|kind| stranger.id(kind)), fill(place, &nowhere)]).collect()
}

async fn tried(
    operation: &Operation<'_>,
    walker: &Walker<'_>,
    [theirs, nobodys]: &[Vec<String>; 2],
    body: Option<&Value>,
    findings: &mut Findings,
) {
    let (path, dream) = (operation.path_with(theirs), operation.path_with(nobodys));
    let answer = walker.send(operation, &path, body, findings).await;
    let unknown = walker.send(operation, &dream, body, findings).await;
    findings.expect(answer.status == 404, || {
        format!("{} {path} by {}: {} {}", operation.id, walker.who, answer.status, answer.text)
    });
    let (seen, expected) = (face(&answer, &path), face(&unknown, &dream));
    findings.expect(seen == expected, || {
        format!("{} by {} tells a stranger's id from none:\n  {seen}\n  {expected}", operation.id, walker.who)
    });
}
