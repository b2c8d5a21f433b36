//! An exchange on loopback with two tenants, and phones that speak raw SIP to it.

mod book;

use std::net::SocketAddr;
use std::sync::Arc;

use bus::{Heard, Journal, JournalConfig, LiveHub, LiveSubscription};
use kernel::Clock;
use kernel::system::{SystemClock, SystemRng};
use media::{Media, MediaConfig};
use switch::{BanConfig, Config, FinishedCall, GuardConfig, MediaEvents, Ports, Surroundings, Switch};
use tempfile::TempDir;
use tenancy::testkit::{Backend, TestDatabase, two_tenants};
use tenancy::{Location, TenantScope};
use tokio::sync::mpsc;

pub use book::{Book, REALM};
pub use testkit::phone::{PATIENCE, Phone, sdp};

pub struct Exchange {
    pub switch: Switch,
    pub book: Arc<Book>,
    pub acme: TenantScope,
    pub bravo: TenantScope,
    pub live: LiveHub,
    pub media: Media,
    pub address: SocketAddr,
    finished: tokio::sync::Mutex<mpsc::UnboundedReceiver<FinishedCall>>,
    traces: tokio::sync::Mutex<mpsc::UnboundedReceiver<bytes::Bytes>>,
    _database: TestDatabase,
    _folder: Arc<TempDir>,
}

/// What a test may want otherwise.
pub struct Wish {
    pub guard: GuardConfig,
    pub bans: BanConfig,
    pub folder: Arc<TempDir>,
    /// The address behind which the exchange stands.
    pub public: Option<std::net::IpAddr>,
}

impl Default for Wish {
    fn default() -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Self {
            guard: GuardConfig { slow_after: 50, silence_after: 100, memory_secs: 60 },
            bans: BanConfig::default(),
            folder,
            public: None,
        }
    }
}

impl Exchange {
    pub async fn start() -> Self {
        Self::with(Wish::default(), |_| {}).await
    }

    /// `write` fills the book before the exchange opens.
    pub async fn with(wish: Wish, write: impl FnOnce(&mut Book)) -> Self {
        let database = TestDatabase::new(Backend::Sqlite, &[]).await;
        let directory = database.directory().await;
        let [acme, bravo] = two_tenants(&directory).await;
        let (finished, finished_out) = mpsc::unbounded_channel();
        let (traces, traces_out) = mpsc::unbounded_channel();
        let location = Location::in_memory();
        let mut book = Book::new([acme.clone(), bravo.clone()], location.clone(), finished, traces);
        write(&mut book);
        let book = Arc::new(book);
        let (sink, media_events) = MediaEvents::channel();
        let local = "127.0.0.1".parse().expect("an address");
        let settings =
            MediaConfig { ports: 20_000..=39_999, addresses: vec![local], ..MediaConfig::default() };
        let media = Media::start(settings, &SystemRng, sink).expect("media starts");
        let live = LiveHub::new(1, 1_000);
        let journal =
            Journal::open(JournalConfig::new(wish.folder.path().join("journal"))).expect("a journal");
        let any = SocketAddr::new(local, 0);
        let config = Config {
            udp: vec![any],
            tcp: vec![any],
            realm: REALM.to_owned(),
            guard: wish.guard,
            bans: wish.bans,
            transfer_secs: 10,
            public_host: wish.public.map(|public| public.to_string()),
            public_media: wish.public,
            ..Config::default()
        };
        let ports = Ports {
            credentials: book.clone(),
            router: book.clone(),
            trunks: book.clone(),
            register: book.clone(),
            cdrs: book.clone(),
            traces: book.clone(),
        };
        let surroundings = Surroundings {
            live: live.clone(),
            journal,
            location,
            media: media.clone(),
            media_events,
            tls: None,
            client_tls: None,
            nonce_key: [7; 32],
            sentry: Arc::new(()),
            clock: Arc::new(SystemClock) as Arc<dyn Clock>,
            rng: Arc::new(SystemRng),
        };
        let switch = Switch::start(config, ports, surroundings).expect("the exchange starts");
        let address = switch.listening().udp[0];
        Self {
            switch,
            book,
            acme,
            bravo,
            live,
            media,
            address,
            finished: tokio::sync::Mutex::new(finished_out),
            traces: tokio::sync::Mutex::new(traces_out),
            _database: database,
            _folder: wish.folder,
        }
    }

    /// A phone of an extension of `acme`, registered.
    pub async fn phone(&self, extension: &str) -> Phone {
        let mut phone = Phone::new(self.address, &format!("acme{extension}"), "acme.example").await;
        phone.register().await;
        phone
    }

    /// The records of the next call that ends. The receipt is not acknowledged.
    pub async fn finished(&self) -> FinishedCall {
        let next = async { self.finished.lock().await.recv().await };
        tokio::time::timeout(PATIENCE, next).await.expect("a record in time").expect("the exchange runs")
    }

    /// The next trace, as JSON.
    pub async fn trace(&self) -> serde_json::Value {
        let next = async { self.traces.lock().await.recv().await };
        let blob =
            tokio::time::timeout(PATIENCE, next).await.expect("a trace in time").expect("the exchange runs");
        serde_json::from_slice(&blob).expect("a trace is JSON")
    }

    pub fn listen(&self) -> LiveSubscription {
        self.live.subscribe(&self.acme, None)
    }
}

/// The name and body of the next live event.
pub async fn heard(events: &mut LiveSubscription) -> (&'static str, serde_json::Value) {
    match tokio::time::timeout(PATIENCE, events.next()).await.expect("an event in time") {
        Heard::Event(_, event) => (event.name, serde_json::from_str(&event.body).expect("the body is JSON")),
        Heard::Resync(_) => panic!("nothing was lost"),
    }
}
