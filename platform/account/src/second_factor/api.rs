//! `/me/second-factor`: the own one; and `/users/{id}/second-factor`, by which an administrator takes a lost one away.

use bus::{NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use kernel::Timestamp;
use kernel::id::UserId;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::{Deserialize, Serialize};
use tenancy::TenantTx;
use web::{Allow, Arriving, Data, Json, Net, NoContent, Path, Permission, Problem, Result, Routes, SignedIn};

use super::totp::{self, Secret};
use super::{FactorError, since, store};
use crate::users::{self, User, UserEvent, Write};
use crate::{Account, me, sessions, sign_in_policy};

/// What the app shows as the codes' origin where the tenant has no title.
const PRODUCT: &str = "Conmuta";
/// Pixels of the QR code's side, at least.
const QR_SIDE: u32 = 240;

/// The own second factor.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct SecondFactor {
    /// Whether signing in asks for a code.
    on: bool,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// Recovery codes that were not used yet.
    recovery_codes_left: u64,
    /// Whether the organisation demands one.
    demanded: bool,
}

/// Begins setting up. A stolen session must not lock its owner out, so the password is asked for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnFactorBegin {
    /// The own password.
    #[schema(min_length = 1)]
    password: String,
}

/// What the app needs to know. It is told once.
#[derive(Serialize, utoipa::ToSchema)]
struct Enrolment {
    /// To be typed into the app where no picture can be taken: base 32.
    secret: String,
    /// The same and more as an `otpauth://` address.
    address: String,
    /// The address as a QR code: an SVG image.
    qr: String,
}

/// The first code, which shows that the app has the secret.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnFactorCode {
    /// Six digits.
    #[schema(min_length = 1)]
    code: String,
}

/// Who asks is still who set it up.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnFactorProof {
    /// The own password.
    #[schema(min_length = 1)]
    password: String,
    /// A code of the app, or a recovery code.
    #[schema(min_length = 1)]
    code: String,
}

/// Codes for whoever has lost the app. They are told once; each works once.
#[derive(Serialize, utoipa::ToSchema)]
struct RecoveryCodes {
    /// Ten.
    codes: Vec<String>,
}

pub(super) fn routes(routes: &mut Routes) {
    let path = "/me/second-factor";
    routes.get(path, "get_second_factor", "Shows the own second factor.", show);
    routes.post(path, "begin_second_factor", "Begins setting up: tells the secret for the app.", begin);
    routes.post(
        "/me/second-factor/confirm",
        "confirm_second_factor",
        "Switches it on with the app's first code; tells the recovery codes.",
        confirm,
    );
    routes.post(
        "/me/second-factor/recovery-codes",
        "renew_recovery_codes",
        "Makes new recovery codes; those before are worth nothing.",
        renew,
    );
    routes.post("/me/second-factor/off", "end_second_factor", "Switches the own second factor off.", end);
    routes.delete(
        "/users/{id}/second-factor",
        "reset_second_factor",
        "Switches a user's second factor off, for whoever has lost it.",
        reset,
    );
}

async fn show(allow: Allow<Arriving>, account: Data<Account>) -> Result<Json<SecondFactor>> {
    let tx = allow.home().read().await?;
    let row = users::store::get(&tx, allow.person().user).await?;
    Ok(Json(SecondFactor {
        on: since(&row).is_some(),
        since: since(&row),
        recovery_codes_left: store::recovery_left(&tx, allow.person().user).await?,
        demanded: sign_in_policy::demands(&account, &tx, &row).await?,
    }))
}

async fn begin(
    allow: Allow<Arriving>,
    account: Data<Account>,
    body: Json<OwnFactorBegin>,
) -> Result<Json<Enrolment>> {
    let row = me::proven(&allow, &account, &body.0.password, "/password").await?;
    if since(&row).is_some() {
        return Err(FactorError::AlreadyOn.into());
    }
    let secret = Secret::draw(account.rng());
    let tx = allow.home().begin().await?;
    store::propose(&tx, allow.person().user, &secret).await?;
    tx.commit().await?;
    let tenant = account.directory().tenant(allow.home());
    let issuer = if tenant.title.is_empty() { PRODUCT } else { &tenant.title };
    let address = totp::address(&secret, issuer, &row.user_name);
    Ok(Json(Enrolment { qr: picture(&address)?, secret: secret.text(), address }))
}

