//! SIP over WebSocket (RFC 7118) at `/ws/sip`: the upgrade happens here, the messages go to whoever drives SIP.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::AggregatedMessage;
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::{Client, Gate, Net, Problem};

/// The sub-protocol both sides must name (RFC 7118 §4).
const PROTOCOL: &str = "sip";
/// Nothing bigger is a SIP message here.
const MESSAGE_BYTES: usize = 64 * 1024;
const QUEUE: usize = 64;
const SLOW: Duration = Duration::from_secs(10);

/// An upgraded connection; each item is one SIP message.
#[derive(Debug)]
pub struct SipSocket {
    /// The other end; behind a trusted proxy its address with the proxy's port.
    pub peer: SocketAddr,
    /// Our end.
    pub local: SocketAddr,
    /// Whether the client came over TLS.
    pub secure: bool,
    /// Messages from the peer; it ends when the connection is closed.
    pub inbound: mpsc::Receiver<Bytes>,
    /// Messages to the peer; the connection is closed when it is dropped.
    pub outbound: mpsc::Sender<Bytes>,
}

/// Who takes the connections, and how many each network has.
pub(crate) struct Exchange {
    pub(crate) accept: Arc<dyn Fn(SipSocket) + Send + Sync>,
    pub(crate) open: Arc<Mutex<HashMap<Net, usize>>>,
}

struct Seat(Arc<Mutex<HashMap<Net, usize>>>, Net);

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.1);
            }
        }
    }
}

pub(crate) async fn upgrade(
    request: HttpRequest,
    payload: Payload,
    exchange: Data<Exchange>,
) -> Result<HttpResponse, Problem> {
    // No look at the Origin: SIP authenticates each request by digest, and pages elsewhere may embed a phone.
    let client = Client::of(&request);
    let gate = Gate::of(&request).ok_or_else(|| Problem::internal("the application has no gate"))?;
    let seat = seat(&exchange, Net::of(client.address), gate.config.sip_sockets_per_address)?;
    let offered = request.headers().get_all("sec-websocket-protocol").filter_map(|value| value.to_str().ok());
    if !offered.flat_map(|list| list.split(',')).any(|name| name.trim().eq_ignore_ascii_case(PROTOCOL)) {
        let detail = "the sub-protocol sip must be offered (RFC 7118)";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "sip.no_protocol", detail));
    }
    let refused = |fault: actix_web::Error| {
        Problem::new(StatusCode::BAD_REQUEST, "sip.no_websocket", fault.to_string())
    };
    let (answer, session, stream) =
        actix_ws::handle_with_protocols(&request, payload, &[PROTOCOL]).map_err(refused)?;
    let stream =
        stream.max_frame_size(MESSAGE_BYTES).aggregate_continuations().max_continuation_size(MESSAGE_BYTES);
    let (to_switch, inbound) = mpsc::channel(QUEUE);
    let (outbound, from_switch) = mpsc::channel(QUEUE);
    let port = request.peer_addr().map_or(0, |address| address.port());
    let local = request.app_config().local_addr();
    let peer = SocketAddr::new(client.address, port);
    (exchange.accept)(SipSocket { peer, local, secure: client.secure, inbound, outbound });
    actix_web::rt::spawn(carry(session, stream, to_switch, from_switch, seat));
    Ok(answer)
}

fn seat(exchange: &Exchange, net: Net, most: usize) -> Result<Seat, Problem> {
    let mut open = exchange.open.lock().unwrap_or_else(PoisonError::into_inner);
    let count = open.entry(net).or_default();
    if *count >= most {
        let status = StatusCode::TOO_MANY_REQUESTS;
        return Err(Problem::new(status, "sip.too_many", "too many SIP connections from this address"));
    }
    *count += 1;
    Ok(Seat(Arc::clone(&exchange.open), net))
}

async fn carry(
    mut session: actix_ws::Session,
    mut stream: actix_ws::AggregatedMessageStream,
    to_switch: mpsc::Sender<Bytes>,
    mut from_switch: mpsc::Receiver<Bytes>,
    _seat: Seat,
) {
    loop {
        tokio::select! {
            message = stream.recv() => {
                let bytes = match message {
                    Some(Ok(AggregatedMessage::Text(text))) => text.into_bytes(),
                    Some(Ok(AggregatedMessage::Binary(bytes))) => bytes,
                    Some(Ok(AggregatedMessage::Ping(bytes))) => {
                        if session.pong(&bytes).await.is_err() { break }
                        continue;
                    }
                    Some(Ok(AggregatedMessage::Pong(_))) => continue,
                    Some(Ok(AggregatedMessage::Close(_)) | Err(_)) | None => break,
                };
                // A full queue slows this one connection down and no other.
                if to_switch.send(bytes).await.is_err() { break }
            }
            message = from_switch.recv() => {
                let Some(bytes) = message else { break };
                if !matches!(timeout(SLOW, send(&mut session, bytes)).await, Ok(Ok(()))) { break }
            }
        }
    }
    // The peer may be gone already: then there is nobody to tell.
    let _ = timeout(SLOW, session.close(None)).await;
}

/// SIP messages of text go as text frames, for clients that take no others (RFC 7118 §4.2).
async fn send(session: &mut actix_ws::Session, bytes: Bytes) -> Result<(), actix_ws::Closed> {
    match String::from_utf8(bytes.to_vec()) {
        Ok(text) => session.text(text).await,
        Err(_) => session.binary(bytes).await,
    }
}
