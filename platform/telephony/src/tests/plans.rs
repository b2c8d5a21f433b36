//! Pages of a log of 100,000 calls are read by an index, whatever is asked, on both databases. The plans are looked at,
//! not the clock.

use kernel::Timestamp;
use tenancy::{PageRequest, SortOrder, TenantTx};
use testkit::Backend;

use super::house::House;
use crate::cdrs::{CdrFilter, CdrOrder, Disposition, store};
use crate::seed::{self, SeededPhone};

const RECORDS: usize = 2 * seed::BLOCK;

/// What is asked, and the indexes of which one must be used.
fn asked(now: Timestamp) -> Vec<(&'static str, CdrFilter, CdrOrder, &'static [&'static str])> {
    let day = Timestamp::from_micros(now.micros() - 86_400_000_000);
    let none = CdrFilter::default;
    vec![
        ("newest", none(), CdrOrder::Detected, &["cdr_detected_id"]),
        ("longest", none(), CdrOrder::Duration, &["cdr_duration_ms_id"]),
        (
            "from",
            CdrFilter { from: Some("100123".into()), ..none() },
            CdrOrder::Detected,
            &["cdr_from_number"],
        ),
        (
            "from an ending",
            CdrFilter { from: Some("123456".into()), ..none() },
            CdrOrder::Detected,
            &["cdr_from_rev"],
        ),
        (
            "to, longest",
            CdrFilter { to: Some("+34612345".into()), ..none() },
            CdrOrder::Duration,
            &["cdr_to_number"],
        ),
        ("a day", CdrFilter { since: Some(day), ..none() }, CdrOrder::Detected, &["cdr_detected_id"]),
        (
            "long",
            CdrFilter { min_secs: Some(100_000), ..none() },
            CdrOrder::Duration,
            &["cdr_duration_ms_id"],
        ),
        (
            "failed",
            CdrFilter { disposition: Some(Disposition::Failed), ..none() },
            CdrOrder::Detected,
            &["cdr_disposition_detected_id", "cdr_detected_id"],
        ),
    ]
}

async fn page(tx: &TenantTx, filter: &CdrFilter, order: CdrOrder, cursor: Option<String>) -> Option<String> {
    let request = PageRequest { limit: 50, cursor, order: SortOrder::Descending, total: false };
    store::page(tx, filter, None, None, order, &request).await.unwrap().next
}

async fn planned(backend: Backend) {
    let house = House::on(backend).await;
    let now = house.app.env.clock.now();
    let phone = |n: usize| SeededPhone {
        terminal_user: format!("4000{n:05}"),
        number: (100_000 + n).to_string(),
        name: format!("Person {n}"),
    };
    let phones: Vec<SeededPhone> = (0..10_000).map(phone).collect();
    seed::first_block(&house.acme, &phones, now, RECORDS).await.unwrap();
    assert_eq!(seed::further_block(&house.acme, now, RECORDS, 1).await.unwrap(), 50_000);
    house.app.database.analyze().await;
    let tx = house.acme.read().await.unwrap();
    tx.watch_plans();
    for (name, filter, order, indexes) in asked(now) {
        let next = page(&tx, &filter, order, None).await;
        if next.is_some() {
            page(&tx, &filter, order, next).await;
        }
        for plan in tx.plans() {
            let whole = plan.contains("Seq Scan") || plan.lines().any(|line| line == "SCAN cdr");
            // SQLite keeps no statistics unless asked to: which index it takes is its own affair, as long as it is one.
            let known: &[&str] = if backend == Backend::Postgres { indexes } else { &["USING INDEX cdr_"] };
            let by_index = known.iter().any(|index| plan.contains(index));
            assert!(by_index && !whole, "{backend:?}, {name}:\n{plan}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_calls_are_read_by_an_index_on_sqlite() {
    planned(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_calls_are_read_by_an_index_on_postgresql() {
    planned(Backend::Postgres).await;
}
