//! `conmuta openapi`: the document of the REST API, as the running server serves it.

use crate::cli::Settings;
use crate::config::Config;
use crate::data::DataFolder;
use crate::serve::{Node, SipSide, StartError};

/// Pretty-printed, so that a change of the committed document reads well.
///
/// # Errors
/// When the features cannot be composed.
pub async fn document() -> Result<String, StartError> {
    let folder = std::env::temp_dir().join(format!("conmuta-openapi-{}", std::process::id()));
    let settings = Settings { data: Some(folder.clone()), ..Settings::default() };
    let config = Config::load(&settings)?;
    let data = DataFolder::open(&config.data)?;
    let node = Node::open(&config, &data, SipSide::NONE).await?;
    let document =
        web::openapi::document(&web::openapi::complete(node.catalogue.routes()), env!("CARGO_PKG_VERSION"));
    node.close(std::time::Duration::ZERO).await;
    // Scratch data of this command alone; a folder that stays is no failure of the document.
    let _gone = std::fs::remove_dir_all(folder);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    Ok(text)
}
