//! The blueprint section `endpoints`: single ones, and ranges of alike ones for load tests.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use feature::Users;
use feature::blueprint::{Door, DrawnSecret, Result, Section};
use kernel::id::UserId;
use serde::{Deserialize, Serialize};
use tenancy::TenantTx;

use super::endpoint::{Endpoint, EndpointFault, NewEndpoint, Strength};
use super::settings::Settings;
use super::store::{self, Opened};
use super::{EndpointChanged, api, secret};
use crate::change::{self, Change, States};
use crate::overview;

/// The most endpoints of one range.
const MAX_RANGE: u32 = 100_000;

/// One `[[endpoints]]`. Its natural key is the name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What people call it; of a range the beginning, followed by each terminal user.
    pub name: String,
    /// The SIP user name; of a range the first one, a number. Drawn where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal_user: Option<String>,
    /// The SIP password. Drawn where none is given, and then kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Makes a range: so many endpoints with terminal users counted upwards, all with the same secret, which need not
    /// be strong. For load tests on closed machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The user name of the user that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What its calls are like.
    #[serde(default)]
    pub settings: Settings,
}

/// The section.
pub struct Endpoints(pub Arc<dyn Users>);

impl Endpoints {
    /// The user whose name an item gives.
    async fn owner(&self, door: &Door<'_>, item: &Item) -> Result<Option<UserId>> {
        let Some(name) = &item.owner else { return Ok(None) };
        let user = self.0.named(door.tx, name).await?;
        Ok(Some(user.ok_or(EndpointFault::Owner)?))
    }

    /// The names of all owners of these endpoints.
    async fn names(&self, door: &Door<'_>, rows: &[Opened]) -> Result<HashMap<UserId, String>> {
        let mut names = HashMap::new();
        for owner in rows.iter().filter_map(|row| row.endpoint.owner) {
            if !names.contains_key(&owner)
                && let Some(name) = self.0.name_of(door.tx, owner).await?
            {
                names.insert(owner, name);
            }
        }
        Ok(names)
    }
}

impl Item {
    fn as_new(&self, owner: Option<UserId>) -> NewEndpoint {
        NewEndpoint {
            name: self.name.clone(),
            terminal_user: self.terminal_user.clone(),
            secret: self.secret.clone(),
            owner,
            extension: None,
            settings: self.settings.clone(),
        }
    }

    /// The endpoints of a range.
    fn members<'a>(
        &'a self,
        count: u32,
        secret: &'a str,
        owner: Option<UserId>,
    ) -> Result<impl Iterator<Item = NewEndpoint> + 'a, EndpointFault> {
        let first = self.terminal_user.as_deref().ok_or(EndpointFault::Range)?;
        let number: u64 = first.parse().map_err(|_| EndpointFault::Range)?;
        if count == 0 || count > MAX_RANGE {
            return Err(EndpointFault::Range);
        }
        let member = move |n: u64| {
            let user = format!("{:0width$}", number + n, width = first.len());
            let name = format!("{} {user}", self.name);
            NewEndpoint {
                name,
                terminal_user: Some(user),
                secret: Some(secret.to_owned()),
                ..self.as_new(owner)
            }
        };
        Ok((0..u64::from(count)).map(member))
    }
}

/// Rows as items: members of a range come back as the range.
fn items(rows: Vec<Opened>, names: &HashMap<UserId, String>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for Opened { endpoint, secret, series } in rows {
        if let Some(series) = series {
            if let Some(range) = items.iter_mut().find(|item| item.count.is_some() && item.name == series) {
                range.count = range.count.map(|count| count + 1);
                continue;
            }
            items.push(item(endpoint, secret, Some((series, 1)), names));
        } else {
            items.push(item(endpoint, secret, None, names));
        }
    }
    items.sort_by(|a, b| a.name.cmp(&b.name));
    items
}

fn item(
    endpoint: Endpoint,
    secret: Option<String>,
    range: Option<(String, u32)>,
    names: &HashMap<UserId, String>,
) -> Item {
    let (name, count) = match range {
        Some((name, count)) => (name, Some(count)),
        None => (endpoint.name, None),
    };
    let owner = endpoint.owner.and_then(|owner| names.get(&owner).cloned());
    let settings = endpoint.settings;
    Item { name, terminal_user: Some(endpoint.terminal_user), secret, count, owner, settings }
}

async fn insert(door: &Door<'_>, users: &dyn Users, item: &Item, owner: Option<UserId>) -> Result<()> {
    let limit = door.env.directory.tenant(door.tx.scope()).limits.endpoints;
    let Some(count) = item.count else {
        let new = item.as_new(owner);
        new.check(Strength::Demanded)?;
        api::within_limit(door.tx, limit, 1).await?;
        let given = new.secret.is_some();
        let (endpoint, secret) = store::insert(door.tx, new, None).await?;
        if !given {
            let (section, key) = (Endpoints::NAME.to_owned(), item.name.clone());
            let user = endpoint.terminal_user.clone();
            door.watch.drawn(DrawnSecret { section, key, user, value: secret });
        }
        overview::refreshed(door.tx, users, endpoint.id).await?;
        return record(door, &endpoint, Change::Created).await;
    };
    let drawn = || secret::draw_secret(&**door.tx.scope().rng());
    let secret = item.secret.clone().unwrap_or_else(drawn);
    let members = item.members(count, &secret, owner)?;
    api::within_limit(door.tx, limit, u64::from(count)).await?;
    for new in members {
        new.check(Strength::Waived)?;
        store::insert(door.tx, new, Some(&item.name)).await?;
    }
    recorded_range(door, item, "endpoints.create_range").await
}

