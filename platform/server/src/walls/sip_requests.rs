//! Every SIP method from a tenant's phone towards what another tenant has: answered as what nobody has, and heard by
//! nobody there (TEN-22, TEN-23).

use std::time::Duration;

use sip::{Message, Method};
use testkit::phone::{Dialog, Phone, sdp};

use super::findings::Findings;
use super::house::{Customer, House};

/// Headers that bear what was asked, or chance.
const BY_CHANCE: [&str; 7] = ["via", "from", "to", "call-id", "cseq", "www-authenticate", "date"];
/// A method that has no word.
const UNKNOWN: &str = "FLY";
/// How long nobody may hear anything.
const QUIET: Duration = Duration::from_millis(150);

pub async fn walk(house: &mut House, findings: &mut Findings) {
    let House { acme, bravo, cierzo, .. } = house;
    for stranger in [&mut *bravo, cierzo] {
        outside(acme, stranger, findings).await;
        registrations(acme, stranger, findings).await;
        let standing = stranger.has.call.clone();
        for dialog in standing {
            inside(acme, &dialog, findings).await;
            taken(acme, &dialog, findings).await;
        }
        ringing(acme, stranger, findings).await;
        alive(stranger, findings).await;
    }
    let [own, _] = &mut acme.has.phones;
    own.hang_up(&mut acme.has.call[0]).await;
}

/// The methods of the vocabulary, and one beyond it.
fn methods() -> impl Iterator<Item = String> {
    Method::KNOWN.iter().map(|method| method.as_str().to_owned()).chain([UNKNOWN.to_owned()])
}

/// Header lines without which a method says nothing.
fn lines(method: &str) -> &'static str {
    match method {
        "SUBSCRIBE" | "NOTIFY" | "PUBLISH" => "Event: dialog\r\nSubscription-State: active\r\n",
        "REFER" => "Refer-To: <sip:1002@acme.example>\r\n",
        "PRACK" => "RAck: 1 1 INVITE\r\n",
        "REGISTER" => "Expires: 600\r\n",
        _ => "",
    }
}

fn body(method: &str) -> String {
    if matches!(method, "INVITE" | "UPDATE") { sdp(4100, "sendrecv") } else { String::new() }
}

/// All of an answer by which it could be told from another one.
fn face(answer: Option<&Message>) -> String {
    let Some(answer) = answer else { return "nothing".to_owned() };
    let told = |name: &str| !BY_CHANCE.contains(&name.to_ascii_lowercase().as_str());
    let headers = answer.header_lines().map(|(name, value)| (name.as_str(), value));
    let headers: Vec<String> = headers
        .map(|(name, value)| if told(name) { format!("{name}: {value}") } else { name.to_owned() })
        .collect();
    let tagged = answer.to().tag().is_some();
    let body = String::from_utf8_lossy(answer.body()).into_owned();
    format!("{} {headers:?} tagged {tagged} {body}", answer.status().unwrap_or(0))
}

/// The same answer to the one and to the other, and a refusal unless the method asks nothing of anybody.
async fn alike(
    phone: &mut Phone,
    method: &str,
    [theirs, nobodys]: [Dialog; 2],
    more: &str,
    findings: &mut Findings,
) {
    let what = format!("{method} {} {} {}", theirs.target, theirs.remote, theirs.local);
    let more = format!("{more}{}", lines(method));
    let seen = phone.verdict(method, theirs, &more, &body(method)).await;
    let expected = phone.verdict(method, nobodys, &more, &body(method)).await;
    let (seen_face, expected_face) = (face(seen.as_ref()), face(expected.as_ref()));
    findings.expect(seen_face == expected_face, || {
        format!("{what} is told from one that nobody has:\n  {seen_face}\n  {expected_face}")
    });
    let refused = seen.is_none_or(|answer| answer.status() >= Some(400));
    findings.expect(refused || method == "OPTIONS", || format!("{what} is served: {seen_face}"));
}

