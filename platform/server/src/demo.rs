//! The demo: blueprints embedded in the binary, their secrets drawn anew for each data folder.

use kernel::Rng;
use kernel::rng::draw_text;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::credentials::{SignIn, SipAccount, Tenant};

/// Files of `tenants/demo`, by name.
const FILES: &[(&str, &str)] = &[
    ("tenants/demo/alder.toml", include_str!("../../../tenants/demo/alder.toml")),
    ("tenants/demo/birch.toml", include_str!("../../../tenants/demo/birch.toml")),
];

/// The reseller of all of them.
const RESELLER: &str = include_str!("../../../tenants/demo/reseller.toml");

/// No characters that are easily taken for others: these are typed by hand.
const READABLE: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
const PASSWORD_CHARS: usize = 14;
const SECRET_CHARS: usize = 20;
const DIGITS: &[u8] = b"0123456789";

/// Blueprints with everything filled in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// The reseller of all of them.
    pub reseller: MadeReseller,
    /// The tenants.
    pub tenants: Vec<MadeTenant>,
}

/// The reseller and its staff.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MadeReseller {
    /// Short name.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// Its staff; none in what earlier versions kept, who are there already.
    #[serde(default)]
    pub people: Vec<MadePerson>,
}

/// Somebody of the reseller's staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MadePerson {
    /// What the person signs in by.
    pub user: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
}

/// One filled-in blueprint.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MadeTenant {
    /// Its file, for errors.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Draws passwords, terminal users and secrets.
///
/// # Errors
/// When an embedded file is not a blueprint; names it.
pub fn make(rng: &dyn Rng) -> Result<(Made, Vec<Tenant>), String> {
    let mut made = Made { reseller: reseller()?, tenants: Vec::new() };
    let mut accounts = Vec::new();
    for (file, text) in FILES {
        let mut table: Table = text.parse().map_err(|fault| format!("{file}: {fault}"))?;
        accounts.push(fill(&mut table, rng));
        let text = toml::to_string(&table).map_err(|fault| format!("{file}: {fault}"))?;
        made.tenants.push(MadeTenant { file: (*file).to_owned(), text });
    }
    Ok((made, accounts))
}

fn reseller() -> Result<MadeReseller, String> {
    let mut table: Table =
        RESELLER.parse().map_err(|fault| format!("tenants/demo/reseller.toml: {fault}"))?;
    let head = table.get("reseller").and_then(Value::as_table).cloned();
    let person = |user: &mut Table| {
        let one = |key| word(Some(user), key);
        MadePerson { user: one("user_name"), first_name: one("first_name"), last_name: one("last_name") }
    };
    let people = tables(&mut table, "users").map(person).collect();
    Ok(MadeReseller { name: word(head.as_ref(), "name"), title: word(head.as_ref(), "title"), people })
}

fn fill(blueprint: &mut Table, rng: &dyn Rng) -> Tenant {
    let head = blueprint.get("tenant").and_then(Value::as_table).cloned().unwrap_or_default();
    let (name, domain) = (word(Some(&head), "name"), word(Some(&head), "domain"));
    let mut users = Vec::new();
    for user in tables(blueprint, "users") {
        let password =
            user.entry("password").or_insert_with(|| draw_text(rng, READABLE, PASSWORD_CHARS).into());
        let password = password.as_str().unwrap_or_default().to_owned();
        users.push(SignIn {
            user: word(Some(user), "user_name"),
            password,
            role: Some(word(Some(user), "role")),
        });
    }
    let mut phones = Vec::new();
    for endpoint in tables(blueprint, "endpoints") {
        endpoint.entry("terminal_user").or_insert_with(|| format!("4{}", draw_text(rng, DIGITS, 8)).into());
        endpoint.entry("secret").or_insert_with(|| draw_text(rng, READABLE, SECRET_CHARS).into());
        let one = |key| word(Some(endpoint), key);
        phones.push((one("name"), one("terminal_user"), one("secret")));
    }
    let extensions: Vec<(String, String)> = tables(blueprint, "extensions")
        .map(|e| (word(Some(e), "endpoint"), word(Some(e), "number")))
        .collect();
    let number = |endpoint: &str| {
        extensions.iter().find(|(name, _)| name == endpoint).map(|(_, number)| number.clone())
    };
    let account = |(name, user, secret): (String, String, String)| SipAccount {
        domain: domain.clone(),
        user,
        secret,
        extension: number(&name).unwrap_or_default(),
    };
    Tenant { name, users, endpoints: phones.into_iter().map(account).collect(), domain: domain.clone() }
}

fn tables<'t>(blueprint: &'t mut Table, section: &str) -> impl Iterator<Item = &'t mut Table> {
    let list = blueprint.get_mut(section).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_table_mut)
}

fn word(table: Option<&Table>, key: &str) -> String {
    table.and_then(|table| table.get(key)).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;

    #[test]
    fn two_tenants_share_extension_numbers_and_nothing_else() {
        let (made, tenants) = make(&Seeded::new(1)).unwrap();
        assert!(!made.reseller.name.is_empty() && !made.reseller.people.is_empty());
        assert!(made.reseller.people.iter().all(|person| !person.last_name.is_empty()));
        let numbers =
            |tenant: &Tenant| tenant.endpoints.iter().map(|e| e.extension.clone()).collect::<Vec<_>>();
        let (first, second) = (&tenants[0], &tenants[1]);
        assert!(first.endpoints.len() >= 2 && numbers(first).iter().any(|n| numbers(second).contains(n)));
        assert!(
            first
                .endpoints
                .iter()
                .all(|a| second.endpoints.iter().all(|b| a.user != b.user && a.secret != b.secret))
        );
        assert!(first.endpoints.iter().all(|e| !e.extension.is_empty() && (9..=10).contains(&e.user.len())));
    }

    #[test]
    fn secrets_differ_from_folder_to_folder() {
        let (_, one) = make(&Seeded::new(1)).unwrap();
        let (_, other) = make(&Seeded::new(2)).unwrap();
        assert_ne!(one[0].endpoints[0].secret, other[0].endpoints[0].secret);
        assert_ne!(one[0].users[0].password, other[0].users[0].password);
    }
}
