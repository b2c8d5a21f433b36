//! A small HTTP client: one connection per request, a cookie, JSON in and out.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::process::PATIENCE;
use crate::{Failure, Person, Result, Tenant};

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers by their names in small letters; of several, the last.
    pub headers: BTreeMap<String, String>,
    /// The body, unchunked.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON; a status beyond 2xx is a failure that quotes it.
    pub fn json(&self) -> Result<Value> {
        if self.status / 100 != 2 {
            let body = String::from_utf8_lossy(&self.body);
            return Err(Failure::new(format!("the server answered {}: {body}", self.status)));
        }
        match self.body.is_empty() {
            true => Ok(Value::Null),
            false => Ok(serde_json::from_slice(&self.body)?),
        }
    }
}

/// Somebody at the API.
#[derive(Debug, Clone)]
pub struct Client {
    address: String,
    cookie: Option<String>,
}

impl Client {
    /// Nobody, at `http://ADDRESS:PORT`.
    pub fn nobody(base: &str) -> Result<Self> {
        let address = base.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
        let address = address.ok_or_else(|| Failure::new(format!("{base} is no http address")))?;
        Ok(Self { address: address.to_owned(), cookie: None })
    }

    /// Signs a person of a tenant in.
    pub async fn sign_in(base: &str, tenant: &Tenant, person: &Person) -> Result<Self> {
        let who = json!({ "tenant": tenant.name, "user": person.user, "password": person.password });
        Self::enter(base, &who).await
    }

    /// Signs somebody of the operator's staff in.
    pub async fn sign_in_operator(base: &str, person: &Person) -> Result<Self> {
        Self::enter(base, &json!({ "user": person.user, "password": person.password })).await
    }

    async fn enter(base: &str, who: &Value) -> Result<Self> {
        let mut client = Self::nobody(base)?;
        let reply = client.post("/session", who).await?;
        reply.json().map_err(|why| why.while_doing("signing in"))?;
        let cookie = reply.headers.get("set-cookie").and_then(|cookie| cookie.split(';').next());
        client.cookie = Some(cookie.ok_or_else(|| Failure::new("signing in gave no cookie"))?.to_owned());
        Ok(client)
    }

    /// The session's cookie, `NAME=VALUE`.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// `ADDRESS:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Reads a path below `/api/v1`.
    pub async fn get(&self, path: &str) -> Result<Reply> {
        self.send("GET", path, None).await
    }

    /// Reads a path below `/api/v1` as JSON.
    pub async fn read(&self, path: &str) -> Result<Value> {
        self.get(path).await?.json().map_err(|why| why.while_doing(format!("GET {path}")))
    }

    /// Posts to a path below `/api/v1`.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Reply> {
        self.send("POST", path, Some(body)).await
    }

    /// Creates something and gives back what was created.
    pub async fn create(&self, path: &str, body: &Value) -> Result<Value> {
        self.post(path, body).await?.json().map_err(|why| why.while_doing(format!("POST {path} {body}")))
    }

    /// Changes something at a path below `/api/v1`.
    pub async fn patch(&self, path: &str, body: &Value) -> Result<Reply> {
        self.send("PATCH", path, Some(body)).await
    }

    /// Deletes a path below `/api/v1`.
    pub async fn delete(&self, path: &str) -> Result<Reply> {
        self.send("DELETE", path, None).await
    }

    /// Reads an address outside of the API, with these headers and no others of its own.
    pub async fn fetch(&self, path: &str, headers: &str) -> Result<Reply> {
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", self.address);
        self.exchange(head.as_bytes(), &format!("GET {path}")).await
    }

    async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Reply> {
        let body = body.map(serde_json::to_vec).transpose()?.unwrap_or_default();
        let address = &self.address;
        let mut request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Sec-Fetch-Site: same-origin\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        if !body.is_empty() {
            request.push_str("Content-Type: application/json\r\n");
        }
        if let Some(cookie) = &self.cookie {
            request.push_str(&format!("Cookie: {cookie}\r\n"));
        }
        let bytes = [request.as_bytes(), b"\r\n", &body].concat();
        self.exchange(&bytes, &format!("{method} {path}")).await
    }

    async fn exchange(&self, bytes: &[u8], what: &str) -> Result<Reply> {
        let exchange = async {
            let mut stream = TcpStream::connect(&self.address).await?;
            stream.write_all(bytes).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            parse(&answer)
        };
        match timeout(PATIENCE, exchange).await {
            Ok(reply) => reply.map_err(|why| why.while_doing(what.to_owned())),
            Err(_) => Err(Failure::new(format!("{what}: no answer within {PATIENCE:?}"))),
        }
    }
}

fn parse(answer: &[u8]) -> Result<Reply> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.ok_or_else(|| Failure::new("the answer has no end of its head"))?;
    let head = std::str::from_utf8(&answer[..end])?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| Failure::new(format!("no status in {head:?}")))?;
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let rest = &answer[end + 4..];
    let chunked = headers.get("transfer-encoding").is_some_and(|how| how.contains("chunked"));
    let body = if chunked { unchunk(rest)? } else { rest.to_vec() };
    Ok(Reply { status, headers, body })
}

fn unchunk(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n");
        let end = end.ok_or_else(|| Failure::new("a chunk without its size"))?;
        let size = std::str::from_utf8(&rest[..end])?.split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size.trim(), 16)?;
        if size == 0 {
            return Ok(body);
        }
        let from = end + 2;
        let chunk = rest.get(from..from + size).ok_or_else(|| Failure::new("a chunk was cut off"))?;
        body.extend_from_slice(chunk);
        rest = rest.get(from + size + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_chunked_bodies_are_read() {
        let plain = parse(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\n{}").unwrap();
        assert_eq!(
            (plain.status, plain.body.as_slice(), plain.headers["x-a"].as_str()),
            (200, &b"{}"[..], "b")
        );
        let chunked =
            parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assert_eq!(chunked.unwrap().body, b"abcde");
        assert!(parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc\r\n").is_err());
    }
}
