//! The second step of signing in, in a browser, with an app that computes its codes by itself.

use harness::{Browser, Server, Story};
use serde_json::json;

#[tokio::test]
async fn a_person_sets_up_the_second_step_and_signs_in_with_app_and_recovery_codes() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let person = tenant.person("administrator")?;
    let page = Browser::start("second_step.mjs").await?;
    let origin = &server.doors.http;
    let who = |code: bool| {
        json!({
            "origin": origin, "tenant": tenant.name, "user": person.user, "password": person.password, "code": code,
        })
    };
    let first = page.ask("first_visit", json!({ "origin": origin })).await?;
    assert_eq!(first.line["troubles"], json!([]), "a first visit is no error");
    page.ask("sign_in", who(false)).await?;
    let told = page.ask("set_up", json!({ "origin": origin, "password": person.password })).await?;
    let codes = told.line["codes"].as_array().cloned().unwrap_or_default();
    assert_eq!(codes.len(), 10);

    page.ask("sign_out", json!({})).await?;
    page.ask("sign_in", who(true)).await?;
    page.ask("give_code", json!({})).await?;
    page.ask("sign_out", json!({})).await?;
    page.ask("sign_in", who(true)).await?;
    page.ask("give_code", json!({ "recovery": codes[0] })).await?;
    let last = page.ask("troubles", json!({})).await?;
    assert_eq!(last.line["troubles"], json!([]));
    page.close().await
}
