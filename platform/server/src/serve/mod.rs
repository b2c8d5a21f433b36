//! `conmuta serve`: composes the whole, serves until told to stop, and stops without losing a record.

mod addresses;
mod banner;
pub mod control;
mod error;
mod listeners;
mod node;
mod pages;
mod provision;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use switch::Switch;
use tokio::signal::unix::{SignalKind, signal};
use web::{Authority, Gate, SipSocket, Site, WebConfig};

pub use addresses::local as local_addresses;
pub use error::{StartError, sentence};
#[cfg(test)]
pub use node::migrations;
pub use node::{Node, SipSide, database};
pub use provision::answer;

use crate::cli::Serve;
use crate::config::Config;
use crate::credentials::{Credentials, Provisioned};
use crate::data::{DataFolder, control_socket, write_whole};
use crate::setup_link::LinkPlace;
use crate::{logging, tls};
use listeners::Listeners;

/// Serves until SIGTERM or SIGINT; a second signal cuts what still talks.
///
/// # Errors
/// Why it does not start.
pub async fn run(options: &Serve) -> Result<(), StartError> {
    let mut config = Config::load(&options.settings)?;
    logging::start(&config)?;
    let data = DataFolder::open(&config.data)?;
    let mut listeners = listeners::open(&config)?;
    for sentence in &listeners.left_out {
        banner::say(sentence);
    }
    if listeners.http.is_none() && listeners.sip.is_none() && listeners.sips.is_none() {
        return Err(StartError::NoListener);
    }
    if let Some(address) = listeners.http.as_ref().and_then(|http| http.local_addr().ok()) {
        // Port 0 has become one: links to the pages are made with it.
        config.http.address = address;
    }
    let tls = tls(&config, &listeners)?;
    let sip = SipSide {
        plain: listeners.sip,
        tls: listeners.sips.zip(tls.as_ref().map(|tls| tls.identity.clone())),
    };
    let node = Node::open(&config, &data, sip).await?;
    let mut stop = signals()?;
    let provisioned = provision::at_start(&node, &data, options).await?;

    let room = node.telephony.clone();
    let work = tokio::spawn(async move { room.run().await });
    let account = node.account.clone();
    let cleaning = tokio::spawn(async move { Box::pin(account.run()).await });
    let health = node.health.clone();
    let watching = tokio::spawn(async move { health.run().await });
    // What was provisioned a moment ago is compiled before anybody hears that the server is up.
    node.telephony.settled().await;
    let http = listeners.http.take();
    let http_address = http.as_ref().and_then(|listener| listener.local_addr().ok());
    let link = http_address.map_or_else(|| LinkPlace::of(&config), |address| LinkPlace::at(&config, address));
    let answering = control(&node, data.path(), link.clone())?;
    let site = http.map(|listener| site(&node).serve(vec![listener], Vec::new(), workers())).transpose();
    let site = site.map_err(|source| StartError::File { path: "http".into(), source })?;
    let serving = site.map(|server| (server.handle(), tokio::spawn(server)));

    let authority = tls.as_ref().and_then(|tls| tls.authority.as_deref());
    let setup = link.draw(&node.account).await?;
    let forgetting = tokio::spawn(link.forget_when_used(node.account.clone()));
    let doors = Doors { http: http_address, authority, setup };
    announce(&node.env.switch, doors, &provisioned, options)?;
    stop.next().await;
    node.health.stopping();
    tracing::info!("stopping: no new calls; a second signal cuts the running ones");
    let drain = Duration::from_secs(config.drain_secs);
    tokio::select! {
        _drained = node.env.switch.drain(drain) => {}
        () = stop.next() => {}
    }
    if let Some((handle, task)) = serving {
        handle.stop(true).await;
        // The task only hands the server's own result on; it is ending anyway.
        let _ended = task.await;
    }
    answering.abort();
    forgetting.abort();
    node.close(Duration::ZERO).await;
    work.abort();
    cleaning.abort();
    watching.abort();
    Ok(())
}

