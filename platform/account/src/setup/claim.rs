//! Links and the claim: whoever opens the link first becomes the operator's first user, and is signed in.

use bus::Publish as _;
use kernel::Timestamp;
use kernel::id::UserId;
use serde::Deserialize;
use tenancy::{Actor, ActorKind, AuditLine};
use utoipa::ToSchema;
use web::{Client, Credential, Result};

use super::link::{self, LIFETIME, LinkFault};
use super::{SetupEvent, store};
use crate::roles::Role;
use crate::users::{NewUser, User, UserEvent, confirmed, store as users};
use crate::{Account, password, sessions};

/// A link that claims the installation.
#[derive(Clone)]
pub struct SetupLink {
    /// The token, told once.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Who claims the installation, and with which link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOperator)]
pub(super) struct Claim {
    /// The token of the link.
    token: String,
    /// User name of the operator's account: 1 to 64 letters, digits, `.`, `_`, `-`.
    user_name: String,
    /// At least 10 characters.
    password: String,
    /// The password again.
    confirmation: String,
    /// First name.
    #[serde(default)]
    first_name: String,
    /// Last name.
    #[serde(default)]
    last_name: String,
    /// For recovery and notifications.
    #[serde(default)]
    email: String,
    /// BCP 47 language of the pages.
    #[serde(default)]
    language: String,
    /// IANA time zone.
    #[serde(default)]
    time_zone: String,
}

/// Draws a new link in the place of the one before; none where the installation has its operator.
///
/// # Errors
/// What keeps the database from answering.
pub async fn new_link(account: &Account) -> Result<Option<SetupLink>> {
    let tx = account.directory().console().home().begin().await?;
    if store::has_people(&tx).await? {
        return Ok(None);
    }
    let link = SetupLink { token: link::draw(account.rng()), expires_at: tx.now() + LIFETIME };
    store::renew(&tx, link::hash(&link.token), link.expires_at).await?;
    tx.audit(AuditLine::new(&Actor::system("first start"), "setup.new_link")).await?;
    tx.commit().await?;
    Ok(Some(link))
}

/// Until when a token can be used.
pub(super) async fn check(account: &Account, token: &str) -> Result<Timestamp> {
    let tx = account.directory().console().home().read().await?;
    let row = store::row(&tx).await?;
    link::check(row.as_ref().map(store::Model::link), token, tx.now())?;
    Ok(row.map_or(Timestamp::EPOCH, |row| row.expires_at.into()))
}

/// Makes the operator's first user and begins its session.
pub(super) async fn claim(account: &Account, client: &Client, body: Claim) -> Result<(Credential, User)> {
    // Before the costly hash: nobody without a link makes the server work.
    check(account, &body.token).await?;
    confirmed(&body.password, Some(&body.confirmation))?;
    password::check(&body.password, &body.user_name)?;
    let home = account.directory().console().home().clone();
    let new = NewUser {
        first_name: body.first_name,
        last_name: body.last_name,
        email: body.email,
        language: body.language,
        time_zone: body.time_zone,
        ..NewUser::named(&body.user_name, Role::Operator)
    };
    let user = User::of(&new, UserId::new(account.clock().now(), account.rng()), account.clock().now());
    user.check()?;
    let hash = account.passwords().hash(&body.password).await?;
    let tx = home.begin().await?;
    store::claim(&tx, &body.token).await?;
    if store::has_people(&tx).await? {
        return Err(LinkFault::Used.into());
    }
    let user = users::insert(&tx, &user, Some(hash), None).await?;
    let (_, credential) = sessions::store::begin(&tx, account.rng(), user.id, client).await?;
    users::signed_in(&tx, user.id).await?;
    let actor = Actor {
        kind: ActorKind::Person,
        id: Some(user.id.uuid()),
        name: user.shown_name(),
        home: None,
        grant: None,
        source: Some(client.address),
    };
    tx.audit(AuditLine::new(&actor, "setup.claim").object(user.id).after(&user)).await?;
    tx.publish(UserEvent { id: user.id }).await?;
    tx.publish(SetupEvent {}).await?;
    tx.commit().await?;
    account.claimed().notify_one();
    Ok((credential, user))
}
