//! `conmuta doctor`: checks the surroundings and says what to do (OPS-2).

mod machine;
mod network;

use crate::config::Config;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing to do.
    Good,
    /// It works, but not as well as it could.
    Doubtful,
    /// It will not work.
    Bad,
}

/// One check's result.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Finding {
    /// What was checked, such as `port sip`.
    pub check: String,
    /// How it came out.
    pub verdict: Verdict,
    /// What was seen.
    pub seen: String,
    /// What to do; empty when there is nothing to do.
    pub advice: String,
}

impl Finding {
    fn good(check: impl Into<String>, seen: impl Into<String>) -> Self {
        Self { check: check.into(), verdict: Verdict::Good, seen: seen.into(), advice: String::new() }
    }

    fn doubtful(check: impl Into<String>, seen: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { check: check.into(), verdict: Verdict::Doubtful, seen: seen.into(), advice: advice.into() }
    }

    fn bad(check: impl Into<String>, seen: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { check: check.into(), verdict: Verdict::Bad, seen: seen.into(), advice: advice.into() }
    }
}

/// Runs every check against a configuration. Opens and closes sockets and files, changes nothing else.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![
        machine::data_folder(&config.data),
        machine::disk(&config.data),
        machine::open_files(config),
        machine::socket_buffers(),
        machine::clock(),
        network::tls(config),
        network::media_ports(config),
        network::announced(config),
    ];
    findings.extend(network::listeners(config));
    findings.push(network::name(config).await);
    findings.push(network::database(config).await);
    findings
}

/// The findings as lines for a terminal, worst last so that it stands above the prompt.
pub fn report(findings: &[Finding]) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| f.verdict);
    let mut text = String::new();
    for finding in sorted {
        let mark = match finding.verdict {
            Verdict::Good => "good    ",
            Verdict::Doubtful => "doubtful",
            Verdict::Bad => "BAD     ",
        };
        text.push_str(&format!("{mark}  {}: {}\n", finding.check, finding.seen));
        if !finding.advice.is_empty() {
            text.push_str(&format!("          -> {}\n", finding.advice));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Settings;

    #[tokio::test]
    async fn a_taken_port_is_bad_and_says_what_to_do() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            http: Some(taken.local_addr().unwrap().to_string()),
            data: Some(folder.path().to_path_buf()),
            ..Settings::default()
        };
        let findings = examine(&Config::load(&settings).unwrap()).await;
        let port = findings.iter().find(|f| f.check == "listener http").unwrap();
        assert_eq!(port.verdict, Verdict::Bad);
        assert!(report(&findings).contains("CONMUTA_HTTP"), "{}", report(&findings));
    }
}
