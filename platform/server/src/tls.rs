//! TLS material: the operator's certificate, or one signed by an authority of our own in the data folder.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use kernel::Clock;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use sip_transport::TlsIdentity;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("TLS file {file}")]
    File {
        /// Which file.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The own authority could not be made.
    #[error("a certificate could not be made")]
    Making(#[from] rcgen::Error),
}

/// What the TLS listeners need.
pub struct Tls {
    /// Certificate chain and key; whether they fit is checked when the listener opens.
    pub identity: TlsIdentity,
    /// The authority's certificate (PEM), where it is our own: what phones must trust.
    pub authority: Option<PathBuf>,
}

const LEAF_YEARS: i32 = 2;

/// Reads the operator's files, or makes a certificate for `names` under the data folder's own authority.
///
/// # Errors
/// The file at fault and why.
pub fn load(
    own: Option<&(PathBuf, PathBuf)>,
    data: &Path,
    names: &[String],
    addresses: &[IpAddr],
    clock: &dyn Clock,
) -> Result<Tls, TlsError> {
    if let Some((chain, key)) = own {
        return Ok(Tls { identity: identity(chain, key)?, authority: None });
    }
    let folder = data.join("tls");
    std::fs::create_dir_all(&folder).map_err(|source| TlsError::File { file: folder.clone(), source })?;
    let (authority, issuer) = authority(&folder)?;
    let (chain, key) = (folder.join("server.pem"), folder.join("server.key"));
    leaf(&issuer, names, addresses, clock, &chain, &key)?;
    Ok(Tls { identity: identity(&chain, &key)?, authority: Some(authority) })
}

fn identity(chain: &Path, key: &Path) -> Result<TlsIdentity, TlsError> {
    let read = |file: &Path| {
        std::fs::read_to_string(file).map_err(|source| TlsError::File { file: file.to_path_buf(), source })
    };
    Ok(TlsIdentity { certificates_pem: read(chain)?, key_pem: read(key)? })
}

/// The authority's certificate file and its signer; made once and kept, so that phones need to trust it once.
fn authority(folder: &Path) -> Result<(PathBuf, Issuer<'static, KeyPair>), TlsError> {
    let (file, key_file) = (folder.join("authority.pem"), folder.join("authority.key"));
    let key = match std::fs::read_to_string(&key_file) {
        Ok(pem) => KeyPair::from_pem(&pem)?,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let key = KeyPair::generate()?;
            write_private(&key_file, &key.serialize_pem())?;
            key
        }
        Err(source) => return Err(TlsError::File { file: key_file, source }),
    };
    let parameters = authority_parameters();
    if !file.exists() {
        let pem = parameters.self_signed(&key)?.pem();
        std::fs::write(&file, pem).map_err(|source| TlsError::File { file: file.clone(), source })?;
    }
    Ok((file, Issuer::new(parameters, key)))
}

fn authority_parameters() -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, "Conmuta installation authority");
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters
}

fn leaf(
    issuer: &Issuer<'_, KeyPair>,
    names: &[String],
    addresses: &[IpAddr],
    clock: &dyn Clock,
    chain: &Path,
    key_file: &Path,
) -> Result<(), TlsError> {
    let subjects: Vec<String> =
        names.iter().cloned().chain(addresses.iter().map(IpAddr::to_string)).collect();
    let mut parameters = CertificateParams::new(subjects)?;
    parameters.distinguished_name.push(DnType::CommonName, names.first().map_or("conmuta", String::as_str));
    parameters.use_authority_key_identifier_extension = true;
    parameters.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let year = chrono::Datelike::year(&clock.now().to_chrono());
    parameters.not_before = rcgen::date_time_ymd(year - 1, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(year + LEAF_YEARS, 1, 1);
    let key = KeyPair::generate()?;
    let certificate = parameters.signed_by(&key, issuer)?;
    write_private(key_file, &key.serialize_pem())?;
    std::fs::write(chain, certificate.pem())
        .map_err(|source| TlsError::File { file: chain.to_path_buf(), source })
}

fn write_private(file: &Path, text: &str) -> Result<(), TlsError> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
        .open(file)
        .and_then(|mut f| f.write_all(text.as_bytes()))
        .map_err(|source| TlsError::File { file: file.to_path_buf(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::system::SystemClock;

    #[test]
    fn the_authority_stays_and_each_start_makes_a_leaf() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["localhost".to_owned()];
        let addresses = ["127.0.0.1".parse().unwrap()];
        let first = load(None, folder.path(), &names, &addresses, &SystemClock).unwrap();
        let pem = std::fs::read(first.authority.as_ref().unwrap()).unwrap();
        let second = load(None, folder.path(), &names, &addresses, &SystemClock).unwrap();
        assert_eq!(std::fs::read(second.authority.unwrap()).unwrap(), pem);
        assert_ne!(first.identity.key_pem, second.identity.key_pem);
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let own = (folder.path().join("no.crt"), folder.path().join("no.key"));
        let text = load(Some(&own), folder.path(), &[], &[], &SystemClock).err().unwrap().to_string();
        assert!(text.contains("no.crt"), "{text}");
    }
}
