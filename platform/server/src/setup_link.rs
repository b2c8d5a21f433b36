//! The one-time link of the first start: how it is written, where it is kept, and `conmuta setup-link`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use account::{Account, setup};

use crate::cli::Settings;
use crate::config::Config;
use crate::data::write_whole;
use crate::serve::control::{Answer, Ask};
use crate::serve::{StartError, local_addresses};

/// The file in the data folder that keeps the link until it is used.
const FILE: &str = "first-start.url";

/// Where links lead and where the latest is kept.
#[derive(Debug, Clone)]
pub struct LinkPlace {
    base: String,
    file: PathBuf,
}

impl LinkPlace {
    /// As the configuration says it.
    pub fn of(config: &Config) -> Self {
        Self::at(config, config.http.address)
    }

    /// With the address that is really listened on.
    pub fn at(config: &Config, http: SocketAddr) -> Self {
        let local = || local_addresses(http.ip());
        Self { base: base(config.name.as_deref(), http, local), file: config.data.join(FILE) }
    }

    /// Draws a new link and keeps it; `None` where the installation has its operator.
    ///
    /// # Errors
    /// When the database or the file cannot be written.
    pub async fn draw(&self, account: &Account) -> Result<Option<String>, StartError> {
        let refused = |problem: web::Problem| StartError::Provisioning(problem.detail().to_owned());
        let Some(link) = setup::new_link(account).await.map_err(refused)? else {
            self.forget()?;
            return Ok(None);
        };
        let url = format!("{}/setup/{}", self.base, link.token);
        write_whole(&self.file, format!("{url}\n").as_bytes()).map_err(|source| self.at_fault(source))?;
        Ok(Some(url))
    }

    /// The same, as an answer to the command line.
    pub async fn renew(&self, account: &Account) -> Answer {
        match self.draw(account).await {
            Ok(Some(url)) => Ok(format!("{url}\n")),
            Ok(None) => Err("the installation has its operator: sign in with that account".to_owned()),
            Err(error) => Err(crate::serve::sentence(&error)),
        }
    }

    /// Removes the file once its link was used.
    pub async fn forget_when_used(self, account: Account) {
        account.claimed().notified().await;
        if let Err(error) = self.forget() {
            tracing::warn!(%error, "the used link of the first start cannot be removed");
        }
    }

    fn forget(&self) -> Result<(), StartError> {
        match std::fs::remove_file(&self.file) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(self.at_fault(source)),
            _ => Ok(()),
        }
    }

    fn at_fault(&self, source: std::io::Error) -> StartError {
        StartError::File { path: self.file.clone(), source }
    }
}

/// The scheme and host that a browser takes: the address listened on; where that is every address, the name, or the
/// first address that other machines reach.
fn base(name: Option<&str>, http: SocketAddr, local: impl FnOnce() -> Vec<IpAddr>) -> String {
    if !http.ip().is_unspecified() {
        return format!("http://{http}");
    }
    match name {
        Some(name) => format!("http://{name}:{}", http.port()),
        None => {
            let all = local();
            let found = all.iter().find(|ip| ip.is_ipv4() && !ip.is_loopback()).or(all.first());
            let ip = found.copied().unwrap_or(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
            format!("http://{}", SocketAddr::new(ip, http.port()))
        }
    }
}

/// `conmuta setup-link`.
///
/// # Errors
/// When neither a server answers nor the database can be opened; a refusal is inside the answer.
pub async fn run(settings: &Settings) -> Result<Answer, StartError> {
    crate::tenant::put(&Config::load(settings)?, Ask::SetupLink).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_where_a_browser_gets() {
        let at = |text: &str| text.parse::<SocketAddr>().unwrap();
        let local = || vec!["127.0.0.1".parse().unwrap(), "192.0.2.7".parse().unwrap()];
        assert_eq!(base(None, at("127.0.0.1:8080"), local), "http://127.0.0.1:8080");
        assert_eq!(base(Some("pbx.example.com"), at("127.0.0.1:8080"), local), "http://127.0.0.1:8080");
        assert_eq!(base(None, at("0.0.0.0:8080"), local), "http://192.0.2.7:8080");
        assert_eq!(base(None, at("[::]:80"), Vec::new), "http://127.0.0.1:80");
        assert_eq!(base(Some("pbx.example.com"), at("0.0.0.0:80"), local), "http://pbx.example.com:80");
    }

    #[tokio::test]
    async fn the_link_is_kept_for_its_owner_until_it_is_used() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { data: Some(folder.path().join("data")), ..Settings::default() };
        let config = Config::load(&settings).unwrap();
        let first = run(&settings).await.unwrap().unwrap();
        let file = config.data.join(FILE);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_ne!(run(&settings).await.unwrap().unwrap(), first, "each is a new one");

        let data = crate::data::DataFolder::open(&config.data).unwrap();
        let node = crate::serve::Node::open(&config, &data, crate::serve::SipSide::NONE).await.unwrap();
        account::first_start::operator(&node.account).await.unwrap().unwrap();
        let place = LinkPlace::of(&config);
        assert!(place.renew(&node.account).await.unwrap_err().contains("has its operator"));
        assert!(!file.exists());
        node.close(std::time::Duration::ZERO).await;
    }
}
