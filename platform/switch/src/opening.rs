//! The opening of the exchange: listeners, the user agent, and the state that the sip thread owns from then on.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use sip::digest::{Challenger, Ha1};
use sip::flow::Protocol;
use sip::session::UserAgent;
use sip_transport::{Inbox, Transport};
use tokio::sync::{Notify, mpsc};

use crate::admission::Admission;
use crate::bans::Bans;
use crate::config::Config;
use crate::exchange::Exchange;
use crate::guard::Guard;
use crate::handle::{Listening, StartError, Surroundings};
use crate::thread::{Command, Start};
use crate::trunk::Trunks;

/// Nonces are accepted for so long.
const NONCE_LIFETIME: Duration = Duration::from_secs(300);

/// The exchange with what its thread reads from.
pub(crate) type Opened =
    (Rc<Exchange>, Inbox, mpsc::Receiver<Command>, mpsc::Receiver<media::Event>, Listening);

/// Opens the listeners and puts the exchange's state together.
pub(crate) fn open(start: Start) -> Result<Opened, StartError> {
    let Start { config, ports, surroundings, keeper, shared, commands } = start;
    let Surroundings {
        live,
        location,
        media,
        media_events,
        tls,
        client_tls,
        nonce_key,
        sentry,
        clock,
        rng,
        ..
    } = surroundings;
    let (transport, inbox) = Transport::bind(sip_transport::Config {
        udp: config.udp.clone(),
        tcp: config.tcp.clone(),
        tls: config.tls.clone(),
        identity: tls,
        client_tls,
        limits: sip_transport::Limits { connections: config.max_connections, ..Default::default() },
    })?;
    let listening = listening(&transport);
    let mut seed = [0; 32];
    rng.fill(&mut seed);
    let port = |list: &[SocketAddr]| list.first().map_or(0, SocketAddr::port);
    let agent = UserAgent::new(
        agent_config(&config, port(&listening.tcp), port(&listening.tls)),
        clock.instant(),
        seed,
    );
    let mut unknown = [0; 32];
    rng.fill(&mut unknown);
    let nobody = Ha1::of("", &config.realm, &String::from_utf8_lossy(&unknown));
    let media_waits = Arc::new(Notify::new());
    let told = Arc::clone(&media_waits);
    let exchange = Exchange {
        challenger: Challenger::new(&config.realm, nonce_key, NONCE_LIFETIME),
        nobody,
        guard: RefCell::new(Guard::new(config.guard, config.bans.after)),
        bans: RefCell::new(Bans::new(config.bans)),
        watch: RefCell::default(),
        watched_since: Cell::new(clock.instant()),
        sentry,
        admission: RefCell::new(Admission::new(
            config.max_calls,
            Duration::from_millis(config.shed_after_ms),
        )),
        trunks: RefCell::new(Trunks::default()),
        agent: RefCell::new(agent),
        calls: RefCell::new(HashMap::new()),
        sessions: RefCell::new(HashMap::new()),
        streams: RefCell::new(HashMap::new()),
        traces: RefCell::new(HashMap::new()),
        endpoint_calls: RefCell::new(HashMap::new()),
        trunk_calls: RefCell::new(HashMap::new()),
        next_call: Cell::new(1),
        backlog: Rc::default(),
        armed: Cell::new(None),
        rearm: Notify::new(),
        call_gone: Notify::new(),
        late: Cell::new(0),
        config,
        ports,
        shared,
        keeper,
        live,
        location,
        media: media.gathering(move || told.notify_one()),
        media_waits,
        clock,
        rng,
        transport,
    };
    Ok((Rc::new(exchange), inbox, commands, media_events.0, listening))
}

fn agent_config(config: &Config, tcp: u16, tls: u16) -> sip::session::Config {
    sip::session::Config {
        transactions: sip::transaction::Config {
            // A call leaves four behind, of which three stay for half a minute (RFC 6026): room for as many as come in
            // that time when each call lasts only a second.
            limit: config.max_calls.saturating_mul(100).max(200_000),
            ..Default::default()
        },
        product: config.product.clone(),
        public_host: config.public_host.clone(),
        stream_ports: (tcp, tls),
        min_se_secs: 90,
        session_expires_secs: config.session_secs,
        session_limit: config.max_calls.saturating_mul(8).max(1_000),
    }
}

fn listening(transport: &Transport) -> Listening {
    let mut listening = Listening::default();
    for (protocol, address) in transport.bound() {
        match protocol {
            Protocol::Udp => listening.udp.push(address),
            Protocol::Tcp => listening.tcp.push(address),
            Protocol::Tls => listening.tls.push(address),
            Protocol::Ws | Protocol::Wss => {}
        }
    }
    listening
}
