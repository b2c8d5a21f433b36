//! Planning, applying and exporting: the tenant and everything in it in one transaction.

use feature::Env;
use feature::blueprint::{self, Action, Change, Document, Door, Refusal, Watch};
use tenancy::directory::Tenant;
use tenancy::{
    Actor, Limits, NewTenant, ResellerScope, TakenPlan, TenantChange, TenantKind, TenantScope, TenantTx,
};
use web::{Problem, Result, Staff};

use super::head::Head;
use crate::tenants::events;
use crate::{Account, plans};

/// The table that names the tenant.
const TENANT: &str = "tenant";

/// Whether the changes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everything is done and taken back: the plan says what would happen, and what would fail.
    Plan,
    /// Everything is kept, or nothing.
    Apply,
}

/// What was, or would be, done.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The tenant's short name.
    pub tenant: String,
    /// Its scope, once it exists.
    pub scope: Option<TenantScope>,
    /// The changes, in the order they are made.
    pub changes: Vec<Change>,
}

/// Brings a tenant below `staff` to what the file says; creates it when it is not there.
///
/// # Errors
/// The first refusal, with file, line and field; then nothing is changed.
pub async fn run(
    account: &Account,
    env: &Env,
    staff: &Staff,
    actor: &Actor,
    (file, text): (&str, &str),
    mode: Mode,
    watch: &Watch,
) -> std::result::Result<Applied, Refusal> {
    let document = Document::parse(file, text)?;
    let Some(table) = document.table(TENANT)? else {
        let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
        let problem = Problem::new(status, "blueprint.no_tenant", "the table [tenant] is missing");
        return Err(document.refuse(TENANT, problem));
    };
    let head: Head = table.read()?;
    let (mut tx, mut changes) =
        draft(account, staff, actor, &head).await.map_err(|problem| table.refuse(problem))?;
    let door = Door { tx: &tx, env, actor, watch };
    changes.extend(blueprint::apply(account.sections(), &document, &[TENANT], &door).await?);
    let done = |outcome: tenancy::Result<()>| outcome.map_err(|fault| document.refuse(TENANT, fault.into()));
    let scope = match mode {
        Mode::Plan => {
            done(tx.rollback().await)?;
            account.directory().tenant_by_name(&head.name)
        }
        Mode::Apply => {
            let scope = tx.scope().clone();
            let told = events::told(account, &mut tx, scope.tenant()).await;
            told.map_err(|problem| document.refuse(TENANT, problem))?;
            done(tx.commit().await)?;
            events::felt(&env.bus, &scope);
            Some(scope)
        }
    };
    Ok(Applied { tenant: head.name, scope, changes })
}

/// The open transaction in which the tenant stands as the file's head says.
async fn draft(
    account: &Account,
    staff: &Staff,
    actor: &Actor,
    head: &Head,
) -> Result<(TenantTx, Vec<Change>)> {
    let change =
        |action, fields| Change { section: TENANT.to_owned(), key: head.name.clone(), action, fields };
    let present = account.directory().tenant_by_name(&head.name).map(|scope| scope.facts());
    let Some(present) = present else {
        let reseller = reseller(account, staff, actor, head, None).await?;
        let (limits, taken) = plan_of(&reseller, head).await?;
        let new = NewTenant { limits, ..head.new_tenant() };
        let tx = reseller.draft_tenant(actor, new, taken).await?;
        return Ok((tx, vec![change(Action::Create, Vec::new())]));
    };
    if present.kind != TenantKind::Customer {
        let status = actix_web::http::StatusCode::CONFLICT;
        let detail = format!("{} is the home of staff, not a customer", head.name);
        return Err(Problem::new(status, "tenants.home", detail).at("/name"));
    }
    let reseller = reseller(account, staff, actor, head, Some(&present)).await?;
    let (limits, taken) = plan_of(&reseller, head).await?;
    let mut fields = head.differing(&present);
    if limits != present.limits {
        fields.push("limits".to_owned());
    }
    if taken.as_ref().map(|taken| taken.id) != present.plan.as_ref().map(|taken| taken.id) {
        fields.push("plan".to_owned());
    }
    let wanted = TenantChange { limits: Some(limits), plan: Some(taken), ..head.change() };
    let tx = reseller.draft_change(actor, present.id, wanted).await?;
    let changes = if fields.is_empty() { Vec::new() } else { vec![change(Action::Change, fields)] };
    Ok((tx, changes))
}

