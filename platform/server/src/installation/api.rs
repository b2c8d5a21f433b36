//! `GET /setup/address`: the addresses that phones are given, and what is to be done about them.

use std::net::{IpAddr, SocketAddr};

use account::setup;
use feature::Env;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Allow, Data, Json, Result, Routes};

use super::Installation;
use super::reach::{self, Names, Remark};
use crate::serve::local_addresses;

/// A transport and its port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ListeningDoor)]
struct Door {
    /// `udp`, `tcp` or `tls`.
    transport: &'static str,
    /// Its port.
    port: u16,
}

/// Where phones find the installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InstallationAddress)]
struct Address {
    /// Name or address that phones are given; none where it listens everywhere and nobody said which.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// The addresses of the machine that phones can be given.
    addresses: Vec<String>,
    /// The transports of SIP, with their ports.
    transports: Vec<Door>,
    /// First UDP port of media.
    media_first: u16,
    /// Last UDP port of media.
    media_last: u16,
    /// What is well and what is not.
    remarks: Vec<Remark>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/setup/address",
        "get_setup_address",
        "Shows where phones find the installation, and what stands in their way.",
        show,
    );
}

async fn show(
    _: Allow<setup::Read>,
    env: Data<Env>,
    installation: Data<Installation>,
) -> Result<Json<Address>> {
    let heard = env.switch.listening();
    let doors = [("udp", &heard.udp), ("tcp", &heard.tcp), ("tls", &heard.tls)];
    let first = doors.iter().find_map(|(_, all)| all.first().copied());
    let transports = doors
        .iter()
        .filter_map(|(transport, all)| Some(Door { transport, port: all.first()?.port() }))
        .collect();
    let names = Names { found: look_up(installation.name.as_deref()).await, name: installation.name.clone() };
    let sip = first.map(|address| address.ip());
    let remarks = reach::remarks(&installation, sip, &names);
    let host = installation
        .name
        .clone()
        .or_else(|| installation.announce.map(|ip| ip.to_string()))
        .or_else(|| sip.filter(|ip| !ip.is_unspecified()).map(|ip| ip.to_string()));
    let addresses = sip.map(local_addresses).unwrap_or_default();
    let addresses = addresses.iter().map(IpAddr::to_string).collect();
    let (media_first, media_last) = installation.media;
    Ok(Json(Address { host, addresses, transports, media_first, media_last, remarks }))
}

async fn look_up(name: Option<&str>) -> Vec<IpAddr> {
    let Some(name) = name else { return Vec::new() };
    let found = tokio::net::lookup_host((name, 0)).await;
    found.map(|all| all.map(|address: SocketAddr| address.ip()).collect()).unwrap_or_default()
}
