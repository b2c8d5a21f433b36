//! The session cookie: which tenant the session lives in, and its secret.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use kernel::id::TenantId;

/// The cookie's name.
pub const NAME: &str = "conmuta_session";
const MAX_SECRET_CHARS: usize = 128;

/// What a client shows to be recognised: the tenant names the place to look, the secret proves the session.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Where the session lives.
    pub tenant: TenantId,
    /// 256 random bits as text; only its hash is stored.
    pub secret: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl Credential {
    /// Reads `ten_….SECRET`.
    pub fn parse(text: &str) -> Option<Self> {
        let (tenant, secret) = text.split_once('.')?;
        let sound = !secret.is_empty()
            && secret.len() <= MAX_SECRET_CHARS
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        sound.then(|| Some(Self { tenant: tenant.parse().ok()?, secret: secret.to_owned() }))?
    }

    /// `ten_….SECRET`, as the cookie carries it.
    pub fn to_text(&self) -> String {
        format!("{}.{}", self.tenant, self.secret)
    }

    /// The credential a request shows, if it shows a sound one.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        Self::parse(request.cookie(NAME)?.value())
    }

    /// The cookie that gives this credential to a browser for so many seconds.
    pub fn cookie(&self, secure: bool, lifetime_secs: i64) -> Cookie<'static> {
        let age = time::Duration::seconds(lifetime_secs);
        base(self.to_text(), secure).max_age(age).finish()
    }
}

/// The cookie that takes the credential away again.
pub fn removal(secure: bool) -> Cookie<'static> {
    base(String::new(), secure).max_age(time::Duration::ZERO).finish()
}

fn base(value: String, secure: bool) -> actix_web::cookie::CookieBuilder<'static> {
    Cookie::build(NAME, value).path("/").http_only(true).same_site(SameSite::Lax).secure(secure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_both_ways_and_refuses_what_it_did_not_write() {
        let tenant = TenantId::from(kernel::id::Uuid::from_u128(5));
        let credential = Credential { tenant, secret: "aB-_9".into() };
        assert_eq!(Credential::parse(&credential.to_text()), Some(credential.clone()));
        for text in ["", "x", "ten_1.abc", &format!("{tenant}."), &format!("{tenant}.a b"), "usr_0.x"] {
            assert_eq!(Credential::parse(text), None, "{text}");
        }
        assert!(!format!("{credential:?}").contains("aB-_9"));
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        let tenant = TenantId::from(kernel::id::Uuid::from_u128(5));
        let text = Credential { tenant, secret: "s".into() }.cookie(true, 60).to_string();
        for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=60"] {
            assert!(text.contains(word), "{text}");
        }
        assert!(!removal(false).to_string().contains("Secure"));
    }
}
