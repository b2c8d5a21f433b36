//! Many users at once, always the same ones for the same count: what big lists are measured with.

use feature::UserEvent;
use kernel::id::UserId;
use kernel::text::fold;
use tenancy::{Actor, AuditLine, TenantScope};
use web::Result;

use crate::Account;
use crate::roles::Role;
use crate::users::{NewUser, User, store};

const FIRST: [&str; 24] = [
    "Ana", "Beatriz", "Carlos", "Daniel", "Elena", "Fátima", "Gonzalo", "Héctor", "Inés", "Javier", "Karim",
    "Lucía", "Marta", "Nicolás", "Olga", "Pablo", "Quim", "Raquel", "Sofía", "Tomás", "Úrsula", "Víctor",
    "Ximena", "Zoe",
];
const LAST: [&str; 20] = [
    "Álvarez",
    "Blanco",
    "Castro",
    "Díaz",
    "Estévez",
    "Fernández",
    "García",
    "Hernández",
    "Ibáñez",
    "Jiménez",
    "López",
    "Martínez",
    "Núñez",
    "Ortiz",
    "Pérez",
    "Quintana",
    "Ramírez",
    "Sánchez",
    "Torres",
    "Vázquez",
];
const DEPARTMENTS: [&str; 8] =
    ["Sales", "Support", "Accounts", "Logistics", "Legal", "Research", "Reception", "Works"];

/// A user that was made.
pub struct Seeded {
    /// Its id.
    pub id: UserId,
    /// The name to show.
    pub name: String,
}

/// The user of this number.
pub(crate) fn user(number: usize) -> NewUser {
    // Two numbers without a common factor, so that names go round in another order than departments.
    let (first, last) = (FIRST[number % FIRST.len()], LAST[(number / 7) % LAST.len()]);
    let role = if number.is_multiple_of(50) { Role::Agent } else { Role::Member };
    let user_name = fold(&format!("{first}.{last}.{number}"));
    NewUser {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: format!("{user_name}@example.com"),
        department: DEPARTMENTS[(number / 3) % DEPARTMENTS.len()].to_owned(),
        enabled: !number.is_multiple_of(40),
        ..NewUser::named(&user_name, role)
    }
}

/// Makes the users from `first` on, without passwords, in one transaction.
///
/// # Errors
/// When there are some of them already, or the database is away.
pub async fn users(
    account: &Account,
    scope: &TenantScope,
    first: usize,
    count: usize,
) -> Result<Vec<Seeded>> {
    let actor = Actor::system("seed");
    let tx = scope.begin().await?;
    let make = |number| (User::of(&user(number), UserId::new(tx.now(), account.rng()), tx.now()), None);
    let made: Vec<(User, Option<String>)> = (first..first + count).map(make).collect();
    store::insert_all(&tx, &made, None).await?;
    let line = |user: &User| AuditLine::new(&actor, "users.create").object(user.id).after(user);
    tx.audit_all(made.iter().map(|(user, _)| line(user)).collect()).await?;
    let told = made.iter().map(|(user, _)| UserEvent { id: user.id }).collect();
    bus::Publish::publish_all(&tx, told).await?;
    tx.commit().await?;
    Ok(made.into_iter().map(|(user, _)| Seeded { id: user.id, name: user.shown_name() }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Timestamp;
    use kernel::id::Uuid;

    #[test]
    fn every_user_is_sound_and_the_same_again() {
        for number in (0..100_000).step_by(97) {
            let made = User::of(&user(number), UserId(Uuid::nil()), Timestamp::EPOCH);
            assert_eq!(made.check(), Ok(()));
        }
        assert_eq!(user(12_345), user(12_345));
    }
}
