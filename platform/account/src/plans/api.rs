//! `/plans` over REST.

use bus::{DomainEvent, Publish as _};
use kernel::id::PlanId;
use serde::{Deserialize, Serialize};
use tenancy::{Limits, ResellerScope};
use web::{
    Allow, Created, Json, Listing, NoContent, NoFilter, Order, Page, Path, Permission, Problem, Result,
    Routes, Staff,
};

use super::store::{self, Plan};
use super::{PlanFault, Read, Write, limits};
use crate::tenants::LimitsBody;

/// A plan was created, changed or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChanged {
    /// Which.
    pub id: PlanId,
}

impl DomainEvent for PlanChanged {
    const NAME: &'static str = "plans.changed";
}

/// A new plan.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPlan {
    /// Lower-case letters, digits, hyphens; 2 to 40 characters; unique among the own plans.
    #[schema(min_length = 2, max_length = 40, pattern = "^[a-z][a-z0-9-]*$")]
    name: String,
    /// The name people read.
    #[schema(min_length = 1, max_length = 100)]
    title: String,
    /// What a tenant of it may use.
    #[serde(default)]
    limits: LimitsBody,
}

/// What to change of a plan; absent fields stay. Its tenants follow at once, save for limits of their own.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanChange {
    /// The name people read.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    title: Option<String>,
    /// All limits.
    #[serde(default)]
    limits: Option<LimitsBody>,
}

/// What plans are sorted by.
#[derive(Debug, Clone, Copy)]
enum By {
    Name,
    Title,
    CreatedAt,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("name", Self::Name), ("title", Self::Title), ("created_at", Self::CreatedAt)];
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/plans", "list_plans", "Lists the reseller's plans.", list);
    routes.post("/plans", "create_plan", "Creates a plan.", create);
    routes.get("/plans/{id}", "get_plan", "Shows a plan.", get);
    routes.patch("/plans/{id}", "change_plan", "Changes title or limits; its tenants follow.", change);
    routes.delete("/plans/{id}", "delete_plan", "Deletes a plan that no tenant follows.", delete);
}

async fn list(allow: Allow<Read>, listing: Listing<By, NoFilter>) -> Result<Page<Plan>> {
    let words = listing.search.as_deref().unwrap_or_default().to_lowercase();
    let fits = |plan: &Plan| {
        let text = format!("{} {}", plan.name, plan.title).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    };
    let all = store::all(&allow.read().await?).await?.into_iter().filter(fits).collect();
    Page::of_memory(all, &listing, |plan: &Plan| {
        let place = match listing.order {
            By::Name => plan.name.clone(),
            By::Title => plan.title.to_lowercase(),
            By::CreatedAt => plan.created_at.to_string(),
        };
        (place, plan.id.to_string())
    })
}

async fn get(allow: Allow<Read>, id: Path<PlanId>) -> Result<Json<Plan>> {
    let plan = store::get(&allow.read().await?, id.0).await?;
    Ok(Json(plan.ok_or_else(Problem::not_found)?))
}

async fn create(allow: Allow<Write>, body: Json<NewPlan>) -> Result<Created<Plan>> {
    reseller(&allow)?;
    let NewPlan { name, title, limits } = body.into_inner();
    let tx = allow.begin().await?;
    let id = PlanId::new(tx.now(), &**tx.scope().rng());
    let plan = Plan { id, name, title: title.trim().to_owned(), limits, created_at: tx.now() };
    checked(&plan)?;
    store::insert(&tx, &plan).await?;
    tx.audit(allow.audit("plans.create").object(id).after(&plan)).await?;
    tx.publish(PlanChanged { id }).await?;
    tx.commit().await?;
    Ok(Created::at(&id, plan))
}

async fn change(allow: Allow<Write>, id: Path<PlanId>, body: Json<PlanChange>) -> Result<Json<Plan>> {
    let before = store::get(&allow.read().await?, id.0).await?.ok_or_else(Problem::not_found)?;
    let PlanChange { title, limits } = body.into_inner();
    let title = title.map_or_else(|| before.title.clone(), |title| title.trim().to_owned());
    let after = Plan { title, limits: limits.unwrap_or(before.limits), ..before.clone() };
    checked(&after)?;
    // The tenants and the plan change together, or nothing does.
    let tx = reseller(&allow)?.draft_limits(allow.actor(), followers(&allow, &after)?).await?;
    store::update(&tx, &after).await?;
    tx.audit(allow.audit("plans.change").object(id.0).before(&before).after(&after)).await?;
    tx.publish(PlanChanged { id: id.0 }).await?;
    tx.commit().await?;
    Ok(Json(after))
}

/// The tenants of a plan with their limits as they are to be.
fn followers(allow: &Allow<Write>, plan: &Plan) -> Result<Vec<(kernel::id::TenantId, Limits)>> {
    let tenants = reseller(allow)?.tenants();
    let following = tenants.iter().filter_map(|tenant| {
        let taken = tenant.plan.as_ref().filter(|taken| taken.id == plan.id)?;
        Some((tenant.id, limits::following(plan.limits.into(), tenant.limits, &taken.own)))
    });
    Ok(following.collect())
}

async fn delete(allow: Allow<Write>, id: Path<PlanId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let plan = store::get(&tx, id.0).await?.ok_or_else(Problem::not_found)?;
    let takes = |tenant: &tenancy::Tenant| tenant.plan.as_ref().is_some_and(|taken| taken.id == id.0);
    if reseller(&allow)?.tenants().iter().any(|tenant| takes(tenant)) {
        return Err(PlanFault::InUse.into());
    }
    store::delete(&tx, id.0).await?;
    tx.audit(allow.audit("plans.delete").object(id.0).before(&plan)).await?;
    tx.publish(PlanChanged { id: id.0 }).await?;
    tx.commit().await?;
    Ok(NoContent)
}

fn reseller<P: Permission>(allow: &Allow<P>) -> Result<&ResellerScope> {
    match allow.staff()? {
        Staff::Reseller(reseller) => Ok(reseller),
        Staff::Operator(_) => Err(PlanFault::Whose.into()),
    }
}

fn checked(plan: &Plan) -> Result<(), PlanFault> {
    let mut bytes = plan.name.bytes();
    let letters = bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !letters || !(2..=40).contains(&plan.name.len()) {
        return Err(PlanFault::Name);
    }
    let title = &plan.title;
    if title.is_empty() || title.chars().count() > 100 || title.chars().any(char::is_control) {
        return Err(PlanFault::Title);
    }
    Ok(())
}
