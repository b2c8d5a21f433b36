//! Desk phones put together from their rows, their lines, and what is registered now.

use std::collections::HashMap;

use feature::Env;
use kernel::id::{DeskPhoneId, EndpointId, Uuid};
use kernel::{Binding, Timestamp};
use sha2::{Digest as _, Sha256};
use tenancy::TenantTx;

use super::super::mac::Mac;
use super::super::profile::{Language, Line, Profile, Source};
use super::super::vendor::{Vendor, Wanted};
use super::super::zone::Zone;
use super::super::{REGISTER_SECS, files};
use super::phone::{DeskPhone, PhoneLine, PhoneState};
use super::store::{self, Model};
use crate::Telephony;
use crate::endpoints::store::Opened;
use crate::{endpoints, extensions};

/// A phone asks again once a day, besides at each start and when it is told to.
const EVERY_MINUTES: u32 = 1440;

/// What several phones are shown with: their lines' endpoints, secrets and numbers.
pub struct Surroundings<'a> {
    tx: &'a TenantTx,
    env: &'a Env,
    telephony: &'a Telephony,
    lines: HashMap<Uuid, Vec<EndpointId>>,
    endpoints: HashMap<EndpointId, Opened>,
    numbers: HashMap<EndpointId, String>,
}

impl<'a> Surroundings<'a> {
    /// Reads what these phones need.
    pub async fn of(
        tx: &'a TenantTx,
        (env, telephony): (&'a Env, &'a Telephony),
        rows: &[Model],
    ) -> tenancy::Result<Self> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut lines: HashMap<Uuid, Vec<EndpointId>> = HashMap::new();
        for line in store::lines(tx, &ids).await? {
            lines.entry(line.phone_id).or_default().push(EndpointId(line.endpoint_id));
        }
        let mut wanted: Vec<EndpointId> = lines.values().flatten().copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let opened = endpoints::store::opened_of(tx, &wanted).await?;
        let endpoints = opened.into_iter().map(|opened| (opened.endpoint.id, opened)).collect();
        let numbers = extensions::store::numbers(tx, &wanted).await?;
        Ok(Self { tx, env, telephony, lines, endpoints, numbers })
    }

    fn lines_of(&self, row: &Model) -> &[EndpointId] {
        self.lines.get(&row.id).map_or(&[], Vec::as_slice)
    }

    /// The phone as it is shown.
    pub fn show(&self, row: &Model) -> Option<DeskPhone> {
        let (mac, vendor) = (row.mac.parse().ok()?, Vendor::of(&row.vendor)?);
        let fetched = row.fetch();
        let bindings = self.registered(row);
        let lines = self.lines_of(row).iter().filter_map(|id| {
            let Opened { endpoint, .. } = self.endpoints.get(id)?;
            Some(PhoneLine {
                endpoint: *id,
                name: endpoint.name.clone(),
                number: self.numbers.get(id).cloned(),
                registered: bindings.iter().any(|binding| binding.endpoint == *id),
            })
        });
        let state = match () {
            () if !bindings.is_empty() => PhoneState::Registered,
            () if row.served_at.is_some() => PhoneState::Fetched,
            () if fetched.is_some() => PhoneState::Asked,
            () => PhoneState::NeverAsked,
        };
        let served = store::print(self.tx, row);
        let outdated = row.served_at.is_some() && served != self.print(row);
        Some(DeskPhone {
            id: row.phone(),
            mac,
            vendor,
            model: row.model.clone(),
            name: row.name.clone(),
            transport: store::carrier_of(&row.carrier),
            lines: lines.collect(),
            state,
            outdated,
            agent: bindings.iter().find_map(|binding| binding.user_agent.as_deref().map(str::to_owned)),
            fetched,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }

    /// The registrations of this phone, among those of its lines.
    pub fn registered(&self, row: &Model) -> Vec<Binding> {
        let from = row.fetch().map(|fetch| fetch.address);
        let now = self.env.clock.now();
        let of_line = |id: &EndpointId| self.env.location.of(self.tx.scope(), *id).to_vec();
        let all = self.lines_of(row).iter().flat_map(of_line);
        all.filter(|binding| is_of(binding, row, from.as_deref(), now)).collect()
    }

    /// What the phone is to be set up with; none where no line of it could register.
    pub fn profile(&self, row: &Model, source: Source) -> Option<Profile> {
        let (mac, vendor): (Mac, _) = (row.mac.parse().ok()?, Vendor::of(&row.vendor)?);
        let lines: Vec<Line> = self.lines_of(row).iter().filter_map(|id| self.line(*id)).collect();
        if lines.is_empty() {
            return None;
        }
        let tenant = self.env.directory.tenant(self.tx.scope());
        let carrier = store::carrier_of(&row.carrier);
        Some(Profile {
            vendor,
            mac,
            server: self.telephony.provisioning().server(self.env.switch.listening(), carrier),
            lines,
            language: Language::of(&tenant.language),
            zone: Zone::of(&tenant.time_zone),
            admin_password: store::password(self.tx, row).ok()?,
            source,
            every_minutes: EVERY_MINUTES,
            register_secs: REGISTER_SECS,
        })
    }

    fn line(&self, id: EndpointId) -> Option<Line> {
        let Opened { endpoint, secret, .. } = self.endpoints.get(&id)?;
        let name = endpoint.settings.caller_name.as_ref().unwrap_or(&endpoint.name);
        Some(Line {
            label: self.numbers.get(&id).unwrap_or(&endpoint.name).clone(),
            name: name.clone(),
            user: endpoint.terminal_user.clone(),
            secret: secret.clone()?,
            codecs: endpoint.settings.codecs.clone(),
        })
    }

    /// A print of the phone's configuration as it would go out now, whatever its token.
    pub fn print(&self, row: &Model) -> Option<Vec<u8>> {
        let profile = self.profile(row, Source { scheme: "https", place: String::new() })?;
        let text = files::write(&profile, Wanted::Configuration).text;
        Some(Sha256::digest(text.as_bytes()).to_vec())
    }
}

/// Whether a registration is this phone's: it says the vendor or the MAC address, or comes from where the file went.
fn is_of(binding: &Binding, row: &Model, from: Option<&str>, now: Timestamp) -> bool {
    let agent = binding.user_agent.as_deref().unwrap_or_default();
    let says = Vendor::of(&row.vendor).is_some_and(|vendor| vendor.says(agent));
    let named = agent.to_ascii_lowercase().replace([':', '-'], "").contains(&row.mac);
    let there = from.is_some_and(|from| binding.source.ip().to_canonical().to_string() == from);
    binding.expires > now && (says || named || there)
}

/// One phone, shown.
pub async fn shown(
    tx: &TenantTx,
    doors: (&Env, &Telephony),
    row: &Model,
) -> tenancy::Result<Option<DeskPhone>> {
    Ok(Surroundings::of(tx, doors, std::slice::from_ref(row)).await?.show(row))
}

/// One phone by its id, shown.
pub async fn one(
    tx: &TenantTx,
    doors: (&Env, &Telephony),
    id: DeskPhoneId,
) -> tenancy::Result<Option<(Model, DeskPhone)>> {
    let Some(row) = store::get(tx, id).await? else { return Ok(None) };
    let phone = shown(tx, doors, &row).await?;
    Ok(phone.map(|phone| (row, phone)))
}
