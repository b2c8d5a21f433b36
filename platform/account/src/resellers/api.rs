//! `/resellers` over REST.

use kernel::Timestamp;
use kernel::id::{ResellerId, TenantId};
use serde::{Deserialize, Serialize};
use tenancy::directory::Reseller;
use tenancy::ladder::Quota;
use tenancy::{NewReseller, OperatorScope};
use web::{Allow, Created, Json, Listing, NoFilter, Order, Page, Path, Problem, Result, Routes, Staff};

use super::{Read, Write};

/// A reseller.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct ResellerFacts {
    /// Its id.
    id: ResellerId,
    /// The short name, unique over the installation.
    name: String,
    /// The name people read.
    title: String,
    /// The tenant of its staff.
    home: TenantId,
    /// What its tenants may use together.
    quota: QuotaBody,
    /// When it was created.
    created_at: Timestamp,
}

/// What all tenants of a reseller may use together; absent is without limit.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Quota)]
struct QuotaBody {
    /// Tenants.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenants: Option<u32>,
    /// Endpoints, as the sum of its tenants' limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoints: Option<u32>,
    /// Calls at one time, as the sum of its tenants' limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    concurrent_calls: Option<u32>,
    /// Storage in megabytes, as the sum of its tenants' limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_mb: Option<u32>,
}

/// A new reseller.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReseller)]
struct NewResellerBody {
    /// Lower-case letters, digits, hyphens; 2 to 40 characters; unique among resellers and tenants.
    name: String,
    /// The name people read.
    title: String,
    /// What its tenants may use together.
    #[serde(default)]
    quota: QuotaBody,
}

/// What to change of a reseller; absent fields stay.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ResellerChange {
    /// The name people read.
    #[serde(default)]
    title: Option<String>,
    /// The whole quota.
    #[serde(default)]
    quota: Option<QuotaBody>,
}

/// What resellers are sorted by.
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

impl From<QuotaBody> for Quota {
    fn from(body: QuotaBody) -> Self {
        Self {
            tenants: body.tenants,
            endpoints: body.endpoints,
            concurrent_calls: body.concurrent_calls,
            storage_mb: body.storage_mb,
        }
    }
}

impl From<&Reseller> for ResellerFacts {
    fn from(reseller: &Reseller) -> Self {
        let quota = &reseller.quota;
        Self {
            id: reseller.id,
            name: reseller.name.clone(),
            title: reseller.title.clone(),
            home: reseller.home,
            quota: QuotaBody {
                tenants: quota.tenants,
                endpoints: quota.endpoints,
                concurrent_calls: quota.concurrent_calls,
                storage_mb: quota.storage_mb,
            },
            created_at: reseller.created_at,
        }
    }
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/resellers", "list_resellers", "Lists the resellers.", list);
    routes.post("/resellers", "create_reseller", "Creates a reseller and the home of its staff.", create);
    routes.get("/resellers/{id}", "get_reseller", "Shows a reseller.", get);
    routes.patch("/resellers/{id}", "change_reseller", "Changes title or quota.", change);
}

async fn list(allow: Allow<Read>, listing: Listing<By, NoFilter>) -> Result<Page<ResellerFacts>> {
    let fits = |reseller: &ResellerFacts| {
        let words = listing.search.as_deref().unwrap_or_default().to_lowercase();
        words
            .split_whitespace()
            .all(|word| reseller.name.contains(word) || reseller.title.to_lowercase().contains(word))
    };
    let all = operator(&allow)?.resellers();
    let all = all.iter().map(|it| ResellerFacts::from(&**it)).filter(fits).collect();
    Page::of_memory(all, &listing, |reseller: &ResellerFacts| {
        let place = match listing.order {
            By::Name => reseller.name.clone(),
            By::Title => reseller.title.to_lowercase(),
            By::CreatedAt => reseller.created_at.to_string(),
        };
        (place, reseller.id.to_string())
    })
}

async fn create(allow: Allow<Write>, body: Json<NewResellerBody>) -> Result<Created<ResellerFacts>> {
    let NewResellerBody { name, title, quota } = body.into_inner();
    let new = NewReseller { name, title, quota: quota.into() };
    let made = operator(&allow)?.create_reseller(allow.actor(), new).await?;
    Ok(Created::at(&made.id, ResellerFacts::from(&*made)))
}

async fn get(allow: Allow<Read>, id: Path<ResellerId>) -> Result<Json<ResellerFacts>> {
    let all = operator(&allow)?.resellers();
    let found = all.iter().find(|reseller| reseller.id == id.0).ok_or_else(Problem::not_found)?;
    Ok(Json(ResellerFacts::from(&**found)))
}

async fn change(
    allow: Allow<Write>,
    id: Path<ResellerId>,
    body: Json<ResellerChange>,
) -> Result<Json<ResellerFacts>> {
    let ResellerChange { title, quota } = body.into_inner();
    let operator = operator(&allow)?;
    let changed = operator.change_reseller(allow.actor(), id.0, title, quota.map(Quota::from)).await?;
    Ok(Json(ResellerFacts::from(&*changed)))
}

fn operator<P: web::Permission>(allow: &Allow<P>) -> Result<&OperatorScope> {
    match allow.staff()? {
        Staff::Operator(operator) => Ok(operator),
        Staff::Reseller(_) => Err(Problem::not_found()),
    }
}