fn tls(config: &Config, listeners: &Listeners) -> Result<Option<tls::Tls>, StartError> {
    if listeners.sips.is_none() {
        return Ok(None);
    }
    let names: Vec<String> = config.name.iter().cloned().chain(["localhost".to_owned()]).collect();
    let own = addresses::local(config.sips.address.ip());
    let all: Vec<_> = config.announce.into_iter().chain(own).collect();
    let clock = kernel::system::SystemClock;
    Ok(Some(tls::load(config.tls.as_ref(), &config.data, &names, &all, &clock)?))
}

/// The web application with everything behind it.
fn site(node: &Node) -> Site {
    site_under(node, Arc::new(node.account.clone()))
}

/// The same, with somebody else telling who people are.
pub fn site_under(node: &Node, authority: Arc<dyn Authority>) -> Site {
    let gate = Gate::new(node.env.directory.clone(), authority, WebConfig::default());
    let (env, account, catalogue) = (node.env.clone(), node.account.clone(), node.catalogue.clone());
    let (switch, health) = (node.env.switch.clone(), node.health.clone());
    Site::new(gate, node.env.bus.clone(), catalogue.shown(), catalogue.routes(), env!("CARGO_PKG_VERSION"))
        .provide(move |config| {
            config.app_data(web::Data::new(env.clone())).app_data(web::Data::new(account.clone()));
            catalogue.provide(config);
        })
        .sip_socket(move |socket| accept(&switch, socket))
        .fallback(move |request| pages::probe(request, &health).unwrap_or_else(|| pages::answer(request)))
}

fn accept(switch: &Switch, socket: SipSocket) {
    let protocol = if socket.secure { sip::flow::Protocol::Wss } else { sip::flow::Protocol::Ws };
    switch.accept_stream(sip_transport::MessageStream {
        protocol,
        local: socket.local,
        peer: socket.peer,
        incoming: socket.inbound,
        outgoing: socket.outbound,
    });
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn control(node: &Node, data: &Path, link: LinkPlace) -> Result<tokio::task::JoinHandle<()>, StartError> {
    let path = control_socket(data);
    let listener = control::open(&path).map_err(|source| StartError::File { path, source })?;
    let (env, account) = (node.env.clone(), node.account.clone());
    Ok(tokio::spawn(control::serve(listener, move |ask| {
        let (env, account, link) = (env.clone(), account.clone(), link.clone());
        async move { provision::answer(&env, &account, &link, ask).await }
    })))
}

/// Where the server is found and entered.
struct Doors<'a> {
    http: Option<SocketAddr>,
    authority: Option<&'a Path>,
    /// The link of the first start, while nobody used one.
    setup: Option<String>,
}

/// Prints where everything is and writes the credentials file, now that every listener is up.
fn announce(
    switch: &Switch,
    doors: Doors<'_>,
    provisioned: &Provisioned,
    options: &Serve,
) -> Result<(), StartError> {
    let listening = switch.listening();
    let credentials = Credentials {
        http: doors.http.map(|address| format!("http://{address}")),
        sip: listening.udp.first().map(SocketAddr::to_string),
        sips: listening.tls.first().map(SocketAddr::to_string),
        ca: doors.authority.map(|path| {
            std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
        }),
        setup: doors.setup,
        provisioned,
    };
    banner::print(&credentials);
    if let Some(path) = &options.credentials {
        let text = serde_json::to_vec_pretty(&credentials).unwrap_or_default();
        write_whole(path, &text).map_err(|source| StartError::File { path: path.clone(), source })?;
    }
    Ok(())
}

/// SIGTERM and SIGINT as one stream.
struct Signals(tokio::sync::mpsc::Receiver<()>);

impl Signals {
    async fn next(&mut self) {
        self.0.recv().await;
    }
}

fn signals() -> Result<Signals, StartError> {
    let wrong = |source| StartError::File { path: "signals".into(), source };
    let mut terminate = signal(SignalKind::terminate()).map_err(wrong)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(wrong)?;
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        loop {
            let heard =
                tokio::select! { heard = terminate.recv() => heard, heard = interrupt.recv() => heard };
            if heard.is_none() || sender.send(()).await.is_err() {
                return;
            }
        }
    });
    Ok(Signals(receiver))
}
