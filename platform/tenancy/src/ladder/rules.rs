//! What tenants and resellers may be called, and how quotas add up. Pure.

use std::sync::Arc;

use kernel::Timestamp;
use kernel::id::TenantId;

use super::{NewTenant, Quota, ResellerChange, TenantChange};
use crate::directory::{Reseller, Tenant};
use crate::entity::{Limits, TenantKind, TenantState};
use crate::{Error, Result};

/// A new tenant's facts, still without reseller.
pub(super) fn tenant_of(new: NewTenant, id: TenantId, now: Timestamp) -> Tenant {
    Tenant {
        id,
        reseller: None,
        kind: TenantKind::Customer,
        name: new.name,
        title: new.title,
        domain: new.domain.map(|domain| domain.to_ascii_lowercase()),
        country: new.country,
        language: new.language,
        time_zone: new.time_zone,
        state: TenantState::Active,
        reason: None,
        erase_after: None,
        limits: new.limits,
        plan: None,
        generation: 1,
        created_at: now,
    }
}

impl TenantChange {
    pub(super) fn applied_to(self, before: &Tenant) -> Tenant {
        let mut after = before.clone();
        after.title = self.title.unwrap_or(after.title);
        after.domain =
            self.domain.map_or(after.domain, |domain| domain.map(|name| name.to_ascii_lowercase()));
        after.country = self.country.unwrap_or(after.country);
        after.language = self.language.unwrap_or(after.language);
        after.time_zone = self.time_zone.unwrap_or(after.time_zone);
        after.state = self.state.unwrap_or(after.state);
        after.reason = self.reason.unwrap_or(after.reason);
        after.erase_after = self.erase_after.unwrap_or(after.erase_after);
        after.limits = self.limits.unwrap_or(after.limits);
        after.plan = self.plan.unwrap_or(after.plan);
        after
    }
}

impl ResellerChange {
    pub(super) fn applied_to(self, before: &Reseller) -> Reseller {
        let mut after = before.clone();
        after.title = self.title.unwrap_or(after.title);
        after.quota = self.quota.unwrap_or(after.quota);
        after.state = self.state.unwrap_or(after.state);
        after.reason = self.reason.unwrap_or(after.reason);
        after.erase_after = self.erase_after.unwrap_or(after.erase_after);
        after
    }
}

/// All rules of a tenant's facts.
pub(super) fn tenant(facts: &Tenant) -> Result<()> {
    name(&facts.name)?;
    title(&facts.title)?;
    if let Some(name) = &facts.domain {
        rule("/domain", is_domain(name), "a SIP domain is a host name such as pbx.example.com")?;
    }
    let country = facts.country.len() == 2 && facts.country.bytes().all(|byte| byte.is_ascii_uppercase());
    reason(facts.reason.as_deref())?;
    rule("/country", country, "a country is two capital letters (ISO 3166-1), such as ES")?;
    rule("/language", is_language(&facts.language), "a language is a tag (BCP 47) such as es or es-ES")?;
    rule("/time_zone", is_time_zone(&facts.time_zone), "a time zone is an IANA name such as Europe/Madrid")
}

/// Short names stand in paths, sign-ins and folders.
pub(super) fn name(text: &str) -> Result<()> {
    let mut bytes = text.bytes();
    let letters = bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let holds = letters && (2..=40).contains(&text.len()) && !text.ends_with('-');
    rule("/name", holds, "a name is 2 to 40 lower-case letters, digits and hyphens, and begins with a letter")
}

pub(super) fn title(text: &str) -> Result<()> {
    let holds = !text.trim().is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
    rule("/title", holds, "a title is 1 to 200 characters without control characters")
}

pub(super) fn reason(text: Option<&str>) -> Result<()> {
    let calm = |letter: char| !letter.is_control() || letter == '\n';
    let holds = text.is_none_or(|text| text.chars().count() <= 500 && text.chars().all(calm));
    rule("/reason", holds, "a reason has at most 500 characters without control characters")
}

fn rule(field: &'static str, holds: bool, problem: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::Invalid { field, problem: problem.to_owned() }) }
}

