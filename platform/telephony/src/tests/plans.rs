//! Pages of a log of 100,000 calls are read by an index, whatever is asked, on both databases, and many phones are read once
//! by a search. The plans are looked at, not the clock.

use kernel::Timestamp;
use tenancy::{PageRequest, SortOrder, TenantTx};
use testkit::Backend;
use web::Listing;

use super::house::House;
use crate::cdrs::{CdrFilter, CdrOrder, Disposition, Ended, store};
use crate::endpoints::store::{self as endpoints, Overview};
use crate::endpoints::{Endpoint, NewEndpoint};
use crate::extensions::InternalNumber;
use crate::extensions::store as extensions;
use crate::seed::{self, SeededPhone};

const RECORDS: usize = 2 * seed::BLOCK;
/// The phones are numbered from 1000 to this.
const PHONES: usize = 3_000;

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
            &["cdr_detected_id"],
        ),
        (
            "a day, longest",
            CdrFilter { since: Some(day), until: Some(now), ..none() },
            CdrOrder::Duration,
            &["cdr_detected_id"],
        ),
        (
            "from two digits",
            CdrFilter { from: Some("34".into()), ..none() },
            CdrOrder::Detected,
            &["cdr_detected_id"],
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
    let short = CdrFilter { ended: Some(Ended::Answered), max_secs: Some(2), ..CdrFilter::default() };
    let request = PageRequest { total: true, ..PageRequest::default() };
    store::page(&tx, &short, None, None, CdrOrder::Detected, &request).await.unwrap();
    let counted = tx.plans().pop().unwrap();
    let by_index = counted.contains("INDEX cdr_disposition_duration_ms_id")
        || counted.contains("Index Only Scan using cdr_disposition_duration_ms_id");
    assert!(by_index, "{backend:?}:\n{counted}");
}

/// How often a plan reads a table of this name.
fn reads(plan: &str, table: &str) -> usize {
    let words = ["Scan on T ", "Scan on \"T\" ", "Scan using T_", "SCAN T", "SEARCH T "]
        .map(|word| word.replace('T', table));
    plan.lines().filter(|line| words.iter().any(|word| format!("{line} ").contains(word))).count()
}

async fn searched(backend: Backend) {
    let house = House::on(backend).await;
    let tx = house.acme.begin().await.unwrap();
    let phone = |n: usize| {
        let name = format!("Phone {n}");
        let overview =
            Overview { number: n.to_string(), owner_name: String::new(), search: name.to_lowercase() };
        (NewEndpoint { name, ..NewEndpoint::default() }, overview)
    };
    let made = endpoints::insert_all(&tx, (1_000..PHONES).map(phone).collect()).await.unwrap();
    let number = |(place, (endpoint, _)): (usize, (Endpoint, String))| {
        let number = (1_000 + place).to_string().parse::<InternalNumber>().unwrap();
        (number, endpoint.id)
    };
    extensions::insert_all(&tx, made.into_iter().enumerate().map(number).collect()).await.unwrap();
    tx.commit().await.unwrap();
    house.app.database.analyze().await;
    let tx = house.acme.read().await.unwrap();
    tx.watch_plans();
    for search in ["phone", "17", "1234", "nobody"] {
        let query = format!("total=true&sort=-number&search={search}");
        assert!(endpoints::page(&tx, &Listing::parse(&query).unwrap(), None).await.unwrap().total.is_some());
        assert!(extensions::page(&tx, &Listing::parse(&query).unwrap()).await.unwrap().total.is_some());
        let plans = tx.plans();
        assert_eq!(plans.len(), 2, "{backend:?}, {search}: {plans:?}");
        for (plan, table) in plans.iter().zip(["endpoint", "extension"]) {
            let sorted = plan.contains("hits") && !plan.contains("endpoint_number_id");
            assert!(reads(plan, table) == 1 && sorted, "{backend:?}, {search}:\n{plan}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_reads_the_phones_once_on_sqlite() {
    searched(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_reads_the_phones_once_on_postgresql() {
    searched(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_calls_are_read_by_an_index_on_sqlite() {
    planned(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_calls_are_read_by_an_index_on_postgresql() {
    planned(Backend::Postgres).await;
}
