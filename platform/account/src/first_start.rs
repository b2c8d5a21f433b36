//! The first start: the operator's own user, with a password nobody chose.

use kernel::id::UserId;
use tenancy::{Actor, AuditLine};
use web::Result;

use crate::roles::Role;
use crate::users::{NewUser, User, store};
use crate::{Account, password};

/// A user made at the first start; the password is told once.
#[derive(Clone)]
pub struct FirstUser {
    /// User name.
    pub user: String,
    /// Password, generated.
    pub password: String,
}

/// Creates the operator's user unless the operator's home has users already.
///
/// # Errors
/// What keeps the database from answering.
pub async fn operator(account: &Account) -> Result<Option<FirstUser>> {
    let scope = account.directory().console().home().clone();
    if !store::all(&scope.read().await?).await?.is_empty() {
        return Ok(None);
    }
    staff(account, &scope, &NewUser::named("operator", Role::Operator)).await.map(Some)
}

/// Creates the first user of a home of staff, with a password that nobody chose in place of one that was given.
///
/// # Errors
/// When the name is taken, or what keeps the database from answering.
pub async fn staff(account: &Account, home: &tenancy::TenantScope, new: &NewUser) -> Result<FirstUser> {
    let first = FirstUser { user: new.user_name.clone(), password: password::generate(account.rng()) };
    let hash = account.passwords().hash(&first.password).await?;
    let tx = home.begin().await?;
    let user = User::of(new, UserId::new(tx.now(), account.rng()), tx.now());
    let user = store::insert(&tx, &user, Some(hash), None).await?;
    let line = AuditLine::new(&Actor::system("first start"), "users.create");
    tx.audit(line.object(user.id).after(&user)).await?;
    tx.commit().await?;
    Ok(first)
}

/// Gives a user of a tenant a new generated password, for whoever owns the data folder and is locked out.
///
/// # Errors
/// 404 when there is no such user.
pub async fn reset(account: &Account, scope: &tenancy::TenantScope, user_name: &str) -> Result<FirstUser> {
    let made = FirstUser { user: user_name.to_owned(), password: password::generate(account.rng()) };
    let hash = account.passwords().hash(&made.password).await?;
    let tx = scope.begin().await?;
    let row = store::by_name(&tx, user_name).await?.ok_or(crate::users::UserError::NotFound)?;
    let id = UserId(row.id);
    store::set_hash(&tx, id, hash).await?;
    crate::sessions::store::end_all(&tx, id, None).await?;
    tx.audit(AuditLine::new(&Actor::system("console"), "users.set_password").object(id)).await?;
    tx.commit().await?;
    Ok(made)
}