/// Requests outside dialogs to another tenant's users and domain.
async fn outside(acme: &mut Customer, stranger: &Customer, findings: &mut Findings) {
    let domain = format!("{}.example", stranger.name);
    let phone = &mut acme.has.phones[0];
    for user in ["1001", &stranger.has.phones[1].user] {
        for method in methods() {
            let pair =
                [domain.as_str(), "nobody.example"].map(|host| phone.dialog(&format!("sip:{user}@{host}")));
            alike(phone, &method, pair, "", findings).await;
        }
    }
    // At home by its Request-URI, elsewhere by To, or by From.
    for method in ["INVITE", "REGISTER", "MESSAGE"] {
        let at = |phone: &Phone, host: &str, place: &str| {
            let mut dialog = phone.dialog("sip:1002@acme.example");
            match place {
                "to" => dialog.remote = format!("<sip:1002@{host}>"),
                _ => dialog.local = dialog.local.replace("acme.example", host),
            }
            dialog
        };
        for place in ["to", "from"] {
            let pair = [domain.as_str(), "nobody.example"].map(|host| at(phone, host, place));
            alike(phone, method, pair, "", findings).await;
        }
    }
}

/// Registrations for another tenant's terminal user, with the own secret and with a guessed one.
async fn registrations(acme: &mut Customer, stranger: &Customer, findings: &mut Findings) {
    let theirs = stranger.has.phones[0].user.clone();
    let phone = &mut acme.has.phones[0];
    let aor = |phone: &Phone, user: &str| {
        let mut dialog = phone.dialog("sip:acme.example");
        dialog.remote = format!("<sip:{user}@acme.example>");
        dialog
    };
    let pair = [theirs.as_str(), "000000009"].map(|user| aor(phone, user));
    alike(phone, "REGISTER", pair, "", findings).await;
    let own = std::mem::replace(&mut phone.responder, sip::digest::Responder::new("", ""));
    let mut faces = Vec::new();
    for user in [theirs.as_str(), "000000009"] {
        phone.responder = sip::digest::Responder::new(user, "guessed");
        let dialog = aor(phone, user);
        faces.push(face(phone.verdict("REGISTER", dialog, "", "").await.as_ref()));
    }
    phone.responder = own;
    findings.expect(faces[0] == faces[1] && faces[0].starts_with("403"), || format!("a guess: {faces:?}"));
}

/// Another tenant's dialog, and one with the same look that nobody has.
fn pair(theirs: &Dialog) -> [Dialog; 2] {
    let mut theirs = theirs.clone();
    theirs.cseq += 100;
    let other = |text: &str| match text.rsplit_once(";tag=") {
        Some((name, tag)) => format!("{name};tag={}", tag.chars().rev().collect::<String>()),
        None => text.to_owned(),
    };
    let nobodys = Dialog {
        call_id: theirs.call_id.chars().rev().collect(),
        local: other(&theirs.local),
        remote: other(&theirs.remote),
        ..theirs.clone()
    };
    [theirs, nobodys]
}

/// Requests within another tenant's dialog.
async fn inside(acme: &mut Customer, dialog: &Dialog, findings: &mut Findings) {
    for method in methods() {
        let phone = &mut acme.has.phones[0];
        alike(phone, &method, pair(dialog), "", findings).await;
    }
}

/// Another tenant's leg taken over: by Replaces, and by a transfer of the own call to it.
async fn taken(acme: &mut Customer, dialog: &Dialog, findings: &mut Findings) {
    let [theirs, nobodys] = pair(dialog);
    let phone = &mut acme.has.phones[0];
    let mut faces = Vec::new();
    for replaced in [&theirs, &nobodys] {
        let more = format!("Replaces: {}\r\n", replaced.replaces());
        let invite = phone.dialog("sip:1002@acme.example");
        faces.push(face(phone.verdict("INVITE", invite, &more, &sdp(4100, "sendrecv")).await.as_ref()));
    }
    findings.expect(faces[0] == faces[1] && faces[0].starts_with("481"), || format!("Replaces: {faces:?}"));
    let mut told = Vec::new();
    for replaced in [&theirs, &nobodys] {
        let replaces = replaced.replaces().replace(';', "%3B").replace('=', "%3D");
        told.push(referred(acme, &format!("sip:1002@acme.example?Replaces={replaces}")).await);
    }
    for host in ["bravo.example", "nobody.example"] {
        told.push(referred(acme, &format!("sip:1001@{host}")).await);
    }
    let same = told[0] == told[1] && told[2] == told[3];
    findings.expect(same && !told.iter().any(|told| told.contains("200 OK")), || format!("REFER: {told:?}"));
}

