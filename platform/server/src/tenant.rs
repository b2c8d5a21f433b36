//! `conmuta tenant …`: through the running server of the data folder, else on the database itself.

use std::path::Path;

use crate::cli::{Tenant, TenantAction};
use crate::config::Config;
use crate::data::{DataFolder, control_socket};
use crate::serve::control::{self, Answer, Ask};
use crate::serve::{Node, SipSide, StartError, answer};
use crate::setup_link::LinkPlace;

/// Asks and returns what is to be printed.
///
/// # Errors
/// When neither a server answers nor the database can be opened; a refusal is inside the answer.
pub async fn run(tenant: &Tenant) -> Result<Answer, StartError> {
    let config = Config::load(&tenant.settings)?;
    let ask = match &tenant.action {
        TenantAction::Plan { file } => Ask::Plan { file: file.display().to_string(), text: read(file)? },
        TenantAction::Apply { file } => Ask::Apply { file: file.display().to_string(), text: read(file)? },
        TenantAction::Export { tenant } => Ask::Export { tenant: tenant.clone() },
        TenantAction::List => Ask::List,
    };
    put(&config, ask).await
}

/// Puts a question to the running server, or answers it over the database where none runs.
///
/// # Errors
/// When neither a server answers nor the database can be opened; a refusal is inside the answer.
pub async fn put(config: &Config, ask: Ask) -> Result<Answer, StartError> {
    let socket = control_socket(&config.data);
    let asked = control::ask(&socket, &ask).await;
    if let Some(said) = asked.map_err(|source| StartError::File { path: socket, source })? {
        return Ok(said);
    }
    let data = DataFolder::open(&config.data)?;
    let node = Node::open(config, &data, SipSide::NONE).await?;
    let link = LinkPlace::of(config);
    let said = answer(&node.env, &node.account, &link, ask).await;
    node.close(std::time::Duration::ZERO).await;
    Ok(said)
}

fn read(file: &Path) -> Result<String, StartError> {
    std::fs::read_to_string(file).map_err(|source| StartError::File { path: file.to_path_buf(), source })
}