/// The limits of the file: those of its plan, where it names one, with its own instead.
async fn plan_of(reseller: &ResellerScope, head: &Head) -> Result<(Limits, Option<TakenPlan>)> {
    let own = Limits::from(head.limits);
    let Some(name) = &head.plan else { return Ok((own, None)) };
    let plan = plans::store::named(&reseller.home().read().await?, name).await?;
    let plan = plan.ok_or(plans::PlanFault::Unknown)?;
    let offered = Limits::from(plan.limits);
    let limits = plans::limits::overlaid(offered, own);
    Ok((limits, Some(plans::limits::taken(plan.id, offered, limits))))
}

/// Whose the tenant is. A name that somebody else's tenant has is only said to be in use.
async fn reseller(
    account: &Account,
    staff: &Staff,
    actor: &Actor,
    head: &Head,
    present: Option<&Tenant>,
) -> Result<ResellerScope> {
    let operator = match staff {
        Staff::Operator(operator) => operator,
        Staff::Reseller(own) => {
            let foreign = present.is_some_and(|tenant| tenant.reseller != Some(own.id()));
            let named_other =
                head.reseller.as_ref().is_some_and(|name| own.reseller().is_ok_and(|own| *name != own.name));
            if named_other {
                return Err(Problem::not_found().at("/reseller"));
            }
            return if foreign { Err(name_taken(&head.name)) } else { Ok(own.clone()) };
        }
    };
    let resellers = account.directory().console().resellers();
    let named = head.reseller.as_ref().map(|name| resellers.iter().find(|it| it.name == *name));
    let unknown = |detail: &str| {
        let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
        Problem::new(status, "tenants.whose", detail).at("/reseller")
    };
    let id = match (present.and_then(|tenant| tenant.reseller), named) {
        (_, Some(None)) => return Err(unknown("there is no reseller of this name")),
        (Some(owner), Some(Some(named))) if owner != named.id => return Err(name_taken(&head.name)),
        (Some(owner), _) => owner,
        (None, Some(Some(named))) => named.id,
        (None, None) => return Err(unknown("say which reseller the tenant is of")),
    };
    Ok(operator.enter(actor, id).await?)
}

fn name_taken(name: &str) -> Problem {
    let status = actix_web::http::StatusCode::CONFLICT;
    Problem::new(status, "tenancy.name_taken", format!("the name {name} is in use")).at("/name")
}

/// Writes the blueprint of a live tenant, and names the secrets it leaves out.
///
/// # Errors
/// What keeps a section from being listed.
pub async fn export(
    account: &Account,
    env: &Env,
    scope: &TenantScope,
    actor: &Actor,
) -> Result<blueprint::Export> {
    let facts = scope.facts();
    let resellers = account.directory().console().resellers();
    let reseller = resellers.iter().find(|it| Some(it.id) == facts.reseller).map(|it| it.name.clone());
    let mut head = Head::of(&facts, reseller);
    if let (Some(taken), Some(home)) = (&facts.plan, plans::home_of(account, &facts)) {
        let plan = plans::store::get(&home.read().await?, taken.id).await?;
        head.plan = plan.map(|plan| plan.name);
        head.limits = plans::limits::own_of(facts.limits, &taken.own).into();
    }
    let head = toml::to_string(&head).map_err(Problem::internal)?;
    let head = format!("[tenant]\n{}", head.replace("[limits]", "[tenant.limits]"));
    let tx = scope.read().await?;
    let watch = &Watch::nobody();
    blueprint::export(account.sections(), &head, &Door { tx: &tx, env, actor, watch }).await
}
