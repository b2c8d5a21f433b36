//! The socket in the data folder by which the command line speaks to the running server; its owner is the operator.
//!
//! One JSON line asks, one JSON line answers.

use std::future::Future;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};

/// What is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Ask {
    /// What would applying this change?
    Plan {
        /// How errors call the file.
        file: String,
        /// Its text.
        text: String,
    },
    /// Apply this.
    Apply {
        /// How errors call the file.
        file: String,
        /// Its text.
        text: String,
    },
    /// The blueprint of a tenant.
    Export {
        /// Its name.
        tenant: String,
    },
    /// The tenants.
    List,
    /// A new link of the first start.
    SetupLink,
}

/// What is answered: text for standard output, or the sentence that says what is wrong.
pub type Answer = Result<String, String>;

/// Longest question: a blueprint of tens of thousands of lines.
const LONGEST: u64 = 64 << 20;

/// Opens the socket, replacing one that an ended server left behind. The data folder's lock is held, so no other
/// server can be listening on it.
///
/// # Errors
/// What the file system says.
pub fn open(path: &Path) -> std::io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers one asker after the other until the task is ended.
pub async fn serve<F, R>(listener: UnixListener, answer: F)
where
    F: Fn(Ask) -> R,
    R: Future<Output = Answer>,
{
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Err(error) = one(stream, &answer).await {
                    tracing::warn!(%error, "a command-line connection broke off");
                }
            }
            Err(error) => tracing::warn!(%error, "the control socket did not accept"),
        }
    }
}

async fn one<F, R>(stream: UnixStream, answer: &F) -> std::io::Result<()>
where
    F: Fn(Ask) -> R,
    R: Future<Output = Answer>,
{
    let (reading, mut writing) = stream.into_split();
    let mut line = String::new();
    BufReader::new(reading).take(LONGEST).read_line(&mut line).await?;
    let reply = match serde_json::from_str(&line) {
        Ok(ask) => answer(ask).await,
        Err(fault) => Err(format!("the question cannot be read: {fault}")),
    };
    let mut text = serde_json::to_string(&reply)?;
    text.push('\n');
    writing.write_all(text.as_bytes()).await
}

/// Asks the server that runs on the data folder; `None` when none does.
///
/// # Errors
/// When a server runs but the conversation breaks off.
pub async fn ask(path: &Path, question: &Ask) -> std::io::Result<Option<Answer>> {
    let stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(e)
            if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::ConnectionRefused) =>
        {
            return Ok(None);
        }
        Err(e) => return Err(e),
    };
    let (reading, mut writing) = stream.into_split();
    let mut text = serde_json::to_string(question)?;
    text.push('\n');
    writing.write_all(text.as_bytes()).await?;
    let mut line = String::new();
    BufReader::new(reading).read_line(&mut line).await?;
    Ok(Some(serde_json::from_str(&line)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_question_is_answered_and_no_server_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("control.sock");
        assert!(ask(&path, &Ask::List).await.unwrap().is_none());
        let listener = open(&path).unwrap();
        let server = tokio::spawn(serve(listener, |ask| async move {
            match ask {
                Ask::List => Ok("acme\n".into()),
                _ => Err("not here".into()),
            }
        }));
        assert_eq!(ask(&path, &Ask::List).await.unwrap(), Some(Ok("acme\n".into())));
        let export = Ask::Export { tenant: "acme".into() };
        assert_eq!(ask(&path, &export).await.unwrap(), Some(Err("not here".into())));
        server.abort();
        // What a dead server leaves behind is no server.
        let _ended = server.await;
        assert!(ask(&path, &Ask::List).await.unwrap().is_none());
        open(&path).unwrap();
    }
}
