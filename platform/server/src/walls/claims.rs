//! What is unique over the installation, and what is referred to by its text: in use is said, by whom never.

use serde_json::{Value, json};
use testkit::Client;
use testkit::document::operations;

use super::findings::{Findings, face};
use super::house::House;

pub async fn walk(house: &House, findings: &mut Findings) {
    let (bravo, cierzo) = (&house.bravo.has, &house.cierzo.has);
    let numbers = [bravo.number.as_str(), &cierzo.number];
    let users = [bravo.phones[0].user.as_str(), &cierzo.phones[0].user];
    let admin = &house.acme.admin;
    // Whoever has it, the refusal is the same.
    let claim =
        |body: &dyn Fn(&str) -> Value, taken: [&str; 2]| taken.map(|text| (text.to_owned(), body(text)));
    let number = claim(&|text| json!({"number": text}), numbers);
    alike(admin, "POST", "/numbers", number, 409, findings).await;
    let user = claim(&|text| json!({"name": "Taken", "terminal_user": text}), users);
    alike(admin, "POST", "/endpoints", user, 409, findings).await;
    let domain = claim(&|text| json!({"domain": text}), ["bravo.example", "cierzo.example"]);
    let acme = format!("/tenants/{}", house.acme.scope.tenant());
    alike(&house.norte.client, "PATCH", &acme, domain, 409, findings).await;

    let host = claim(&|text| json!({"host_name": text}), ["voice.bravo.example", "voice.cierzo.example"]);
    let staff = house.norte.client.clone().within(house.acme.scope.tenant());
    alike(&staff, "PUT", "/branding", host, 409, findings).await;

    // A number that is not the tenant's is refused the same, whether somebody has it or nobody.
    let endpoint = format!("/endpoints/{}", house.acme.has.id("end"));
    for theirs in numbers {
        let shown = claim(&|text| json!({"settings": {"caller_number": text}}), [theirs, "+34919999999"]);
        alike(admin, "PATCH", &endpoint, shown, 422, findings).await;
        let main = claim(&|text| json!({"main_number": text}), [theirs, "+34919999999"]);
        alike(admin, "PUT", "/dial-plan", main, 422, findings).await;
    }
    blueprints(house, findings).await;
}

async fn alike(
    client: &Client,
    method: &str,
    path: &str,
    bodies: [(String, Value); 2],
    status: u16,
    findings: &mut Findings,
) {
    let mut faces = Vec::new();
    for (word, body) in bodies {
        let answer = client.send(method.parse().unwrap(), path, Some(body)).await;
        findings.expect(answer.status == status, || {
            format!("{method} {path} with {word}: {}, not {status}: {}", answer.status, answer.text)
        });
        faces.push(face(&answer, &word));
    }
    findings.expect(faces[0] == faces[1], || format!("{method} {path} tells whose it is: {faces:?}"));
}

/// A blueprint with another tenant's number, and one of another reseller's tenant.
async fn blueprints(house: &House, findings: &mut Findings) {
    let staff = &house.norte.client;
    let head = |name: &str| {
        format!(
            "[tenant]\nname = \"{name}\"\ntitle = \"Walked\"\ncountry = \"ES\"\nlanguage = \"es\"\n\
             time_zone = \"Europe/Madrid\"\n"
        )
    };
    for operation in operations(&house.document) {
        if operation.facts["requestBody"]["content"].get("application/toml").is_none() {
            continue;
        }
        let ask = async |text: String| {
            staff.send_text(operation.method.clone(), operation.path, Some(("application/toml", text))).await
        };
        let mut faces = Vec::new();
        for number in [&house.bravo.has.number, &house.cierzo.has.number] {
            let answer = ask(format!("{}\n[[numbers]]\nnumber = \"{number}\"\n", head("newcomer"))).await;
            findings.expect(answer.status == 409, || {
                format!("{} takes {number}: {} {}", operation.id, answer.status, answer.text)
            });
            faces.push(face(&answer, number));
        }
        findings.expect(faces[0] == faces[1], || format!("{} tells whose: {faces:?}", operation.id));
        for name in ["cierzo", "sur", "operator"] {
            let answer = ask(head(name)).await;
            let leaks = house.cierzo.has.leaks(&answer.text, &[]);
            findings.expect(answer.status == 409 && leaks.is_empty(), || {
                format!("{} of {name} by norte's staff: {} {}", operation.id, answer.status, answer.text)
            });
        }
    }
}

/// The key of one's repeated request is one's own.
pub async fn repeated(house: &House, findings: &mut Findings) {
    let ask = async |client: &Client, name: &str| {
        let client = client.clone().with_header("Idempotency-Key", "the same key");
        client.post("/endpoints", json!({"name": name})).await
    };
    let first = ask(&house.acme.admin, "Repeated").await;
    let stranger = ask(&house.bravo.admin, "Repeated").await;
    findings.expect(first.status == 201 && stranger.status == 201, || {
        format!("one key, two tenants: {} {}", first.text, stranger.text)
    });
    let id = |answer: &testkit::Answer| answer.expect(201)["id"].clone();
    findings.expect(id(&first) != id(&stranger), || "a stranger's answer was repeated".to_owned());
}
