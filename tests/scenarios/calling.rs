//! Phones of one tenant call each other and hear each other, while the other tenant does the same.

use harness::{Kind, Server, Story, Tenant, Transport, Voice};
use tokio::try_join;

use crate::stage::{Pair, items, number, phone};

#[tokio::test]
async fn pjsua_phones_of_both_tenants_talk_over_udp() -> Story {
    both_tenants_talk(Kind::Pjsua, Transport::Udp).await
}

#[tokio::test]
async fn pjsua_phones_of_both_tenants_talk_over_tcp() -> Story {
    both_tenants_talk(Kind::Pjsua, Transport::Tcp).await
}

#[tokio::test]
async fn pjsua_phones_of_both_tenants_talk_over_tls() -> Story {
    both_tenants_talk(Kind::Pjsua, Transport::Tls).await
}

#[tokio::test]
async fn baresip_phones_of_both_tenants_talk_over_udp() -> Story {
    both_tenants_talk(Kind::Baresip, Transport::Udp).await
}

#[tokio::test]
async fn baresip_phones_of_both_tenants_talk_over_tcp() -> Story {
    both_tenants_talk(Kind::Baresip, Transport::Tcp).await
}

#[tokio::test]
async fn baresip_phones_of_both_tenants_talk_over_tls() -> Story {
    both_tenants_talk(Kind::Baresip, Transport::Tls).await
}

/// The same numbers are dialled in both tenants at the same time; everybody hears the own colleague only.
async fn both_tenants_talk(kind: Kind, transport: Transport) -> Story {
    let server = Server::start().await?;
    let (north, south) = (server.tenant(0)?, server.tenant(1)?);
    assert_eq!(number(north, 0)?, number(south, 0)?, "the demo tenants share their numbers");
    assert_eq!(number(north, 1)?, number(south, 1)?, "the demo tenants share their numbers");
    let (here, there) = try_join!(
        Pair::talking(&server.doors, north, kind, transport, [Voice::Anna, Voice::Bruno]),
        Pair::talking(&server.doors, south, kind, transport, [Voice::Carla, Voice::Dario]),
    )?;
    let ((anna, bruno), (carla, dario)) = try_join!(here.listen(), there.listen())?;
    try_join!(here.hang_up(), there.hang_up())?;
    anna.is(Voice::Bruno).await?;
    bruno.is(Voice::Anna).await?;
    carla.is(Voice::Dario).await?;
    dario.is(Voice::Carla).await?;
    anna.is_not(Voice::Dario).await?;
    one_record_each(&server, north).await?;
    one_record_each(&server, south).await
}

async fn one_record_each(server: &Server, tenant: &Tenant) -> Story {
    let administrator = server.administrator(tenant).await?;
    let records = crate::records::wait_for(&administrator, 1).await?;
    assert_eq!(records.len(), 1, "{} has the records {records:?}", tenant.name);
    Ok(())
}

#[tokio::test]
async fn the_second_tenant_notices_nothing() -> Story {
    let server = Server::start().await?;
    let (north, south) = (server.tenant(0)?, server.tenant(1)?);
    let bystander = phone(&server.doors, south, 1, Kind::Pjsua, Transport::Udp, Voice::Dario).await?;
    let stranger = server.administrator(south).await?;
    let mut socket = harness::Live::open(&stranger, None).await?;

    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&server.doors, north, Kind::Pjsua, Transport::Udp, voices).await?;
    let administrator = server.administrator(north).await?;
    let calls = items(&administrator, "/calls").await?;
    assert_eq!(calls.len(), 1, "{calls:?}");
    let call = calls[0]["id"].as_str().unwrap_or_default();
    assert_eq!(items(&stranger, "/calls").await?.len(), 0);
    assert_eq!(stranger.delete(&format!("/calls/{call}")).await?.status, 404);
    pair.hang_up().await?;
    let records = crate::records::wait_for(&administrator, 1).await?;
    let record = records[0]["id"].as_str().unwrap_or_default();
    assert_eq!(stranger.get(&format!("/cdrs/{record}")).await?.status, 404);
    assert_eq!(stranger.get(&format!("/cdrs/{record}/trace")).await?.status, 404);
    assert_eq!(items(&stranger, "/cdrs").await?.len(), 0);

    let rest = socket.rest(std::time::Duration::from_millis(500)).await?;
    let about_calls = rest.iter().filter(|message| message.name().starts_with("call")).count();
    assert_eq!(about_calls, 0, "the other tenant's socket showed {rest:?}");
    assert_eq!(bystander.unheard().len(), 0, "the other tenant's phone showed {:?}", bystander.unheard());
    Ok(())
}

#[tokio::test]
async fn a_number_of_the_other_tenant_does_not_exist() -> Story {
    let server = Server::start().await?;
    let (north, south) = (server.tenant(0)?, server.tenant(1)?);
    let bystander = phone(&server.doors, south, 1, Kind::Pjsua, Transport::Udp, Voice::Dario).await?;
    let anna = phone(&server.doors, north, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let to = format!("sip:{}@{}", number(south, 1)?, south.domain);
    let call = anna.dial_uri(&to).await?;
    let ended = anna.sees(call, "ended").await?;
    assert_eq!(ended.number("status")?, 404);
    assert_eq!(bystander.unheard().len(), 0);
    Ok(())
}

#[tokio::test]
async fn keys_pressed_on_one_phone_arrive_at_the_other() -> Story {
    let server = Server::start().await?;
    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&server.doors, server.tenant(0)?, Kind::Pjsua, Transport::Udp, voices).await?;
    pair.anna.press(pair.out, "4#0").await?;
    for digit in ["4", "#", "0"] {
        assert_eq!(pair.bruno.sees(pair.inn, "digit").await?.text("digit"), digit);
    }
    pair.hang_up().await
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_user_are_refused_alike() -> Story {
    let server = Server::start().await?;
    let known = &server.tenant(0)?.endpoints[0];
    let mut refusals = Vec::new();
    for (user, secret) in [(known.user.as_str(), "not-the-secret"), ("999999999", known.secret.as_str())] {
        let account = harness::Account { user: user.to_owned(), secret: secret.to_owned(), ..known.clone() };
        let refused =
            harness::Phone::is_refused(&server.doors, &account, Kind::Pjsua, Transport::Udp).await?;
        refusals.push(refused.number("status")?);
    }
    assert_eq!(refusals[0], refusals[1], "the answers tell which users exist");
    Ok(())
}