async fn record(door: &Door<'_>, endpoint: &Endpoint, change: Change) -> Result<()> {
    let (action, states) = match change {
        Change::Created => ("endpoints.create", States { before: None, after: Some(endpoint) }),
        Change::Updated => ("endpoints.change", States { before: None, after: Some(endpoint) }),
        Change::Deleted => ("endpoints.delete", States { before: Some(endpoint), after: None }),
    };
    let event = EndpointChanged { id: endpoint.id, change };
    change::record(door.tx, door.actor, action, endpoint.id, states, event).await?;
    Ok(())
}

/// A range leaves one audit line, not one for each of its endpoints.
async fn recorded_range(door: &Door<'_>, item: &Item, action: &'static str) -> Result<()> {
    let shown = Item { secret: None, ..item.clone() };
    door.tx.audit(tenancy::AuditLine::new(door.actor, action).object(&item.name).after(&shown)).await?;
    change::recompile_after(door.tx);
    Ok(())
}

async fn members_of(tx: &TenantTx, series: &str) -> tenancy::Result<Vec<Endpoint>> {
    let all = store::all_opened(tx).await?;
    Ok(all.into_iter().filter(|o| o.series.as_deref() == Some(series)).map(|o| o.endpoint).collect())
}

async fn remove(door: &Door<'_>, item: &Item) -> Result<()> {
    if item.count.is_some() {
        for endpoint in members_of(door.tx, &item.name).await? {
            store::delete(door.tx, endpoint.id).await?;
        }
        return recorded_range(door, item, "endpoints.delete_range").await;
    }
    if let Some(endpoint) = store::by_name(door.tx, &item.name).await? {
        store::delete(door.tx, endpoint.id).await?;
        record(door, &endpoint, Change::Deleted).await?;
    }
    Ok(())
}

#[async_trait]
impl Section for Endpoints {
    type Item = Item;

    const NAME: &'static str = "endpoints";
    const ORDER: u16 = 200;

    fn key(&self, item: &Item) -> String {
        item.name.clone()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<Item>> {
        let rows = store::all_opened(door.tx).await?;
        let names = self.names(door, &rows).await?;
        Ok(items(rows, &names))
    }

    async fn create(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        insert(door, &*self.0, item, self.owner(door, item).await?).await
    }

    async fn change(&self, door: &Door<'_>, present: &Item, wanted: &Item) -> Result<()> {
        let owner = self.owner(door, wanted).await?;
        // A terminal user is an identity: another one is another endpoint, and so is another range.
        if present.terminal_user != wanted.terminal_user || present.count.is_some() || wanted.count.is_some()
        {
            remove(door, present).await?;
            return insert(door, &*self.0, wanted, owner).await;
        }
        let Some(mut endpoint) = store::by_name(door.tx, &wanted.name).await? else { return Ok(()) };
        if present.secret != wanted.secret {
            let chosen = wanted.secret.as_deref().unwrap_or_default();
            super::check_secret(chosen, Some(&endpoint.terminal_user), Strength::Demanded)?;
            store::set_secret(door.tx, endpoint.id, chosen).await?;
        }
        wanted.settings.check().map_err(EndpointFault::from)?;
        endpoint.settings = wanted.settings.clone();
        endpoint.owner = owner;
        let endpoint = store::update(door.tx, &endpoint).await?;
        overview::refreshed(door.tx, &*self.0, endpoint.id).await?;
        record(door, &endpoint, Change::Updated).await
    }

    async fn delete(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        remove(door, item).await
    }

    fn settle(&self, wanted: &mut Item, present: &Item) {
        if wanted.terminal_user.is_none() {
            wanted.terminal_user.clone_from(&present.terminal_user);
        }
        if wanted.secret.is_none() {
            wanted.secret.clone_from(&present.secret);
        }
    }

    fn hide(&self, item: &mut Item) -> Vec<&'static str> {
        item.secret = None;
        vec!["secret"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: &str, count: u32) -> Item {
        Item {
            name: "Phone".into(),
            terminal_user: Some(first.into()),
            secret: Some("secret".into()),
            count: Some(count),
            owner: None,
            settings: Settings::default(),
        }
    }

    #[test]
    fn a_range_counts_terminal_users_upwards_and_keeps_their_length() {
        let range = range("000998", 3);
        let members: Vec<NewEndpoint> = range.members(3, "secret", None).unwrap().collect();
        let users: Vec<&str> = members.iter().filter_map(|m| m.terminal_user.as_deref()).collect();
        assert_eq!(users, ["000998", "000999", "001000"]);
        assert_eq!(members[0].name, "Phone 000998");
    }

    #[test]
    fn a_range_needs_a_number_and_a_count() {
        assert!(range("desk", 3).members(3, "secret", None).is_err());
        assert!(range("1", 0).members(0, "secret", None).is_err());
        assert!(range("1", MAX_RANGE + 1).members(MAX_RANGE + 1, "secret", None).is_err());
    }
}
