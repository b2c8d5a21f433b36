//! REST sub-resource `/endpoints/{id}/devices`: who is registered now, from where, until when (PBX-11).

use feature::Env;
use kernel::id::{DeviceId, EndpointId};
use kernel::{Binding, Timestamp, Wire};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Allow, Data, Json, Listing, NoContent, Page, Path, Problem, Result, Routes};

use super::api::{bound_to, visible};
use super::{ReadOwn, Write, store};
use crate::Telephony;

/// One registered device.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Device {
    /// Its id; it stays while the registration is refreshed.
    #[schema(example = "dev_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: DeviceId,
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Where it registered from.
    #[schema(example = "192.0.2.15:5060")]
    pub address: String,
    /// The transport: `udp`, `tcp`, `tls`, `ws`, `wss`.
    #[schema(value_type = String)]
    pub transport: Wire,
    /// The address that it wants to be reached at.
    #[schema(example = "sip:482915037@192.0.2.15:5060")]
    pub contact: String,
    /// What it says it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// When it registered first.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it lapses unless it refreshes.
    #[schema(value_type = String, format = DateTime)]
    pub expires: Timestamp,
}

impl From<&Binding> for Device {
    fn from(binding: &Binding) -> Self {
        Self {
            id: binding.device,
            endpoint: binding.endpoint,
            address: binding.source.to_string(),
            transport: binding.wire,
            contact: binding.contact.to_string(),
            user_agent: binding.user_agent.as_deref().map(str::to_owned),
            since: binding.since,
            expires: binding.expires,
        }
    }
}

/// Mounts the sub-resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/devices", "list_devices", "Lists all registered devices; a member's own alone.", all);
    routes.get(
        "/endpoints/{id}/devices",
        "list_endpoint_devices",
        "Lists the registered devices of an endpoint.",
        list,
    );
    routes.delete(
        "/endpoints/{id}/devices/{device}",
        "drop_device",
        "Drops a registration; the device may register again.",
        drop_device,
    );
}

/// What devices are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceOrder {
    /// When it registered first.
    Since,
    /// Where from.
    Address,
}

impl web::Order for DeviceOrder {
    const FIELDS: &'static [(&'static str, Self)] = &[("since", Self::Since), ("address", Self::Address)];
}

fn shown(bindings: &[Binding], now: Timestamp, listing: &Listing<DeviceOrder>) -> Result<Json<Page<Device>>> {
    let words = listing.search.as_deref().map(str::to_lowercase);
    let found = |device: &Device| {
        let texts = [Some(&device.address), Some(&device.contact), device.user_agent.as_ref()];
        words.as_ref().is_none_or(|words| texts.iter().flatten().any(|it| it.to_lowercase().contains(words)))
    };
    let present = bindings.iter().filter(|binding| binding.expires > now).map(Device::from);
    let place = |device: &Device| {
        let first = match listing.order {
            // As many digits in every year, so that texts stand in the order of the moments.
            DeviceOrder::Since => format!("{:020}", device.since.micros()),
            DeviceOrder::Address => device.address.clone(),
        };
        (first, device.id.to_string())
    };
    Ok(Json(Page::of_memory(present.filter(found).collect(), listing, place)?))
}

async fn all(
    allow: Allow<ReadOwn>,
    env: Data<Env>,
    listing: Listing<DeviceOrder>,
) -> Result<Json<Page<Device>>> {
    let mut bindings = env.location.all(allow.scope());
    if let Some(owner) = bound_to(&allow) {
        let own = store::of_owner(&allow.read().await?, owner).await?;
        bindings.retain(|binding| own.iter().any(|endpoint| endpoint.id == binding.endpoint));
    }
    shown(&bindings, env.clock.now(), &listing)
}

async fn list(
    allow: Allow<ReadOwn>,
    env: Data<Env>,
    Path(id): Path<EndpointId>,
    listing: Listing<DeviceOrder>,
) -> Result<Json<Page<Device>>> {
    visible(&allow, store::get(&allow.read().await?, id).await?)?;
    shown(&env.location.of(allow.scope(), id), env.clock.now(), &listing)
}

async fn drop_device(
    allow: Allow<Write>,
    telephony: Data<Telephony>,
    Path((id, device)): Path<(EndpointId, DeviceId)>,
) -> Result<NoContent> {
    if !telephony.registrar().drop_device(allow.scope(), id, device) {
        return Err(Problem::not_found());
    }
    let tx = allow.begin().await?;
    tx.audit(allow.audit("endpoints.drop_device").object(device)).await?;
    tx.commit().await?;
    Ok(NoContent)
}
