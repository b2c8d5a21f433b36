//! `conmuta tenant …`: through the running server of the data folder, else on the database itself.

use std::path::Path;

use crate::cli::{Tenant, TenantAction};
use crate::config::Config;
use crate::data::{DataFolder, control_socket};
use crate::serve::control::{self, Answer, Ask};
use crate::serve::{Node, SipSide, StartError, answer};

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
    let socket = control_socket(&config.data);
    let asked = control::ask(&socket, &ask).await;
    if let Some(said) = asked.map_err(|source| StartError::File { path: socket, source })? {
        return Ok(said);
    }
    let data = DataFolder::open(&config.data)?;
    let node = Node::open(&config, &data, SipSide::NONE).await?;
    let said = answer(&node.env, &node.account, ask).await;
    node.close(std::time::Duration::ZERO).await;
    Ok(said)
}

fn read(file: &Path) -> Result<String, StartError> {
    std::fs::read_to_string(file).map_err(|source| StartError::File { path: file.to_path_buf(), source })
}
