//! Setting up a second factor and signing in with it, over HTTP, on both databases. The app's codes are computed here,
//! from the RFCs alone.

use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use testkit::{Answer, Backend, Client};

use crate::roles::Role;
use crate::world::{PASSWORD, World};

/// HMAC-SHA-1 (RFC 2104) by its definition.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let pad = |with: u8| {
        let mut block = [with; 64];
        for (place, byte) in key.iter().enumerate() {
            block[place] ^= byte;
        }
        block
    };
    let inner = Sha1::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha1::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

/// What an app shows so many steps from now, for a secret in base 32 (RFC 6238, RFC 4226, RFC 4648).
pub(crate) fn app(secret: &str, steps: i64) -> String {
    let mut bits = String::new();
    for char in secret.chars() {
        let digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(char).unwrap();
        bits.push_str(&format!("{digit:05b}"));
    }
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|octet| u8::from_str_radix(std::str::from_utf8(octet).unwrap(), 2).unwrap())
        .collect();
    let secs = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let step = i64::try_from(secs / 30).unwrap() + steps;
    let hash = hmac(&key, &step.to_be_bytes());
    let offset = usize::from(hash[19] % 16);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) % 0x8000_0000;
    format!("{:06}", number % 1_000_000)
}

/// A user with a second factor: secret and recovery codes. The code of this step is used up.
pub(crate) async fn enrolled(client: &Client) -> (String, Vec<String>) {
    let begun = client.post("/me/second-factor", json!({"password": PASSWORD})).await.expect(200);
    let secret = begun["secret"].as_str().unwrap().to_owned();
    let code = app(&secret, 0);
    let told = client.post("/me/second-factor/confirm", json!({"code": code})).await.expect(200);
    let codes =
        told["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (secret, codes)
}

pub(crate) async fn password_step(world: &World, user: &str) -> Answer {
    world
        .app
        .anonymous()
        .post("/session", json!({"tenant": "acme", "user": user, "password": PASSWORD}))
        .await
}

/// The browser that was asked for a code.
pub(crate) fn asked(world: &World, answer: &Answer) -> Client {
    let asked = answer.expect(202);
    assert!(asked["expires_secs"].as_u64().unwrap() > 60);
    let line = answer.header("set-cookie").unwrap();
    for word in ["conmuta_challenge=", "HttpOnly", "SameSite=Strict", "Path=/api/v1/session"] {
        assert!(line.contains(word), "{line}");
    }
    world.app.anonymous().with_header("Cookie", line.split(';').next().unwrap())
}

async fn give(client: &Client, code: &str) -> Answer {
    client.post("/session/code", json!({"code": code})).await
}

#[tokio::test]
async fn a_user_sets_it_up_and_signs_in_with_codes_that_work_once() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (user, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
        assert_eq!(ana.get("/me/second-factor").await.expect(200)["on"], false);
        let wrong = ana.post("/me/second-factor", json!({"password": "not this one"})).await;
        assert_eq!(wrong.refusal(), (422, "me.wrong_password".to_owned()));
        let begun = ana.post("/me/second-factor", json!({"password": PASSWORD})).await.expect(200);
        let secret = begun["secret"].as_str().unwrap();
        assert!(begun["address"].as_str().unwrap().contains(&format!("secret={secret}&")));
        assert!(begun["qr"].as_str().unwrap().contains("<svg"));
        let wrong = ana.post("/me/second-factor/confirm", json!({"code": "000000"})).await;
        assert_eq!(wrong.expect(422)["pointer"], "/code");
        // Until it is confirmed nobody is asked for a code.
        password_step(&world, "ana").await.expect(200);

        let (secret, codes) = enrolled(&ana).await;
        assert_eq!(codes.len(), 10);
        let shown = ana.get("/me/second-factor").await.expect(200);
        assert_eq!((&shown["on"], &shown["recovery_codes_left"]), (&json!(true), &json!(10)));
        assert_eq!(ana.get("/me").await.expect(200)["user"]["second_factor"], true);
        let again = ana.post("/me/second-factor", json!({"password": PASSWORD})).await;
        assert_eq!(again.refusal(), (409, "second_factor.already_on".to_owned()));

        let answer = password_step(&world, "ana").await;
        assert!(!answer.text.contains("permissions"), "nothing is told before the code: {}", answer.text);
        let browser = asked(&world, &answer);
        assert_eq!(browser.get("/me").await.status, 401, "a challenge is no session");
        let used = give(&browser, &app(&secret, 0)).await;
        assert_eq!(used.refusal(), (401, "session.wrong_code".to_owned()), "it was used to confirm");
        let code = app(&secret, 1);
        let entered = give(&browser, &code).await;
        assert_eq!(entered.expect(200)["user"]["user_name"], "ana");
        let inside = world.app.anonymous().with_cookie(&entered.cookie().unwrap());
        assert_eq!(inside.get("/me").await.status, 200);
        let browser = asked(&world, &password_step(&world, "ana").await);
        assert_eq!(give(&browser, &code).await.refusal(), (401, "session.wrong_code".to_owned()), "a replay");

        let typed = codes[3].to_uppercase().replace('-', " ");
        give(&browser, &typed).await.expect(200);
        assert_eq!(ana.get("/me/second-factor").await.expect(200)["recovery_codes_left"], 9);
        let browser = asked(&world, &password_step(&world, "ana").await);
        assert_eq!(give(&browser, &typed).await.refusal().1, "session.wrong_code", "used up");
        let actions = world.actions(&world.acme).await;
        for action in ["second_factor.on", "sessions.refuse_code", "sessions.sign_in"] {
            assert!(actions.iter().any(|known| known == action), "{action}: {actions:?}");
        }
        let rows = stored(&world, user.id).await;
        assert!(
            !rows.contains(&secret) && !codes.iter().any(|code| rows.contains(&code.replace('-', ""))),
            "{rows}"
        );
    }
}

