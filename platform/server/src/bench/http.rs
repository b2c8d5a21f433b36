//! A client that asks one thing after the other over one connection, and times it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::BenchError;

const PATIENCE: Duration = Duration::from_secs(60);

/// A signed-in connection.
pub(super) struct Http {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

/// What was answered.
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    pub(super) took: Duration,
    cookie: Option<String>,
}

impl Http {
    /// Signs in at `ADDRESS:PORT`.
    pub(super) fn sign_in(host: &str, tenant: &str, user: &str, password: &str) -> Result<Self, BenchError> {
        let body = serde_json::json!({"tenant": tenant, "user": user, "password": password});
        Self::entering(host, "/api/v1/session", &body)
    }

    /// Becomes the operator of a fresh installation by its one-time link, `http://ADDRESS:PORT/setup/TOKEN`.
    pub(super) fn claim(host: &str, link: &str) -> Result<Self, BenchError> {
        let token = link.rsplit('/').next().unwrap_or_default();
        let password = "measured by a chair";
        let body = serde_json::json!({
            "token": token, "user_name": "bench", "password": password, "confirmation": password,
        });
        Self::entering(host, "/api/v1/setup/claim", &body)
    }

    /// Posts what signs in.
    fn entering(host: &str, path: &str, body: &serde_json::Value) -> Result<Self, BenchError> {
        let stream = TcpStream::connect(host)
            .map_err(|source| BenchError::Socket { address: host.to_owned(), source })?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut http = Self { stream: BufReader::new(stream), host: host.to_owned(), cookie: String::new() };
        let answer = http.ask("POST", path, Some(&body.to_string()))?;
        http.cookie = answer.cookie.ok_or_else(|| BenchError::Start("nobody could sign in".into()))?;
        Ok(http)
    }

    /// The session's cookie as a header's value.
    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Reads a path.
    pub(super) fn get(&mut self, path: &str) -> Result<Answered, BenchError> {
        self.ask("GET", path, None)
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<&str>) -> Result<Answered, BenchError> {
        let begun = Instant::now();
        let (host, cookie, body) = (&self.host, &self.cookie, body.unwrap_or_default());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(head.as_bytes())?;
        let status = self.line()?.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let (mut length, mut chunked, mut cookie) = (0, false, None);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap_or(0),
                "transfer-encoding" => chunked = true,
                "set-cookie" => cookie = value.split(';').next().map(|pair| pair.trim().to_owned()),
                _ => {}
            }
        }
        let body = if chunked { self.chunks()? } else { self.exactly(length)? };
        Ok(Answered { status, body, took: begun.elapsed(), cookie })
    }

    fn line(&mut self) -> Result<String, BenchError> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, BenchError> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> Result<Vec<u8>, BenchError> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line()?, 16).unwrap_or(0);
            let chunk = self.exactly(length)?;
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
            body.extend(chunk);
        }
    }
}
