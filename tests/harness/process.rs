//! A peer's process that takes JSON lines and gives JSON lines back.

use std::collections::VecDeque;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use crate::{Failure, Result};

/// How long a peer may take for what should happen at once.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// One line of a peer and when it arrived here.
#[derive(Debug, Clone)]
pub struct Said {
    /// The line.
    pub line: Value,
    /// Its arrival.
    pub at: Instant,
}

impl Said {
    /// A text of the line, empty where it has none of that name.
    pub fn text(&self, name: &str) -> &str {
        self.line.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A whole number of the line.
    pub fn number(&self, name: &str) -> Result<u64> {
        let number = self.line.get(name).and_then(Value::as_u64);
        number.ok_or_else(|| Failure::new(format!("no number {name:?} in {}", self.line)))
    }
}

#[derive(Default)]
struct Inbox {
    said: Mutex<(VecDeque<Said>, bool)>,
    more: Notify,
}

impl Inbox {
    fn take(&self, wanted: &impl Fn(&Value) -> bool) -> (Option<Said>, bool) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let place = said.0.iter().position(|one| wanted(&one.line));
        (place.and_then(|place| said.0.remove(place)), said.1)
    }

    async fn fill(self: Arc<Self>, mut lines: Lines<BufReader<ChildStdout>>) {
        while let Ok(Some(text)) = lines.next_line().await {
            let line = serde_json::from_str(&text).unwrap_or_else(|_| json!({ "unreadable": text }));
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            said.0.push_back(Said { line, at: Instant::now() });
            drop(said);
            self.more.notify_waiters();
        }
        self.said.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.more.notify_waiters();
    }
}

/// The process. It ends when this is dropped.
pub struct Process {
    name: String,
    input: tokio::sync::Mutex<(ChildStdin, u64)>,
    inbox: Arc<Inbox>,
    complaints: std::path::PathBuf,
    child: Child,
}

impl Process {
    /// Starts `command`; its standard error goes to a file in `folder`.
    pub fn start(name: &str, mut command: Command, folder: &Path) -> Result<Self> {
        let complaints = folder.join("stderr");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&complaints)?)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::from(error).while_doing(format!("starting {name}")))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or_else(|| Failure::new("a started process has no pipes"))?;
        let inbox = Arc::new(Inbox::default());
        tokio::spawn(Arc::clone(&inbox).fill(BufReader::new(output).lines()));
        Ok(Self {
            name: name.to_owned(),
            input: tokio::sync::Mutex::new((input, 0)),
            inbox,
            complaints,
            child,
        })
    }

    /// Commands and waits for the answer, which may take `patience`.
    pub async fn ask_patiently(&self, what: &str, facts: Value, patience: Duration) -> Result<Said> {
        let mut input = self.input.lock().await;
        input.1 += 1;
        let id = input.1;
        let mut line = match facts {
            Value::Object(facts) => facts,
            _ => Map::new(),
        };
        line.insert("id".into(), id.into());
        line.insert("do".into(), what.into());
        let mut bytes = serde_json::to_vec(&line)?;
        bytes.push(b'\n');
        let written = input.0.write_all(&bytes).await;
        drop(input);
        if written.is_err() {
            return Err(self.failure(&format!("is gone and cannot {what}")));
        }
        let answer =
            self.wait(what, patience, |said| said.get("id").and_then(Value::as_u64) == Some(id)).await?;
        match answer.line.get("error") {
            Some(error) => Err(self.failure(&format!("could not {what}: {error}"))),
            None => Ok(answer),
        }
    }

    /// Commands and waits for the answer.
    pub async fn ask(&self, what: &str, facts: Value) -> Result<Said> {
        self.ask_patiently(what, facts, PATIENCE).await
    }

    /// Waits for the first line, old or new, that is wanted, and takes it.
    pub async fn wait(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Said> {
        let search = async {
            loop {
                let more = self.inbox.more.notified();
                tokio::pin!(more);
                more.as_mut().enable();
                match self.inbox.take(&wanted) {
                    (Some(said), _) => return Ok(said),
                    (None, true) => return Err(self.failure(&format!("ended before {what}"))),
                    (None, false) => more.await,
                }
            }
        };
        match timeout(patience, search).await {
            Ok(found) => found,
            Err(_) => Err(self.failure(&format!("showed no {what} within {patience:?}"))),
        }
    }

    /// Waits for the event of that name.
    pub async fn event(&self, name: &str) -> Result<Said> {
        self.wait(name, PATIENCE, |said| said.get("event").and_then(Value::as_str) == Some(name)).await
    }

    /// What has been said and not been taken.
    pub fn unheard(&self) -> Vec<Value> {
        let said = self.inbox.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.0.iter().map(|said| said.line.clone()).collect()
    }

    /// Closes its input, which is the sign to end, and waits until it is gone.
    pub async fn end(self) -> Result<()> {
        let Self { name, input, mut child, .. } = self;
        drop(input);
        match timeout(PATIENCE, child.wait()).await {
            Ok(_) => Ok(()),
            Err(_) => Err(Failure::new(format!("{name} does not end"))),
        }
    }

    fn failure(&self, what: &str) -> Failure {
        let unheard: Vec<String> = self.unheard().iter().map(Value::to_string).collect();
        let complaints = std::fs::read_to_string(&self.complaints).unwrap_or_default();
        let tail: Vec<&str> = complaints.lines().rev().take(6).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        let (heard, tail) = (unheard.join(" "), tail.join("\n"));
        Failure::new(format!("{} {what}\n  said besides: {heard}\n  standard error: {tail}", self.name))
    }
}
