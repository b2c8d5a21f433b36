//! Addresses outside of the API: `/p/{token}` for a softphone that asks for its configuration, and
//! `/provision/{token}/{file}` for desk phones. A browser at `/p/…` gets the pages, which ask the API.

use ::web::{Data, Problem, stranger};
use actix_web::dev::RequestHead;
use actix_web::guard::{Guard, GuardContext, fn_guard};
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, REFERRER_POLICY, USER_AGENT};
use actix_web::web::{self, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use feature::Env;

use super::files::{File, XML};
use super::links::{How, Opening, open};
use super::phones::{Fetching, fetch};
use crate::Telephony;

/// Mounts them.
pub fn mount(config: &mut ServiceConfig) {
    let phone = web::resource("/p/{token}").guard(softphones()).route(web::get().to(configuration));
    config.service(phone).route("/provision/{token}/{file}", web::get().to(file));
}

fn softphones() -> impl Guard {
    fn_guard(|context: &GuardContext<'_>| is_softphone(context.head()))
}

/// Whether this is a phone that will set itself up, and no browser, nor a program that previews addresses for people.
fn is_softphone(head: &RequestHead) -> bool {
    let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (accept, agent) = (text(ACCEPT), text(USER_AGENT).to_ascii_lowercase());
    let asked = head.uri.query().is_some_and(|query| query.split('&').any(|part| part == "format=xml"));
    asked
        || head.headers.contains_key("x-linphone-provisioning")
        || agent.starts_with("linphone")
        || (accept.contains("application/xml") && !accept.contains("text/html"))
}

fn answer(file: File) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.media_type))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .body(file.text)
}

async fn configuration(
    request: HttpRequest,
    token: Path<String>,
    env: Data<Env>,
    telephony: Data<Telephony>,
) -> Result<HttpResponse, Problem> {
    let client = stranger(&request)?;
    telephony.provisioning().url()?;
    let opening = Opening { token: &token, how: How::Phone, client: &client };
    let text = open(&env, &telephony, opening).await?.configuration(&env, &telephony);
    Ok(answer(File { media_type: XML, text }))
}

async fn file(
    request: HttpRequest,
    place: Path<(String, String)>,
    env: Data<Env>,
    telephony: Data<Telephony>,
) -> Result<HttpResponse, Problem> {
    let client = stranger(&request)?;
    let (token, file) = place.into_inner();
    let asked = Fetching { token: &token, file: &file, client: &client };
    fetch(&env, &telephony, asked).await.map(answer)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asks(uri: &str, headers: &[(&str, &str)]) -> bool {
        let request = headers.iter().fold(TestRequest::with_uri(uri), |it, header| it.insert_header(*header));
        is_softphone(request.to_srv_request().head())
    }

    #[test]
    fn a_phone_is_told_from_browsers_and_previews() {
        assert!(asks("/p/x?format=xml", &[]));
        assert!(asks("/p/x", &[("X-Linphone-Provisioning", "1")]));
        assert!(asks("/p/x", &[("User-Agent", "LinphoneAndroid/6.0 (Pixel) LinphoneSDK/5.4")]));
        assert!(asks("/p/x", &[("Accept", "application/xml")]));
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert!(!asks("/p/x", &[("Accept", browser), ("User-Agent", "Mozilla/5.0 (Android 15)")]));
        for preview in ["WhatsApp/2.23.20.0", "TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0"] {
            assert!(!asks("/p/x", &[("Accept", "*/*"), ("User-Agent", preview)]), "{preview}");
        }
    }
}