async fn confirm(
    allow: Allow<Arriving>,
    account: Data<Account>,
    body: Json<OwnFactorCode>,
) -> Result<Json<RecoveryCodes>> {
    let user = allow.person().user;
    let tx = allow.home().begin().await?;
    let row = users::store::get(&tx, user).await?;
    if since(&row).is_some() {
        return Err(FactorError::AlreadyOn.into());
    }
    if row.factor_secret.is_empty() {
        return Err(FactorError::Off.into());
    }
    super::spend(&account, &tx, &row, &body.0.code, true).await?.ok_or(FactorError::WrongCode)?;
    store::confirm(&tx, user).await?;
    let codes = store::renew_recovery(&tx, account.rng(), user).await?;
    note(&allow, &tx, SecurityKind::SecondFactorAdded, &row);
    done(&allow, tx, "second_factor.on", user).await?;
    Ok(Json(RecoveryCodes { codes }))
}

async fn renew(
    allow: Allow<SignedIn>,
    account: Data<Account>,
    body: Json<OwnFactorProof>,
) -> Result<Json<RecoveryCodes>> {
    let tx = with_code(&allow, &account, &body.0).await?;
    let codes = store::renew_recovery(&tx, account.rng(), allow.person().user).await?;
    done(&allow, tx, "second_factor.renew_recovery_codes", allow.person().user).await?;
    Ok(Json(RecoveryCodes { codes }))
}

async fn end(
    allow: Allow<SignedIn>,
    account: Data<Account>,
    body: Json<OwnFactorProof>,
) -> Result<NoContent> {
    let tx = with_code(&allow, &account, &body.0).await?;
    let row = users::store::get(&tx, allow.person().user).await?;
    if sign_in_policy::demands(&account, &tx, &row).await? {
        return Err(FactorError::Demanded.into());
    }
    store::forget(&tx, allow.person().user).await?;
    note(&allow, &tx, SecurityKind::SecondFactorRemoved, &row);
    done(&allow, tx, "second_factor.off", allow.person().user).await?;
    Ok(NoContent)
}

async fn reset(allow: Allow<Write>, account: Data<Account>, id: Path<UserId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let row = users::store::get(&tx, id.0).await?;
    if id.0 == allow.person().user && allow.tenant() == allow.home().tenant() {
        return Err(FactorError::Own.into());
    }
    users::stands_as_high(&allow, &account, &tx, &User::from(row.clone())).await?;
    if since(&row).is_none() {
        return Err(FactorError::Off.into());
    }
    store::forget(&tx, id.0).await?;
    note(&allow, &tx, SecurityKind::SecondFactorRemoved, &row);
    done(&allow, tx, "second_factor.reset", id.0).await?;
    Ok(NoContent)
}

/// A transaction in which password and code were found right, the code used up.
async fn with_code(allow: &Allow<SignedIn>, account: &Account, proof: &OwnFactorProof) -> Result<TenantTx> {
    me::proven(allow, account, &proof.password, "/password").await?;
    let tx = allow.home().begin().await?;
    let row = users::store::get(&tx, allow.person().user).await?;
    if since(&row).is_none() {
        return Err(FactorError::Off.into());
    }
    let net = Net::of(allow.client().address);
    let familiar = sessions::store::is_familiar(&tx, Some(row.id), net).await?;
    match super::spend(account, &tx, &row, &proof.code, familiar).await? {
        Some(_) => Ok(tx),
        None => Err(FactorError::WrongCode.into()),
    }
}

fn note<P: Permission>(allow: &Allow<P>, tx: &TenantTx, kind: SecurityKind, user: &users::store::Model) {
    let event = SecurityEvent::new(kind).user(UserId(user.id)).account(&user.user_name);
    tx.note_security(event.source(allow.client().address).with("by", allow.person().name.as_str()));
}

async fn done<P: Permission>(
    allow: &Allow<P>,
    tx: TenantTx,
    action: &'static str,
    user: UserId,
) -> Result<()> {
    tx.audit(allow.audit(action).object(user)).await?;
    tx.publish(UserEvent { id: user }).await?;
    Ok(tx.commit().await?)
}

/// The address as an image that an app reads from any screen, dark ones too: black on white with its margin.
fn picture(address: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(Problem::internal)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(QR_SIDE, QR_SIDE).build())
}
