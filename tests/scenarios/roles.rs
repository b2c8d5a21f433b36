//! Roles in a browser: each sees exactly what follows from its permissions, a stranger's link leads back, and support waits
//! at a closed door.

use harness::{Browser, Failure, Person, Result, Server, Story};
use serde_json::{Value, json};

/// What the pages' own tests derived from the matrix of roles and operations.
const MENUS: &str = include_str!("../peers/browser/menus.json");

#[tokio::test]
async fn each_role_sees_and_can_begin_what_its_permissions_say() -> Story {
    let server = Server::start().await?;
    let browser = at_the_doors(&server).await?;
    let menus: Vec<Value> = serde_json::from_str(MENUS)?;
    assert!(menus.len() > 10, "{menus:?}");
    for menu in menus {
        let seen = browser.ask("menu", menu.clone()).await?;
        assert_eq!(seen.line["pages"], menu["pages"], "{} in {}", menu["role"], menu["home"]);
    }
    browser.ask("strangers", json!({})).await?;
    browser.close().await
}

#[tokio::test]
async fn support_asks_is_let_in_and_is_out_when_the_company_says_so() -> Story {
    let server = Server::start().await?;
    let browser = at_the_doors(&server).await?;
    browser.ask("door", json!({})).await?;
    browser.close().await
}

/// A browser that knows who may do everything in each kind of home.
async fn at_the_doors(server: &Server) -> Result<Browser> {
    let doors = &server.doors;
    let who = |tenant: &str, person: &Person, role: &str| json!({ "tenant": tenant, "user": person.user, "password": person.password, "role": role });
    let reseller = doors.resellers.first().ok_or_else(|| Failure::new("the demo has no reseller"))?;
    let staff = reseller.users.first().ok_or_else(|| Failure::new("the demo's reseller has no staff"))?;
    let (own, other) = (server.tenant(0)?, server.tenant(1)?);
    let browser = Browser::start("roles.mjs").await?;
    let facts = json!({
        "origin": doors.http,
        "operator": who("operator", &doors.operator, "operator"),
        "reseller": who(&reseller.name, staff, "reseller"),
        "customer": who(&own.name, own.person("administrator")?, "administrator"),
        "stranger": who(&other.name, other.person("administrator")?, "administrator"),
    });
    browser.ask("doors", facts).await?;
    Ok(browser)
}
