//! Whom we believe when we call out over TLS: the system's authorities, and those of the operator's own file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::tls::TlsError;

/// Names another file than the system's own, as OpenSSL and curl know it.
const VARIABLE: &str = "SSL_CERT_FILE";
/// Where systems keep their authorities: Debian, Red Hat, SUSE, Alpine.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The configuration of connections that we open. The peer's name is verified; the operator's file adds to what the
/// system believes.
///
/// # Errors
/// The operator's file, when it cannot be read or holds no certificate.
pub fn client(own: Option<&Path>) -> Result<Arc<ClientConfig>, TlsError> {
    let mut roots = RootCertStore::empty();
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let system = named.or_else(|| SYSTEM.iter().map(PathBuf::from).find(|file| file.exists()));
    for certificate in
        system.iter().flat_map(|file| CertificateDer::pem_file_iter(file).into_iter().flatten())
    {
        // A bundle may hold what this library does not take; the others hold all the same.
        roots.add_parsable_certificates(certificate);
    }
    if let Some(file) = own {
        add(&mut roots, file)?;
    }
    if roots.is_empty() {
        tracing::warn!("no certificate authority is known: trunks over TLS cannot be reached (set tls_ca)");
    }
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}

fn add(roots: &mut RootCertStore, file: &Path) -> Result<(), TlsError> {
    let wrong = |source| TlsError::File { file: file.to_path_buf(), source };
    let unfit = |what: String| wrong(std::io::Error::new(std::io::ErrorKind::InvalidData, what));
    let text = std::fs::read(file).map_err(wrong)?;
    let mut count = 0;
    for certificate in CertificateDer::pem_slice_iter(&text) {
        let certificate = certificate.map_err(|error| unfit(error.to_string()))?;
        roots.add(certificate).map_err(|error| unfit(error.to_string()))?;
        count += 1;
    }
    if count == 0 { Err(unfit("it holds no certificate (PEM)".to_owned())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_named() {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        for text in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            std::fs::write(&file, text).unwrap();
            assert!(client(Some(&file)).unwrap_err().to_string().contains("ca.pem"), "{text}");
        }
        assert!(client(None).is_ok());
    }
}