fn is_domain(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

fn is_language(text: &str) -> bool {
    (2..=35).contains(&text.len())
        && text
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_time_zone(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte))
        && text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
}

impl Quota {
    /// Whether these tenants together are within the quota. Where a sum is limited, each tenant needs a limit.
    pub(super) fn holds(&self, tenants: &[Arc<Tenant>]) -> Result<()> {
        if self.tenants.is_some_and(|most| tenants.len() > usize::try_from(most).unwrap_or(usize::MAX)) {
            return Err(Error::LimitReached { what: "tenants" });
        }
        sum("endpoints", "/limits/endpoints", self.endpoints, tenants, |limits| limits.endpoints)?;
        sum("calls at one time", "/limits/concurrent_calls", self.concurrent_calls, tenants, |limits| {
            limits.concurrent_calls
        })?;
        sum("storage", "/limits/storage_mb", self.storage_mb, tenants, |limits| limits.storage_mb)
    }
}

fn sum(
    what: &'static str,
    field: &'static str,
    most: Option<u32>,
    tenants: &[Arc<Tenant>],
    of: fn(&Limits) -> Option<u32>,
) -> Result<()> {
    let Some(most) = most else { return Ok(()) };
    let limits = tenants.iter().map(|tenant| of(&tenant.limits).map(u64::from));
    let Some(total) = limits.sum::<Option<u64>>() else {
        let problem = format!("the reseller's {what} are limited, so each of its tenants needs a limit");
        return Err(Error::Invalid { field, problem });
    };
    if total > u64::from(most) { Err(Error::LimitReached { what }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(limits: Limits) -> Tenant {
        let new = NewTenant {
            name: "acme".to_owned(),
            title: "Acme, S.A.".to_owned(),
            domain: Some("PBX.Acme.example".to_owned()),
            country: "ES".to_owned(),
            language: "es-ES".to_owned(),
            time_zone: "Europe/Madrid".to_owned(),
            limits,
        };
        tenant_of(new, TenantId(kernel::id::Uuid::nil()), Timestamp::EPOCH)
    }

    #[test]
    fn the_sample_keeps_the_rules_and_its_domain_is_lower_case() {
        let facts = sample(Limits::default());
        tenant(&facts).unwrap();
        assert_eq!(facts.domain.as_deref(), Some("pbx.acme.example"));
    }

    #[test]
    fn each_broken_rule_names_its_field() {
        type Damage = fn(&mut Tenant);
        let broken: [(&str, Damage); 8] = [
            ("/name", |t| t.name = "Acme".into()),
            ("/name", |t| t.name = "a".into()),
            ("/name", |t| t.name = "../etc".into()),
            ("/title", |t| t.title = " ".into()),
            ("/domain", |t| t.domain = Some("a..b".into())),
            ("/country", |t| t.country = "Spain".into()),
            ("/language", |t| t.language = "e".into()),
            ("/time_zone", |t| t.time_zone = "../zone".into()),
        ];
        for (expected, damage) in broken {
            let mut facts = sample(Limits::default());
            damage(&mut facts);
            let Err(Error::Invalid { field, .. }) = tenant(&facts) else { panic!("{expected} was accepted") };
            assert_eq!(field, expected);
        }
    }

    #[test]
    fn quotas_are_sums_and_want_each_tenant_limited() {
        let limited = |endpoints| Arc::new(sample(Limits { endpoints, ..Limits::default() }));
        let quota = Quota { tenants: Some(2), endpoints: Some(100), ..Quota::default() };
        quota.holds(&[limited(Some(60)), limited(Some(40))]).unwrap();
        assert!(matches!(
            quota.holds(&[limited(Some(60)), limited(Some(41))]),
            Err(Error::LimitReached { .. })
        ));
        assert!(matches!(
            quota.holds(&[limited(None)]),
            Err(Error::Invalid { field: "/limits/endpoints", .. })
        ));
        let three = [limited(Some(1)), limited(Some(1)), limited(Some(1))];
        assert!(matches!(quota.holds(&three), Err(Error::LimitReached { what: "tenants" })));
    }
}
