//! `conmuta doctor`: checks the surroundings and says what to do (OPS-2), from a terminal and from the health page.
//!
//! A finding is a stable code with figures. The terminal words it in English (`words.rs`), the page in its reader's
//! language.

mod certificate;
mod machine;
mod network;
mod words;

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::Timestamp;
use serde_json::Value;

pub use certificate::{days_left, own_chain};
pub use machine::free_bytes;

use crate::config::Config;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = CheckState)]
pub enum State {
    /// Nothing to do.
    Ok,
    /// It works, but not as well as it could.
    Warning,
    /// It does not work.
    Failed,
}

/// One check's result.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
#[schema(as = HealthFinding)]
pub struct Finding {
    /// What was checked, such as `listener_sip`.
    pub check: &'static str,
    /// How it came out.
    pub state: State,
    /// What was found, such as `listener.taken`: what it means and what to do is worded by this code.
    pub code: &'static str,
    /// The words' figures, by name.
    #[schema(value_type = Object)]
    pub figures: BTreeMap<&'static str, Value>,
}

impl Finding {
    fn new(check: &'static str, state: State, code: &'static str) -> Self {
        Self { check, state, code, figures: BTreeMap::new() }
    }

    fn ok(check: &'static str, code: &'static str) -> Self {
        Self::new(check, State::Ok, code)
    }

    fn warning(check: &'static str, code: &'static str) -> Self {
        Self::new(check, State::Warning, code)
    }

    fn failed(check: &'static str, code: &'static str) -> Self {
        Self::new(check, State::Failed, code)
    }

    /// One more figure.
    fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.figures.insert(name, value.into());
        self
    }
}

/// What the serving process knows of itself, where it is the one that asks: its own listeners are not in its way.
#[derive(Debug, Clone)]
pub struct Serving {
    /// Whether HTTP, SIP and SIP over TLS are listened on.
    pub listening: [bool; 3],
    /// How long the database took to answer, if it did.
    pub database: Option<Duration>,
}

/// How many checks there are.
pub const CHECKS: usize = 14;

/// Runs every check against a configuration and hands each finding on as it comes. Opens and closes sockets and files,
/// changes nothing else.
pub async fn examine(
    config: &Config,
    now: Timestamp,
    serving: Option<&Serving>,
    mut each: impl FnMut(Finding),
) {
    each(machine::data_folder(&config.data));
    each(machine::disk(&config.data));
    each(machine::open_files(config));
    each(machine::socket_buffers());
    each(machine::clock());
    each(certificate::tls(config, now));
    each(network::media_ports(config));
    each(network::announced(config));
    each(network::public_url(config));
    network::listeners(config, serving.map(|serving| serving.listening)).into_iter().for_each(&mut each);
    each(network::name(config).await);
    each(match serving {
        Some(serving) => network::serving_database(config, serving.database),
        None => network::database(config).await,
    });
}

/// All findings at once, for a terminal.
pub async fn examine_all(config: &Config, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    examine(config, now, None, |finding| findings.push(finding)).await;
    findings
}

/// The findings as lines for a terminal, worst last so that it stands above the prompt.
pub fn report(findings: &[Finding]) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| f.state);
    let mut text = String::new();
    for finding in sorted {
        let mark = match finding.state {
            State::Ok => "ok     ",
            State::Warning => "warning",
            State::Failed => "FAILED ",
        };
        let (seen, advice) = words::of(finding);
        text.push_str(&format!("{mark}  {}: {seen}\n", finding.check.replace('_', " ")));
        if !advice.is_empty() {
            text.push_str(&format!("         -> {advice}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Settings;

    #[tokio::test]
    async fn a_taken_port_has_failed_and_says_what_to_do() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            http: Some(taken.local_addr().unwrap().to_string()),
            data: Some(folder.path().to_path_buf()),
            ..Settings::default()
        };
        let config = Config::load(&settings).unwrap();
        let findings = examine_all(&config, Timestamp::EPOCH).await;
        assert_eq!(findings.len(), CHECKS);
        let port = findings.iter().find(|f| f.check == "listener_http").unwrap();
        assert_eq!((port.state, port.code), (State::Failed, "listener.taken"));
        assert!(report(&findings).contains("CONMUTA_HTTP"), "{}", report(&findings));

        let serving = Serving { listening: [true, true, false], database: Some(Duration::from_millis(3)) };
        let mut own = Vec::new();
        examine(&config, Timestamp::EPOCH, Some(&serving), |finding| own.push(finding)).await;
        let code = |check: &str| own.iter().find(|f| f.check == check).map(|f| f.code);
        assert_eq!(code("listener_http"), Some("listener.open"));
        assert_eq!(code("listener_sips"), Some("listener.missing"));
        assert_eq!(code("database"), Some("database.ok"));
    }
}
