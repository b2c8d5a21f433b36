//! `/branding`: the brand of the tenant worked in, by those who may change it.

use bus::{DomainEvent, Publish as _};
use kernel::id::TenantId;
use serde::{Deserialize, Serialize};
use tenancy::TenantKind;
use web::{Allow, Data, Json, Permission, Problem, Result, Routes};

use super::colour::{Colours, Rgb};
use super::logo::Logo;
use super::settings::{Brand, BrandFault, BrandSettings, Chain, Sender, resolve, sender};
use super::{Read, Write, store};
use crate::Account;

/// A brand was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandChanged {
    /// Whose.
    pub tenant: TenantId,
}

impl DomainEvent for BrandChanged {
    const NAME: &'static str = "branding.changed";
}

/// What is set, and what comes of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Branding {
    /// What is set here; logos by their hash.
    settings: BrandSettings,
    /// What holds here.
    brand: Brand,
    /// What would hold if nothing were set here.
    inherited: Brand,
    /// Whom mails come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    sender: Option<Sender>,
    /// Whether the one who asks may set the host name.
    may_set_host: bool,
    /// Elements and attributes that were left out of a new drawing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    removed: Vec<String>,
}

/// What to try before it is saved.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct BrandTrial {
    /// An accent.
    #[serde(default)]
    accent: Option<String>,
    /// A logo, as `data:…;base64,…`.
    #[serde(default)]
    logo: Option<String>,
}

/// How it would be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct BrandTried {
    /// The tones of the accent.
    #[serde(skip_serializing_if = "Option::is_none")]
    colours: Option<Colours>,
    /// The logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<TriedLogo>,
}

/// A logo as it would be kept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct TriedLogo {
    /// As `data:…;base64,…`.
    data: String,
    /// Its width.
    width: u32,
    /// Its height.
    height: u32,
    /// Elements and attributes that are left out of it.
    removed: Vec<String>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/branding", "get_branding", "Shows the brand that is set here, and what holds.", get);
    routes.put("/branding", "set_branding", "Sets the whole brand; what is absent is taken from above.", set);
    routes.post(
        "/branding/trial",
        "try_branding",
        "Shows the tones of an accent and what is kept of a logo; nothing is saved.",
        trial,
    );
}

async fn get(allow: Allow<Read>, account: Data<Account>) -> Result<Json<Branding>> {
    shown(&allow, &account, Vec::new()).await
}

async fn set(
    allow: Allow<Write>,
    account: Data<Account>,
    body: Json<BrandSettings>,
) -> Result<Json<Branding>> {
    let wanted = body.into_inner().checked()?;
    let tx = allow.begin().await?;
    let before = store::get(&tx).await?;
    if wanted.host_name != before.host_name {
        may_take_host(&allow, wanted.host_name.as_deref())?;
    }
    let (after, removed) = store::put(&tx, wanted).await?;
    tx.audit(allow.audit("branding.change").object(tx.tenant()).before(&before).after(&after)).await?;
    tx.publish(BrandChanged { tenant: tx.tenant() }).await?;
    tx.commit().await?;
    shown(&allow, &account, removed).await
}

async fn trial(_: Allow<Read>, body: Json<BrandTrial>) -> Result<Json<BrandTried>> {
    let colours = match body.0.accent {
        Some(text) => Some(Colours::of(Rgb::parse(&text).ok_or(BrandFault::Colour)?)),
        None => None,
    };
    let logo = match body.0.logo {
        Some(data) => Some(Logo::parse(&data).map_err(|fault| Problem::from(fault).at("/logo"))?),
        None => None,
    };
    let logo = logo.map(|logo| TriedLogo {
        data: logo.data(),
        width: logo.width,
        height: logo.height,
        removed: logo.removed,
    });
    Ok(Json(BrandTried { colours, logo }))
}

async fn shown<P: Permission>(
    allow: &Allow<P>,
    account: &Account,
    removed: Vec<String>,
) -> Result<Json<Branding>> {
    let chain: Chain = store::chain(account.directory(), allow.scope()).await?;
    let above = chain.iter().skip(1).cloned().collect();
    Ok(Json(Branding {
        settings: chain.first().map(|(settings, _)| settings.clone()).unwrap_or_default(),
        brand: resolve(&chain),
        inherited: resolve(&above),
        sender: sender(&chain),
        may_set_host: is_staff(allow),
        removed,
    }))
}

fn is_staff<P: Permission>(allow: &Allow<P>) -> bool {
    allow.home().facts().kind != TenantKind::Customer
}

/// A tenant could take the name at which others sign in, and show its own page there: staff alone sets host names, and the
/// one that is asked at right now only the operator.
fn may_take_host(allow: &Allow<Write>, wanted: Option<&str>) -> Result<()> {
    let everybodys = wanted == Some(allow.client().host.as_str());
    let operator = allow.home().facts().kind == TenantKind::Operator;
    if !is_staff(allow) || (everybodys && !operator) {
        return Err(BrandFault::HostByStaff.into());
    }
    Ok(())
}