/// All that the database holds of a user's second factor.
async fn stored(world: &World, user: kernel::id::UserId) -> String {
    let tx = world.acme.read().await.unwrap();
    let row = crate::users::store::get(&tx, user).await.unwrap();
    let codes = tx.find::<super::store::Entity>().all().await.unwrap();
    let sealed = hex::decode(&row.factor_secret).unwrap();
    format!("{row:?} {codes:?} {}", String::from_utf8_lossy(&sealed))
}

#[tokio::test]
async fn a_challenge_is_of_its_browser_its_password_and_its_user() {
    let world = World::new(Backend::Sqlite).await;
    let (user, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
    let (secret, codes) = enrolled(&ana).await;
    let nobody = give(&world.app.anonymous(), &app(&secret, 1)).await;
    assert_eq!(nobody.refusal(), (401, "session.challenge_lapsed".to_owned()), "no password was given here");
    let answer = password_step(&world, "ana").await;
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    // Of another tenant, damaged, and made up.
    let moved = cookie.replace(&world.acme.tenant().to_string(), &world.bravo.tenant().to_string());
    let (last, damaged) = (cookie.chars().last().unwrap(), &cookie[..cookie.len() - 1]);
    let damaged = format!("{damaged}{}", if last == '0' { '1' } else { '0' });
    for cookie in [moved, damaged, "conmuta_challenge=x".to_owned()] {
        let stranger = world.app.anonymous().with_header("Cookie", &cookie);
        assert_eq!(give(&stranger, &codes[0]).await.refusal().1, "session.challenge_lapsed", "{cookie}");
    }
    let browser = asked(&world, &answer);
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let new = json!({"password": "another horse battery"});
    admin.put(&format!("/users/{}/password", user.id), new).await.expect(204);
    assert_eq!(
        give(&browser, &codes[0]).await.refusal().1,
        "session.challenge_lapsed",
        "the password was changed"
    );
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_a_right_password_gives_no_tries_back() {
    let world = World::new(Backend::Sqlite).await;
    let (_, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
    enrolled(&ana).await;
    let browser = asked(&world, &password_step(&world, "ana").await);
    let mut refusals = Vec::new();
    for guess in 0..6 {
        refusals.push(give(&browser, &format!("{guess:06}")).await.status);
    }
    assert_eq!(refusals, [401, 401, 401, 401, 429, 429], "the password was the first of five");
    let password = password_step(&world, "ana").await;
    assert_eq!(password.refusal(), (429, "session.throttled".to_owned()));
    assert!(password.header("retry-after").is_some());
}

#[tokio::test]
async fn it_is_switched_off_with_password_and_code_and_by_an_administrator() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (user, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let (own, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (secret, codes) = enrolled(&ana).await;
        let off = |password: &str, code: &str| json!({"password": password, "code": code});
        for (body, pointer) in [(off("wrong", &codes[0]), "/password"), (off(PASSWORD, "123456"), "/code")] {
            assert_eq!(ana.post("/me/second-factor/off", body).await.expect(422)["pointer"], pointer);
        }
        let body = off(PASSWORD, &app(&secret, 1));
        let renewed = ana.post("/me/second-factor/recovery-codes", body).await.expect(200);
        let fresh = renewed["codes"][0].as_str().unwrap();
        assert_eq!(
            ana.post("/me/second-factor/off", off(PASSWORD, &codes[0])).await.status,
            422,
            "an old one"
        );
        ana.post("/me/second-factor/off", off(PASSWORD, fresh)).await.expect(204);
        password_step(&world, "ana").await.expect(200);

        enrolled(&ana).await;
        let path = format!("/users/{}/second-factor", user.id);
        assert_eq!(ana.delete(&path).await.status, 403);
        admin.delete(&path).await.expect(204);
        assert_eq!(admin.delete(&path).await.refusal(), (409, "second_factor.off".to_owned()));
        password_step(&world, "ana").await.expect(200);
        enrolled(&admin).await;
        let own = admin.delete(&format!("/users/{}/second-factor", own.id)).await;
        assert_eq!(own.refusal(), (409, "second_factor.own".to_owned()));
        let actions = world.actions(&world.acme).await;
        assert!(actions.contains(&"second_factor.off".to_owned()));
        assert!(actions.contains(&"second_factor.reset".to_owned()));
    }
}

#[tokio::test]
async fn anybody_may_ask_who_is_signed_in() {
    let world = World::new(Backend::Sqlite).await;
    let (_, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
    assert_eq!(world.app.anonymous().get("/session").await.expect(200), json!({}));
    assert_eq!(world.app.anonymous().with_cookie("nonsense").get("/session").await.expect(200), json!({}));
    let told: Value = ana.get("/session").await.expect(200);
    assert_eq!(told["me"], ana.get("/me").await.expect(200));
}
