//! What a tenant, a reseller or the operator says of its brand, and what holds in the end. Pure.

use kernel::{Fault, FaultKind};
use serde::{Deserialize, Serialize};

use super::colour::{Colours, Rgb};

/// What the product is called where nobody says otherwise.
const PRODUCT: &str = "Conmuta";
const MAX_NAME: usize = 60;
const MAX_TEXT: usize = 500;
const MAX_ADDRESS: usize = 254;

/// What is set at one place; absent is taken from above: a tenant's from its reseller, that one's from the operator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BrandSettings {
    /// What the product is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub product_name: Option<String>,
    /// The accent, `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub accent: Option<String>,
    /// The logo on light pages: a new one as `data:…;base64,…`, one that is kept by its hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_light: Option<String>,
    /// The logo on dark pages, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<String>,
    /// The host name at which its people sign in; unique over the installation, set by those above alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 253)]
    pub host_name: Option<String>,
    /// Who mails come from, as people read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub mail_name: Option<String>,
    /// Who mails come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 254)]
    pub mail_address: Option<String>,
    /// What the sign-in page says under its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub sign_in_text: Option<String>,
}

/// Which rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrandFault {
    /// A name or text.
    #[error("a text is empty, too long, or has control characters")]
    Text(&'static str),
    /// The accent.
    #[error("a colour is # and six hex digits")]
    Colour,
    /// The host name.
    #[error("a host name is one such as voice.example.com")]
    Host,
    /// The sender's address.
    #[error("a mail address is one such as voice@example.com")]
    Address,
    /// A hash that none of the own logos has.
    #[error("there is no such logo")]
    NoLogo(&'static str),
    /// Who may not set the host name.
    #[error("the host name is set by your provider")]
    HostByStaff,
}

impl Fault for BrandFault {
    fn kind(&self) -> FaultKind {
        if *self == Self::HostByStaff { FaultKind::Forbidden } else { FaultKind::Invalid }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Text(_) => "branding.text",
            Self::Colour => "branding.colour",
            Self::Host => "branding.host",
            Self::Address => "branding.address",
            Self::NoLogo(_) => "branding.no_logo",
            Self::HostByStaff => "branding.host_by_staff",
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            Self::Text(field) | Self::NoLogo(field) => field,
            Self::Colour => "/accent",
            Self::Host | Self::HostByStaff => "/host_name",
            Self::Address => "/mail_address",
        };
        Some(field.to_owned())
    }
}

impl BrandSettings {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// All but the logos, which the store knows; empty ones are absent, host name and colour in lower case.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn checked(mut self) -> Result<Self, BrandFault> {
        for field in [
            &mut self.product_name,
            &mut self.accent,
            &mut self.logo_light,
            &mut self.logo_dark,
            &mut self.host_name,
            &mut self.mail_name,
            &mut self.mail_address,
            &mut self.sign_in_text,
        ] {
            *field = field.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        self.accent = self.accent.map(|text| text.to_ascii_lowercase());
        self.host_name = self.host_name.map(|text| text.to_ascii_lowercase());
        line(self.product_name.as_deref(), MAX_NAME, "/product_name")?;
        line(self.mail_name.as_deref(), MAX_NAME, "/mail_name")?;
        let text = self.sign_in_text.as_deref().map(|text| text.replace('\n', " "));
        line(text.as_deref(), MAX_TEXT, "/sign_in_text")?;
        let holds = |text: Option<&str>, rule: fn(&str) -> bool| text.is_none_or(rule);
        if !holds(self.accent.as_deref(), |text| Rgb::parse(text).is_some()) {
            return Err(BrandFault::Colour);
        }
        if !holds(self.host_name.as_deref(), is_host) {
            return Err(BrandFault::Host);
        }
        if !holds(self.mail_address.as_deref(), is_address) {
            return Err(BrandFault::Address);
        }
        Ok(self)
    }
}

fn line(text: Option<&str>, most: usize, field: &'static str) -> Result<(), BrandFault> {
    let holds = |text: &str| text.chars().count() <= most && !text.chars().any(char::is_control);
    if text.is_none_or(holds) { Ok(()) } else { Err(BrandFault::Text(field)) }
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let letters = |last: &str| last.bytes().any(|byte| byte.is_ascii_lowercase());
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        && text.rsplit('.').next().is_some_and(letters)
}

fn is_address(text: &str) -> bool {
    let calm = |local: &str| {
        (1..=64).contains(&local.len())
            && local
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
    };
    text.len() <= MAX_ADDRESS
        && text
            .rsplit_once('@')
            .is_some_and(|(local, host)| calm(local) && is_host(&host.to_ascii_lowercase()))
}

/// A logo as it is fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LogoFacts {
    /// Where it is fetched; the address never means another one.
    pub path: String,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The brand as it holds somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Brand {
    /// What the product is called.
    pub product_name: String,
    /// The accent; absent, it is the product's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colours: Option<Colours>,
    /// The logo on light pages; absent, the product's own mark is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_light: Option<LogoFacts>,
    /// The logo on dark pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<LogoFacts>,
    /// What the sign-in page says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_text: Option<String>,
    /// Whether the host name asked at tells whose people sign in there.
    pub host_tells: bool,
}