/// What the own call's REFER comes to.
async fn referred(acme: &mut Customer, target: &str) -> String {
    let phone = &mut acme.has.phones[0];
    let own = &mut acme.has.call[0];
    phone.say("REFER", own, &format!("Refer-To: <{target}>\r\n"), "").await;
    let own = own.clone();
    let answer = phone.hear("an answer to the REFER", move |message| {
        message.status().is_some() && message.call_id() == own.call_id && message.cseq().number == own.cseq
    });
    let status = answer.await.status().unwrap_or(0);
    let mut told = status.to_string();
    let mut is_open = status == 202;
    while is_open {
        let notify = phone.request("NOTIFY").await;
        phone.reply(&notify, 200, &[], "").await;
        told.push_str(&String::from_utf8_lossy(notify.body()));
        let state = notify.header(sip::HeaderName::SubscriptionState).unwrap_or_default();
        is_open = !state.starts_with("terminated");
    }
    told
}

/// Another tenant's call that rings: it is neither cancelled nor spoken into.
async fn ringing(acme: &mut Customer, stranger: &mut Customer, findings: &mut Findings) {
    let phone = &mut acme.has.phones[0];
    let [caller, called] = &mut stranger.has.phones;
    let theirs = caller.dial("1002", &sdp(4000, "sendrecv")).await;
    let invite = called.request("INVITE").await;
    called.reply(&invite, 180, &[], "").await;
    let provisional = caller.status(&theirs, 180).await;
    let mut nobodys = theirs.clone();
    let text = phone.write("INVITE", &theirs, "", "");
    nobodys.invite = Message::parse(bytes::Bytes::from(text)).ok();
    let mut faces = Vec::new();
    for dialog in [&theirs, &nobodys] {
        phone.cancel(dialog).await;
        let (call_id, cseq) = (dialog.call_id.clone(), dialog.cseq);
        let answer = phone.hear("an answer to the CANCEL", move |message| {
            message.status().is_some() && message.call_id() == call_id && message.cseq().number == cseq
        });
        faces.push(face(Some(&answer.await)));
    }
    findings.expect(faces[0] == faces[1] && faces[0].starts_with("481"), || format!("CANCEL: {faces:?}"));
    inside(acme, &caller.stand(theirs.clone(), &provisional), findings).await;
    called.pick_up(invite, 5000).await;
    let (mut standing, _) = caller.established(theirs).await;
    caller.hang_up(&mut standing).await;
    called.is_hung_up().await;
}

/// The stranger's phones have heard nothing, and talk still.
async fn alive(stranger: &mut Customer, findings: &mut Findings) {
    for phone in &mut stranger.has.phones {
        let heard = phone.requests_within(QUIET).await;
        findings.expect(heard.is_empty(), || format!("{} has heard {heard:?}", stranger.name));
    }
    let devices = stranger.admin.get("/devices").await.expect(200);
    let count = devices["items"].as_array().map_or(0, Vec::len);
    findings.expect(count == 2, || format!("{} has other devices now: {devices}", stranger.name));
    let [caller, called] = &mut stranger.has.phones;
    caller.say("INFO", &mut stranger.has.call[0], "", "").await;
    caller.status(&stranger.has.call[0], 200).await;
    called.say("INFO", &mut stranger.has.call[1], "", "").await;
    called.status(&stranger.has.call[1], 200).await;
}
