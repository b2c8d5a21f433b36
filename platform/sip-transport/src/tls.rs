//! TLS on both sides: our certificate for those who connect, verification of those we connect to.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};

use crate::{BindError, TlsIdentity};

/// The configuration for connections that others open.
pub(crate) fn server_config(identity: &TlsIdentity) -> Result<Arc<ServerConfig>, BindError> {
    let unusable = |error: Box<dyn std::error::Error + Send + Sync>| BindError::Identity(error);
    let chain = CertificateDer::pem_slice_iter(identity.certificates_pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| unusable(error.into()))?;
    let key =
        PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).map_err(|error| unusable(error.into()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| unusable(error.into()))?;
    Ok(Arc::new(config))
}

/// The name to verify in a server's certificate: the one given, else the address.
pub(crate) fn server_name(name: Option<&str>, peer: std::net::SocketAddr) -> Option<ServerName<'static>> {
    match name {
        Some(name) => ServerName::try_from(name.to_owned()).ok(),
        None => Some(ServerName::from(peer.ip())),
    }
}
