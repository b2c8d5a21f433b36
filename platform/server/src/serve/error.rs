//! Why the server does not start: each says what is at fault, and most what to do.

use std::path::PathBuf;

/// The reasons.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A key of the configuration.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The data folder.
    #[error(transparent)]
    Data(#[from] crate::data::DataError),
    /// A listener asked for by name.
    #[error(transparent)]
    Listener(#[from] super::listeners::Refused),
    /// Nothing at all can be listened on.
    #[error("no listener could be opened; see the lines above")]
    NoListener,
    /// TLS material.
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
    /// Database, directory or another door of tenancy.
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
    /// Password hashing.
    #[error(transparent)]
    Password(#[from] account::password::PasswordError),
    /// Two features bring the same thing.
    #[error(transparent)]
    Clash(#[from] feature::Clash),
    /// The journal of calls.
    #[error("the journal of calls cannot be opened")]
    Journal(#[from] bus::JournalError),
    /// The media threads.
    #[error("the media threads do not start")]
    Media(#[from] media::MediaError),
    /// The switch.
    #[error(transparent)]
    Switch(#[from] switch::StartError),
    /// Provisioning of the demo or of a blueprint given at start.
    #[error("provisioning: {0}")]
    Provisioning(String),
    /// A file.
    #[error("{path}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// An error and everything that caused it, in one line.
pub fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        // Transparent wrappers repeat their source.
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = inner.source();
    }
    text
}
