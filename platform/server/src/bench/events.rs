//! `conmuta bench events`: what pages that are open cost a server whose tenant telephones, and how soon they hear.
//!
//! Each page is a WebSocket of its own, signed in as staff that stepped down into the tenant that calls.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kernel::Clock as _;
use kernel::system::SystemClock;
use serde::Deserialize;

use super::child::Server;
use super::http::Http;
use super::pair::Pair;
use super::{BenchError, Sizes, calls, pace};

/// Administrators' pages.
const PAGES: usize = 500;
/// Of which so many are listened to with a clock; the others are drained.
const TIMED: usize = 5;
/// Calls per second of a tenant that is busy, unless told otherwise.
pub(super) const CALLS_PER_SEC: u32 = 20;
const SECS: u32 = 15;

#[derive(Deserialize)]
struct Credentials {
    http: String,
    /// The link of the first start.
    setup: String,
}

#[derive(Deserialize)]
struct Tenants {
    items: Vec<Tenant>,
}

#[derive(Deserialize)]
struct Tenant {
    id: String,
    name: String,
}

/// What was heard.
#[derive(Default)]
struct Heard {
    bytes: AtomicUsize,
    ended: AtomicBool,
    late_us: std::sync::Mutex<Vec<u64>>,
}

/// Opens the pages, has the tenant telephone, and answers cost and delay in a sentence.
pub(super) fn run(server: &Server, sizes: &Sizes, rate: u32) -> Result<String, BenchError> {
    let text = std::fs::read_to_string(server.credentials())?;
    let failed = |fault: serde_json::Error| BenchError::Start(fault.to_string());
    let credentials: Credentials = serde_json::from_str(&text).map_err(failed)?;
    let host = credentials.http.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut http = Http::claim(&host, &credentials.setup)?;
    let listed = http.get("/api/v1/tenants?limit=500")?;
    let tenants: Tenants = serde_json::from_slice(&listed.body).map_err(failed)?;
    let tenant = tenants.items.into_iter().find(|tenant| tenant.name == "bench");
    let tenant = tenant.ok_or_else(|| BenchError::Start("there is no tenant bench".into()))?.id;
    let mut pair = Pair::open(server.sip, 'e', sizes.hold)?;
    calls::offer(&mut pair, rate, 40);
    let without = cost(server, &mut pair, rate);
    let heard = Arc::<Heard>::default();
    let mut sockets = Vec::with_capacity(PAGES);
    for _ in 0..PAGES {
        sockets.push(open(&host, &tenant, http.cookie())?);
    }
    let drained = sockets.split_off(TIMED);
    let threads = listeners(sockets, drained, &heard)?;
    pace::rest(Duration::from_secs(2));
    let idle = server.idle_cores(Duration::from_secs(3));
    let with = cost(server, &mut pair, rate);
    heard.ended.store(true, Ordering::SeqCst);
    for thread in threads {
        // A listener that panicked has heard less, which the figures show.
        let _ended = thread.join();
    }
    Ok(sentence((without, with, idle), rate, &heard))
}

/// Cores that calling costs.
fn cost(server: &Server, pair: &mut Pair, rate: u32) -> f64 {
    let (cpu, begun) = (server.cpu_secs(), Instant::now());
    let count = usize::try_from(rate * SECS).unwrap_or(0);
    calls::offer(pair, rate, count);
    (server.cpu_secs() - cpu) / begun.elapsed().as_secs_f64()
}

fn sentence((without, with, idle): (f64, f64, f64), rate: u32, heard: &Heard) -> String {
    let mut late = heard.late_us.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    late.sort_unstable();
    let ms = |percent: usize| {
        let place = (late.len() * percent / 100).min(late.len().saturating_sub(1));
        late.get(place).map_or(0.0, |us| Duration::from_micros(*us).as_secs_f64() * 1_000.0)
    };
    format!(
        "{PAGES} pages on a tenant with {rate} calls a second: {:.1} % of a core beside the {:.1} % of the calls \
         ({:.1} % while nobody calls); a call is on the page after {:.0} ms (p50), {:.0} ms (p99), {} heard; {} MB sent\n",
        (with - without) * 100.0,
        without * 100.0,
        idle * 100.0,
        ms(50),
        ms(99),
        late.len(),
        heard.bytes.load(Ordering::Relaxed) / 1_000_000,
    )
}

/// One event socket, upgraded.
fn open(host: &str, tenant: &str, cookie: &str) -> Result<TcpStream, BenchError> {
    let address = host.to_owned();
    let mut stream = TcpStream::connect(host).map_err(|source| BenchError::Socket { address, source })?;
    let ask = format!(
        "GET /api/v1/events?tenant={tenant} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(ask.as_bytes())?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    if !head.starts_with(b"HTTP/1.1 101") {
        return Err(BenchError::Start(String::from_utf8_lossy(&head).into_owned()));
    }
    Ok(stream)
}

/// A thread for each timed page, and one that drains the others without looking at what they say.
fn listeners(
    timed: Vec<TcpStream>,
    drained: Vec<TcpStream>,
    heard: &Arc<Heard>,
) -> Result<Vec<std::thread::JoinHandle<()>>, BenchError> {
    let mut threads = Vec::new();
    for stream in timed {
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        let heard = Arc::clone(heard);
        threads.push(std::thread::spawn(move || listen(stream, &heard)));
    }
    for stream in &drained {
        stream.set_nonblocking(true)?;
    }
    let heard = Arc::clone(heard);
    threads.push(std::thread::spawn(move || {
        let mut space = vec![0; 64 * 1024];
        while !heard.ended.load(Ordering::SeqCst) {
            for mut stream in &drained {
                while let Ok(read @ 1..) = stream.read(&mut space) {
                    heard.bytes.fetch_add(read, Ordering::Relaxed);
                }
            }
            pace::rest(Duration::from_millis(50));
        }
    }));
    Ok(threads)
}

/// Notes for each call that is answered how long ago that was, by the machine's one clock.
fn listen(mut stream: TcpStream, heard: &Heard) {
    const BEGINNING: &str = "\"answered\":\"";
    let mut space = vec![0; 64 * 1024];
    while !heard.ended.load(Ordering::SeqCst) {
        let Ok(read @ 1..) = stream.read(&mut space) else { continue };
        heard.bytes.fetch_add(read, Ordering::Relaxed);
        let now = SystemClock.now();
        let text = String::from_utf8_lossy(&space[..read]);
        for event in text.split("\"name\":\"call.").skip(1).filter(|event| event.starts_with("answered")) {
            let since = event.split_once(BEGINNING).and_then(|(_, rest)| rest.split('"').next());
            let Some(since) = since.and_then(|text| text.parse::<kernel::Timestamp>().ok()) else { continue };
            let late = u64::try_from(now.micros() - since.micros()).unwrap_or(0);
            heard.late_us.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(late);
        }
    }
}
