//! Tenants apart, generated from the document of the composed server (TEN-23): every operation and SIP method, tried by
//! one tenant on what another has.
//!
//! What the generator has no row, body or value for fails the test: a new resource brings its own.

mod belongings;
mod bodies;
mod claims;
mod events;
mod findings;
mod guards;
mod headers;
pub(crate) mod house;
mod lists;
mod sip_requests;
mod strangers;

use findings::Findings;
use house::{Ground, House};

async fn walk(ground: Ground) {
    let mut house = House::on(ground).await;
    let mut findings = Findings::default();
    let before = lists::all_of_the_strangers(&house).await;
    guards::walk(&house, &mut findings).await;
    strangers::walk(&house, &mut findings).await;
    headers::walk(&house, &mut findings).await;
    lists::walk(&house, &mut findings).await;
    bodies::walk(&house, &mut findings).await;
    claims::walk(&house, &mut findings).await;
    let after = lists::all_of_the_strangers(&house).await;
    for (was, is) in before.iter().zip(&after) {
        findings.expect(was == is, || format!("a stranger's rows have changed:\n  {was}\n  {is}"));
    }
    sip_requests::walk(&mut house, &mut findings).await;
    claims::repeated(&house, &mut findings).await;
    events::walk(&house, &mut findings).await;
    let tried = findings.verdict();
    assert!(tried > 1_000, "{tried} things were tried");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_operation_crosses_tenants_on_sqlite() {
    Box::pin(walk(Ground::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_operation_crosses_tenants_on_postgresql() {
    Box::pin(walk(Ground::Postgres)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_security_alone_lets_no_operation_cross_tenants() {
    Box::pin(walk(Ground::SecondWallAlone)).await;
}
