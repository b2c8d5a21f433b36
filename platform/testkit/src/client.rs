//! Clients as objects: who asks, in which tenant, and what was answered.

use std::time::Duration;

use futures_util::StreamExt as _;
use kernel::id::TenantId;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// How long an answer or event may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody who asks.
#[derive(Clone)]
pub struct Client {
    base: String,
    http: reqwest::Client,
    cookie: Option<String>,
    tenant: Option<TenantId>,
    headers: Vec<(String, String)>,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub text: String,
}

impl Client {
    /// Somebody who is not signed in, at the application of this address.
    ///
    /// # Panics
    /// When the machine gives no client.
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().timeout(PATIENCE).build().expect("a client can be made");
        Self { base: base.to_owned(), http, cookie: None, tenant: None, headers: Vec::new() }
    }

    /// The same client with this session.
    #[must_use]
    pub fn with_cookie(mut self, value: &str) -> Self {
        self.cookie = Some(value.to_owned());
        self
    }

    /// The same client, stepped down into a tenant.
    #[must_use]
    pub fn within(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The same client, sending one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Reads a path below `/api/v1`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Puts JSON.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Patches with JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Any method, JSON or nothing.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| ("application/json", body.to_string()));
        self.send_text(method, path, body).await
    }

    /// Any method, a text of any media type.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send_text(&self, method: Method, path: &str, body: Option<(&str, String)>) -> Answer {
        self.ask(
            method,
            &format!("/api/v1{path}"),
            body.map(|(media_type, text)| (media_type, text.into_bytes())),
        )
        .await
    }

    /// Any method, bytes of any media type.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send_bytes(&self, method: Method, path: &str, body: (&str, Vec<u8>)) -> Answer {
        self.ask(method, &format!("/api/v1{path}"), Some(body)).await
    }

    /// Reads an address outside of the API.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn fetch(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    async fn ask(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some((media_type, bytes)) = body {
            request = request.header(CONTENT_TYPE, media_type).body(bytes);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, format!("{}={cookie}", web::cookie::NAME));
        }
        if let Some(tenant) = self.tenant {
            request = request.header(web::TENANT_HEADER, tenant.to_string());
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = request.send().await.unwrap_or_else(|fault| panic!("{path}: no answer: {fault}"));
        let headers = answer.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()));
        let (status, headers) = (answer.status().as_u16(), headers.collect());
        let text = answer.text().await.unwrap_or_else(|fault| panic!("{path}: no body: {fault}"));
        Answer { status, headers, text }
    }

    /// Signs in by password; answers the client with its session.
    ///
    /// # Panics
    /// When the sign-in is refused.
    pub async fn sign_in(&self, tenant: &str, user: &str, password: &str) -> Self {
        let body = serde_json::json!({"tenant": tenant, "user": user, "password": password});
        let answer = self.post("/session", body).await;
        answer.expect(200);
        self.clone().with_cookie(&answer.cookie().expect("a sign-in sets a cookie"))
    }

    /// Opens the event socket; `query` may say `?since=…`.
    ///
    /// # Errors
    /// The HTTP status when the upgrade is refused.
    ///
    /// # Panics
    /// When there is no answer at all.
    pub async fn events(&self, query: &str) -> Result<Events, u16> {
        let address = format!("{}/api/v1/events{query}", self.base.replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("the address is sound");
        if let Some(cookie) = &self.cookie {
            let value = format!("{}={cookie}", web::cookie::NAME);
            request.headers_mut().insert("cookie", value.parse().expect("the cookie is sound"));
        }
        if let Some(tenant) = self.tenant {
            let value = tenant.to_string().parse().expect("an id is a sound header");
            request.headers_mut().insert(web::TENANT_HEADER, value);
        }
        for (name, value) in &self.headers {
            let name: tokio_tungstenite::tungstenite::http::HeaderName = name.parse().expect("a sound name");
            request.headers_mut().insert(name, value.parse().expect("a sound value"));
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => Ok(Events(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(fault) => panic!("no event socket: {fault}"),
        }
    }
}

impl Answer {
    /// The body, if the status is the expected one.
    ///
    /// # Panics
    /// When it is another; the text says what was answered.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "answered: {}", self.text);
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let body: Value = serde_json::from_str(&self.text).unwrap_or_default();
        (self.status, body["code"].as_str().unwrap_or_default().to_owned())
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of the session cookie that the answer sets.
    pub fn cookie(&self) -> Option<String> {
        let line = self.header(SET_COOKIE.as_str())?;
        let value = line.split(';').next()?.split_once('=')?.1;
        Some(value.to_owned()).filter(|value| !value.is_empty())
    }
}

/// An open event socket.
pub struct Events(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Events {
    /// The next message; `None` when the server closes.
    ///
    /// # Panics
    /// When none comes in time.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let message =
                tokio::time::timeout(PATIENCE, self.0.next()).await.expect("an event comes in time");
            match message {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(text.as_str()).ok(),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next event of this name; others are passed over.
    ///
    /// # Panics
    /// When the server closes before.
    pub async fn expect(&mut self, name: &str) -> Value {
        loop {
            let event = self.next().await.unwrap_or_else(|| panic!("closed before {name}"));
            if event["name"] == name {
                return event;
            }
        }
    }
}
