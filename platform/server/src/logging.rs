//! Log lines on standard error: text for people or JSON for collectors.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Config, ConfigError, LogFormat};

/// Installs the subscriber.
///
/// # Errors
/// When the filter cannot be read; names the key.
pub fn start(config: &Config) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(&config.log).map_err(|_| ConfigError::Key {
        key: "log",
        value: config.log.clone(),
        expected: "expected a filter such as info or info,switch=debug",
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber in the same process (tests) is refused; the first goes on.
    let _installed = match config.log_format {
        LogFormat::Text => builder.finish().try_init(),
        LogFormat::Json => builder.json().finish().try_init(),
    };
    Ok(())
}
