//! Exports, opened as an office program would open them.

use std::path::Path;

use tokio::process::Command;

use crate::{Result, peers};

/// The rows of an `.xlsx` or `.csv` file.
pub async fn rows(file: &Path) -> Result<Vec<Vec<Option<String>>>> {
    let mut python = Command::new(peers::python().await?);
    python.arg("-B").arg(peers::scripts().join("sheet.py")).arg(file);
    Ok(serde_json::from_str(&peers::run(&mut python, "sheet.py").await?)?)
}
