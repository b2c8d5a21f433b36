//! Resellers made, changed and erased: one transaction in the operator's home that its caller commits.

use std::sync::Arc;

use kernel::id::{ResellerId, TenantId};
use sea_orm::{ActiveModelTrait, EntityTrait};

use super::{NewReseller, NewTenant, OperatorScope, ResellerChange, rules, taken};
use crate::directory::{Reseller, Tenant};
use crate::entity::{Limits, TenantKind, TenantState, reseller, tenant};
use crate::{Actor, AuditLine, Error, Result, TenantTx};

impl OperatorScope {
    /// Creates a reseller and the home tenant of its staff (same name), audited in the operator's home.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::Invalid`] for one against the rules.
    pub async fn create_reseller(&self, actor: &Actor, new: NewReseller) -> Result<Arc<Reseller>> {
        let (tx, facts) = self.draft_reseller(actor, new).await?;
        tx.commit().await?;
        Ok(facts)
    }

    /// As [`create_reseller`](Self::create_reseller), in a transaction that stays open for the rest.
    ///
    /// # Errors
    /// The same.
    pub async fn draft_reseller(&self, actor: &Actor, new: NewReseller) -> Result<(TenantTx, Arc<Reseller>)> {
        rules::name(&new.name)?;
        rules::title(&new.title)?;
        let house = self.house();
        let turn = house.ladder.clone().lock_owned().await;
        let (now, rng) = (house.clock.now(), &*house.rng);
        let mut home = self.home_of(&new);
        let facts = Reseller {
            id: ResellerId::new(now, rng),
            name: new.name,
            title: new.title,
            home: home.id,
            quota: new.quota,
            state: TenantState::Active,
            reason: None,
            erase_after: None,
            generation: 1,
            created_at: now,
        };
        home.reseller = Some(facts.id);
        home.kind = TenantKind::Reseller;
        let mut tx = house.begin_directory(self.home().tenant()).await?;
        facts.row(now)?.insert(tx.session()).await.map_err(taken)?;
        home.row(now)?.insert(tx.session()).await.map_err(taken)?;
        tx.turn(self.home()).await?;
        tx.audit(AuditLine::new(actor, "resellers.create").object(facts.id).after(&facts)).await?;
        let (keep, stored) = (house.clone(), facts.clone());
        tx.after_commit(move || {
            keep.put_reseller(stored);
            keep.put_tenant(home);
            drop(turn);
        });
        Ok((tx, Arc::new(facts)))
    }

    fn home_of(&self, new: &NewReseller) -> Tenant {
        let (house, own) = (self.house(), self.home().facts());
        let now = house.clock.now();
        let new = NewTenant {
            name: new.name.clone(),
            title: new.title.clone(),
            domain: None,
            country: own.country.clone(),
            language: own.language.clone(),
            time_zone: own.time_zone.clone(),
            limits: Limits::default(),
        };
        rules::tenant_of(new, TenantId::new(now, &*house.rng), now)
    }

    /// Changes a reseller, in a transaction that stays open for the rest; audited in the operator's home.
    ///
    /// # Errors
    /// [`Error::NotBelow`], [`Error::Invalid`].
    pub async fn draft_reseller_change(
        &self,
        actor: &Actor,
        reseller: ResellerId,
        change: ResellerChange,
    ) -> Result<(TenantTx, Arc<Reseller>)> {
        let house = self.house();
        let turn = house.ladder.clone().lock_owned().await;
        let before = house.reseller(reseller).ok_or(Error::NotBelow)?;
        let mut after = change.applied_to(&before);
        after.generation += 1;
        rules::title(&after.title)?;
        rules::reason(after.reason.as_deref())?;
        let tx = house.begin_directory(self.home().tenant()).await?;
        after.row(house.clock.now())?.update(tx.session()).await?;
        let line = AuditLine::new(actor, "resellers.change").object(reseller);
        tx.audit(line.before(&*before).after(&after)).await?;
        let (keep, stored) = (house.clone(), after.clone());
        tx.after_commit(move || {
            keep.put_reseller(stored);
            drop(turn);
        });
        Ok((tx, Arc::new(after)))
    }

    /// Erases a reseller in state `deleting` that has no tenants any more, with the home of its staff.
    ///
    /// # Errors
    /// [`Error::NotBelow`], and [`Error::Invalid`] while it is not so.
    pub async fn erase_reseller(&self, actor: &Actor, reseller: ResellerId) -> Result<()> {
        let house = self.house();
        let _turn = house.ladder.lock().await;
        let before = house.reseller(reseller).ok_or(Error::NotBelow)?;
        let own = |tenant: &Arc<Tenant>| tenant.reseller == Some(reseller) && tenant.id != before.home;
        if before.state != TenantState::Deleting || house.living_tenants().iter().any(own) {
            let problem = "only a reseller in state deleting without tenants is erased".to_owned();
            return Err(Error::Invalid { field: "/state", problem });
        }
        let tx = house.begin_directory(self.home().tenant()).await?;
        tenant::Entity::delete_by_id(before.home.uuid()).exec(tx.session()).await?;
        reseller::Entity::delete_by_id(reseller.uuid()).exec(tx.session()).await?;
        tx.audit(AuditLine::new(actor, "resellers.erase").object(reseller).before(&*before)).await?;
        let (keep, home) = (house.clone(), before.home);
        tx.after_commit(move || {
            keep.forget_tenant(home);
            keep.forget_reseller(reseller);
        });
        tx.commit().await
    }
}
