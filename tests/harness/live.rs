//! A client of the event socket: what the server tells while it happens.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::process::PATIENCE;
use crate::{Client, Failure, Result};

/// One message of the socket and when it arrived.
#[derive(Debug, Clone)]
pub struct Message {
    /// The whole message.
    pub whole: Value,
    /// Its arrival.
    pub at: Instant,
}

impl Message {
    /// The event's name, empty for `hello` and `resync`.
    pub fn name(&self) -> &str {
        self.whole.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    /// The event's body.
    pub fn body(&self) -> &Value {
        &self.whole["body"]
    }
}

/// The open socket.
pub struct Live {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    kept: VecDeque<Message>,
    /// The last cursor received.
    pub cursor: Option<String>,
}

impl Live {
    /// Opens the socket, going on after `since`, and waits for its greeting.
    pub async fn open(client: &Client, since: Option<&str>) -> Result<Self> {
        let since = since.map(|since| format!("?since={since}")).unwrap_or_default();
        let mut request = format!("ws://{}/api/v1/events{since}", client.address()).into_client_request()?;
        let origin = format!("http://{}", client.address());
        request.headers_mut().insert("Origin", HeaderValue::from_str(&origin)?);
        request.headers_mut().insert("Cookie", HeaderValue::from_str(client.cookie())?);
        let (socket, _) = connect_async(request).await?;
        let mut live = Self { socket, kept: VecDeque::new(), cursor: None };
        live.wait("its hello", PATIENCE, |message| message.whole["type"] == "hello").await?;
        Ok(live)
    }

    /// Waits for the first message, old or new, that is wanted, and takes it.
    pub async fn wait(
        &mut self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Message) -> bool,
    ) -> Result<Message> {
        if let Some(place) = self.kept.iter().position(&wanted)
            && let Some(message) = self.kept.remove(place)
        {
            return Ok(message);
        }
        let end = Instant::now() + patience;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(next) = timeout(left, self.next()).await else {
                let kept: Vec<String> = self.kept.iter().map(|kept| kept.whole.to_string()).collect();
                let kept = kept.join("\n  ");
                return Err(Failure::new(format!("the socket showed no {what}; it showed\n  {kept}")));
            };
            let message = next?;
            if wanted(&message) {
                return Ok(message);
            }
            self.kept.push_back(message);
        }
    }

    /// Waits for the event of that name.
    pub async fn event(&mut self, name: &str) -> Result<Message> {
        self.wait(name, PATIENCE, |message| message.name() == name).await
    }

    /// What came and was not waited for, after so long a silence.
    pub async fn rest(&mut self, silence: Duration) -> Result<Vec<Message>> {
        while let Ok(next) = timeout(silence, self.next()).await {
            self.kept.push_back(next?);
        }
        Ok(self.kept.drain(..).collect())
    }

    async fn next(&mut self) -> Result<Message> {
        loop {
            match self.socket.next().await {
                Some(Ok(Frame::Text(text))) => {
                    let whole: Value = serde_json::from_str(&text)?;
                    if let Some(cursor) = whole["cursor"].as_str() {
                        self.cursor = Some(cursor.to_owned());
                    }
                    return Ok(Message { whole, at: Instant::now() });
                }
                Some(Ok(Frame::Ping(bytes))) => self.socket.send(Frame::Pong(bytes)).await?,
                Some(Ok(Frame::Close(reason))) => {
                    return Err(Failure::new(format!("the server closed the socket: {reason:?}")));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Err(Failure::new("the socket ended")),
            }
        }
    }
}
