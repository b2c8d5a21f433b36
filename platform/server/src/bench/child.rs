//! The server under test: started, pinned to its core, its CPU time and memory read from /proc.

use std::net::SocketAddr;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{BenchError, Options, pace};

/// What offers the load its trunk, destinations and endpoints.
const BLUEPRINT: &str = include_str!("../../../../tenants/blueprints/bench.toml");
const START_WITHIN: Duration = Duration::from_secs(30);
const SETTLE_WITHIN: Duration = Duration::from_secs(10);
const QUIET_FOR: Duration = Duration::from_millis(500);
/// Cores burnt by a server that has nothing to do.
const QUIET: f64 = 0.02;

/// A running `conmuta serve` on one core with a data folder of its own.
pub(super) struct Server {
    child: Child,
    ready: std::path::PathBuf,
    /// Where it speaks SIP.
    pub(super) sip: SocketAddr,
}

impl Server {
    /// Starts one with `endpoints` endpoints and waits until its listeners are up.
    pub(super) fn start(options: &Options, data: &Path, endpoints: u32) -> Result<Self, BenchError> {
        std::fs::create_dir_all(data)?;
        let blueprint = data.join("bench.toml");
        std::fs::write(&blueprint, blueprint_with(endpoints))?;
        let ready = data.join("credentials.json");
        let free = |ip: &str| std::net::UdpSocket::bind((ip, 0)).and_then(|s| s.local_addr());
        let (sip, http) = (free("127.0.0.1")?, free("127.0.0.1")?);
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("serve")
            .args(["--sip", &sip.to_string(), "--http", &http.to_string(), "--log", "warn"])
            .args(["--media-threads", "1", "--rtp", "20000-29999"])
            .arg("--data")
            .arg(data)
            .arg("--blueprint")
            .arg(&blueprint)
            .arg("--credentials")
            .arg(&ready)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(data.join("log"))?);
        pinned(&mut command, options.server_core);
        let mut server = Self { child: command.spawn()?, ready, sip };
        let deadline = Instant::now() + START_WITHIN;
        while !server.ready.exists() {
            let ended = server.child.try_wait()?.is_some();
            if ended || Instant::now() > deadline {
                let log = std::fs::read_to_string(data.join("log")).unwrap_or_default();
                return Err(BenchError::Start(log));
            }
            pace::nap();
        }
        server.settle();
        Ok(server)
    }

    /// The file with its addresses and how to sign in.
    pub(super) fn credentials(&self) -> &Path {
        &self.ready
    }

    /// Waits until what it was provisioned with is compiled and it does nothing any more.
    fn settle(&self) {
        let deadline = Instant::now() + SETTLE_WITHIN;
        while Instant::now() < deadline && self.idle_cores(QUIET_FOR) > QUIET {}
    }

    /// CPU seconds of all its threads so far.
    pub(super) fn cpu_secs(&self) -> f64 {
        let tasks =
            std::fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten().flatten();
        // schedstat counts nanoseconds on the CPU; stat counts ticks of 10 ms.
        let of_task = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<f64>().ok()
        };
        tasks.filter_map(|t| of_task(t.path())).sum::<f64>() / 1e9
    }

    /// What it burns doing nothing, in cores.
    pub(super) fn idle_cores(&self, over: Duration) -> f64 {
        let (before, start) = (self.cpu_secs(), Instant::now());
        pace::rest(over);
        (self.cpu_secs() - before) / start.elapsed().as_secs_f64()
    }

    /// Proportional set size in KiB.
    pub(super) fn pss_kib(&self) -> f64 {
        let text =
            std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("Pss:"));
        line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
    }

    /// Proportional set size after a moment of rest.
    pub(super) fn settled_pss_kib(&self) -> f64 {
        pace::rest(Duration::from_secs(1));
        self.pss_kib()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It holds only scratch data; both calls fail only if it has ended by itself.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The committed blueprint with another count of endpoints.
fn blueprint_with(endpoints: u32) -> String {
    let mut blueprint: toml::Table = BLUEPRINT.parse().unwrap_or_default();
    if endpoints == 0 {
        blueprint.remove("endpoints");
    }
    for range in blueprint.get_mut("endpoints").and_then(toml::Value::as_array_mut).into_iter().flatten() {
        if let Some(range) = range.as_table_mut() {
            range.insert("count".into(), toml::Value::from(i64::from(endpoints)));
        }
    }
    toml::to_string(&blueprint).unwrap_or_default()
}

/// Pins the calling thread (and those it starts later) to a core.
#[expect(unsafe_code, reason = "the scheduler's affinity call has no safe face in the standard library")]
pub(super) fn pin(core: usize) {
    // SAFETY: the set is a plain bit mask on the stack, valid for the duration of the call.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(core, &mut set);
        libc::sched_setaffinity(0, std::mem::size_of::<libc::cpu_set_t>(), &raw const set);
    }
}

#[expect(unsafe_code, reason = "pre_exec is unsafe because it runs between fork and exec")]
fn pinned(command: &mut Command, core: usize) {
    // SAFETY: `pin` makes one system call and allocates nothing, which is allowed after fork.
    unsafe {
        command.pre_exec(move || {
            pin(core);
            Ok(())
        });
    }
}