/// Whom mails come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Sender {
    /// As people read it.
    pub name: String,
    /// The address.
    pub address: String,
}

/// Settings from the place itself up to the operator, with the logos they name.
pub type Chain = Vec<(BrandSettings, Vec<(String, LogoFacts)>)>;

/// What holds at the end of a chain: the nearest that says something. Both logos come from the same place.
pub fn resolve(chain: &Chain) -> Brand {
    let text = |of: fn(&BrandSettings) -> &Option<String>| chain.iter().find_map(|(set, _)| of(set).clone());
    let with_logo = chain.iter().find(|(set, _)| set.logo_light.is_some() || set.logo_dark.is_some());
    let logo = |first: fn(&BrandSettings) -> &Option<String>,
                other: fn(&BrandSettings) -> &Option<String>| {
        let (set, known) = with_logo?;
        let hash = first(set).as_ref().or(other(set).as_ref())?;
        known.iter().find(|(name, _)| name == hash).map(|(_, facts)| facts.clone())
    };
    Brand {
        product_name: text(|set| &set.product_name).unwrap_or_else(|| PRODUCT.to_owned()),
        colours: text(|set| &set.accent).as_deref().and_then(Rgb::parse).map(Colours::of),
        logo_light: logo(|set| &set.logo_light, |set| &set.logo_dark),
        logo_dark: logo(|set| &set.logo_dark, |set| &set.logo_light),
        sign_in_text: text(|set| &set.sign_in_text),
        host_tells: false,
    }
}

/// Whom mails come from: the nearest place with an address.
pub fn sender(chain: &Chain) -> Option<Sender> {
    let (set, _) = chain.iter().find(|(set, _)| set.mail_address.is_some())?;
    let name = set.mail_name.clone().unwrap_or_else(|| resolve(chain).product_name);
    Some(Sender { name, address: set.mail_address.clone()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(change: impl FnOnce(&mut BrandSettings)) -> BrandSettings {
        let mut settings = BrandSettings::default();
        change(&mut settings);
        settings
    }

    #[test]
    fn the_nearest_place_that_says_something_holds() {
        let facts = |path: &str| LogoFacts { path: path.to_owned(), width: 1, height: 1 };
        let tenant = set(|it| it.accent = Some("#0a7078".to_owned()));
        let reseller = set(|it| {
            it.product_name = Some("Norte Voz".to_owned());
            it.accent = Some("#ff0000".to_owned());
            it.logo_dark = Some("n".to_owned());
        });
        let operator = set(|it| it.logo_light = Some("o".to_owned()));
        let chain = vec![
            (tenant, vec![]),
            (reseller, vec![("n".to_owned(), facts("/n"))]),
            (operator, vec![("o".to_owned(), facts("/o"))]),
        ];
        let brand = resolve(&chain);
        assert_eq!(brand.product_name, "Norte Voz");
        assert_eq!(brand.colours.unwrap().chosen, "#0a7078");
        assert_eq!(brand.logo_light, Some(facts("/n")), "one logo serves both, before another place's does");
        assert_eq!(brand.logo_dark, Some(facts("/n")));
        assert_eq!(resolve(&Vec::new()).product_name, PRODUCT);
    }

    #[test]
    fn mails_come_from_the_nearest_address() {
        let tenant = set(|it| it.mail_name = Some("Acme".to_owned()));
        let reseller = set(|it| it.mail_address = Some("voz@norte.example".to_owned()));
        let chain = vec![(tenant, vec![]), (reseller, vec![])];
        let expected = Sender { name: PRODUCT.to_owned(), address: "voz@norte.example".to_owned() };
        assert_eq!(sender(&chain), Some(expected));
        assert_eq!(sender(&Vec::new()), None);
    }

    #[test]
    fn broken_rules_name_their_field() {
        let field = |change: fn(&mut BrandSettings)| set(change).checked().unwrap_err().field().unwrap();
        assert_eq!(field(|it| it.accent = Some("red".to_owned())), "/accent");
        assert_eq!(field(|it| it.product_name = Some("x".repeat(61))), "/product_name");
        assert_eq!(field(|it| it.mail_name = Some("a\u{7}b".to_owned())), "/mail_name");
        for host in ["localhost", "10.0.0.1", "a..b", "-a.example", "a_b.example", "a.example:80"] {
            let settings = set(|it| it.host_name = Some(host.to_owned()));
            assert_eq!(settings.checked(), Err(BrandFault::Host), "{host}");
        }
        for address in ["", "a", "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example"] {
            let settings = set(|it| it.mail_address = Some(address.to_owned()));
            assert_eq!(settings.checked().is_err(), !address.is_empty(), "{address}");
        }
        let fine = set(|it| it.host_name = Some(" Voz.Acme.example ".to_owned())).checked().unwrap();
        assert_eq!(fine.host_name.as_deref(), Some("voz.acme.example"));
    }
}
