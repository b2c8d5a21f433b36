//! A tenant made or changed together with rows in it: one transaction that stays open for the rest.

use std::sync::Arc;

use kernel::id::TenantId;
use sea_orm::ActiveModelTrait;
use tokio::sync::OwnedMutexGuard;

use super::{NewTenant, ResellerScope, TenantChange, rules, taken};
use crate::directory::state::House;
use crate::directory::{KeyKind, Tenant};
use crate::entity::{Limits, TakenPlan};
use crate::{Actor, AuditLine, Error, Result, TenantScope, TenantTx};

impl ResellerScope {
    /// Begins a transaction in which a new tenant exists; `commit` makes it, dropping leaves no trace.
    ///
    /// The tenant's facts stand in the directory at once, so that rows can be checked against its limits.
    /// Until the end of the transaction no other reseller or tenant is made or changed.
    ///
    /// # Errors
    /// As [`create_tenant`](Self::create_tenant).
    pub async fn draft_tenant(
        &self,
        actor: &Actor,
        new: NewTenant,
        plan: Option<TakenPlan>,
    ) -> Result<TenantTx> {
        let house = &self.house;
        let turn = house.ladder.clone().lock_owned().await;
        let now = house.clock.now();
        let mut facts = rules::tenant_of(new, TenantId::new(now, &*house.rng), now);
        facts.reseller = Some(self.id);
        facts.plan = plan;
        rules::tenant(&facts)?;
        self.check_quota(&facts)?;
        let scope = TenantScope { tenant: facts.id, house: house.clone() };
        let mut tx = house.begin_directory(facts.id).await?;
        facts.row(now)?.insert(tx.session()).await.map_err(taken)?;
        if let Some(domain) = &facts.domain {
            tx.claim(KeyKind::SipDomain, domain, facts.id).await?;
        }
        let line = AuditLine::new(actor, "tenants.create").object(facts.id).after(&facts);
        tx.audit(line.clone()).await?;
        tx.turn(&self.home()).await?;
        tx.audit(line).await?;
        tx.turn(&scope).await?;
        let draft = Draft::begin(house, facts, turn);
        tx.after_commit(move || draft.keep());
        Ok(tx)
    }

    /// Begins a transaction in which a tenant of this reseller is changed; `commit` keeps the change, dropping
    /// takes it back. Of the directory the same holds as for [`draft_tenant`](Self::draft_tenant).
    ///
    /// # Errors
    /// As [`change_tenant`](Self::change_tenant).
    pub async fn draft_change(
        &self,
        actor: &Actor,
        tenant: TenantId,
        change: TenantChange,
    ) -> Result<TenantTx> {
        let house = &self.house;
        let turn = house.ladder.clone().lock_owned().await;
        let before = self.below(tenant)?;
        let mut after = change.applied_to(&before);
        if after == *before {
            return house.begin_directory(tenant).await;
        }
        after.generation += 1;
        rules::tenant(&after)?;
        self.check_quota(&after)?;
        let tx = house.begin_directory(tenant).await?;
        after.row(house.clock.now())?.update(tx.session()).await?;
        if after.domain != before.domain {
            if let Some(domain) = &before.domain {
                tx.release(KeyKind::SipDomain, domain).await?;
            }
            if let Some(domain) = &after.domain {
                tx.claim(KeyKind::SipDomain, domain, tenant).await?;
            }
        }
        let line = AuditLine::new(actor, "tenants.change").object(tenant);
        tx.audit(line.before(&*before).after(&after)).await?;
        let draft = Draft::begin(house, after, turn);
        tx.after_commit(move || draft.keep());
        Ok(tx)
    }
}

impl ResellerScope {
    /// Begins a transaction in the reseller's home in which these tenants of it have other limits; audited in each.
    ///
    /// # Errors
    /// [`Error::NotBelow`], and [`Error::LimitReached`] or [`Error::Invalid`] when the quota does not allow them together.
    pub async fn draft_limits(&self, actor: &Actor, wanted: Vec<(TenantId, Limits)>) -> Result<TenantTx> {
        let house = &self.house;
        let turn = house.ladder.clone().lock_owned().await;
        let (mut all, mut changed) = (self.tenants(), Vec::new());
        for (id, limits) in wanted {
            let slot = all.iter_mut().find(|tenant| tenant.id == id).ok_or(Error::NotBelow)?;
            if slot.limits != limits {
                let after = Tenant { limits, generation: slot.generation + 1, ..(**slot).clone() };
                changed.push((std::mem::replace(slot, Arc::new(after.clone())), after));
            }
        }
        if !changed.is_empty() {
            self.reseller()?.quota.holds(&all)?;
        }
        let mut tx = house.begin_directory(self.home).await?;
        for (before, after) in &changed {
            after.row(house.clock.now())?.update(tx.session()).await?;
            tx.turn(&TenantScope { tenant: after.id, house: house.clone() }).await?;
            let line = AuditLine::new(actor, "tenants.change").object(after.id);
            tx.audit(line.before(&**before).after(after)).await?;
        }
        tx.turn(&self.home()).await?;
        let keep = house.clone();
        tx.after_commit(move || {
            changed.into_iter().for_each(|(_, after)| keep.put_tenant(after));
            drop(turn);
        });
        Ok(tx)
    }
}

/// Facts that stand in the directory before they are committed. Dropped without `keep`, the former ones return.
struct Draft {
    house: Arc<House>,
    tenant: TenantId,
    before: Option<Arc<Tenant>>,
    kept: bool,
    _turn: OwnedMutexGuard<()>,
}

impl Draft {
    fn begin(house: &Arc<House>, facts: Tenant, turn: OwnedMutexGuard<()>) -> Self {
        let (tenant, before) = (facts.id, house.tenant(facts.id));
        house.put_tenant(facts);
        Self { house: house.clone(), tenant, before, kept: false, _turn: turn }
    }

    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        match (self.kept, &self.before) {
            (true, _) => {}
            (false, Some(before)) => self.house.put_tenant((**before).clone()),
            (false, None) => self.house.forget_tenant(self.tenant),
        }
    }
}
