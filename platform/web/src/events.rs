//! The event socket: live and durable events of one tenant over one WebSocket, resumed after a lost connection.
//!
//! The server sends JSON texts. `{"type":"hello","cursor":C}` comes first; then
//! `{"type":"event","cursor":C,"name":"call.ringing","body":{…}}` (durable ones also have `id` and `at`), and
//! `{"type":"resync","cursor":C}` where events are lost: read the resources again, then go on. A client keeps
//! the last cursor and connects with `?since=C`. Clients send nothing; pings are answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Session};
use bus::{Bus, DurableHeard, DurableSubscription, Heard, LivePosition, LiveSubscription};
use bytestring::ByteString;
use futures_util::FutureExt as _;
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout};

use crate::admit::{Admitted, still};
use crate::describe::Operation;
use crate::shown::{Fate, Sight};
use crate::{Allow, Gate, Problem, Query, Recognised, Result, Routes, Shown};

/// How often a silent client is pinged and its session looked at again.
const PING: Duration = Duration::from_secs(25);
/// A client that has not been heard of for so long is gone.
const SILENCE: Duration = Duration::from_secs(70);
/// A client that does not take a message for so long is cut; it may resume.
const SLOW: Duration = Duration::from_secs(10);
/// Clients have nothing to say: anything bigger is an attack.
const CLIENT_BYTES: usize = 4096;

/// What the sockets listen to, and who may see which events.
pub(crate) struct Hub {
    bus: Bus,
    shown: Vec<Shown>,
    open: std::sync::Mutex<std::collections::HashMap<kernel::id::TenantId, Arc<AtomicUsize>>>,
    /// How many are open in all.
    crowd: Arc<AtomicUsize>,
}

/// After telling something a socket hears nothing for so long, and then all that has come at once: what busy tenants do
/// costs a wake of each socket each time, not one for every event, and the more are open, the more a wake of all costs.
/// The first event after a rest goes out without delay.
fn gathering(open: usize) -> Duration {
    Duration::from_millis(u64::try_from(open / 2).unwrap_or(u64::MAX).clamp(100, 200))
}

impl Hub {
    pub(crate) fn new(bus: Bus, shown: Vec<Shown>) -> Self {
        Self { bus, shown, open: std::sync::Mutex::default(), crowd: Arc::default() }
    }

    fn gathers_for(&self) -> Duration {
        gathering(self.crowd.load(Ordering::Relaxed))
    }

    async fn sight(&self, admitted: &Admitted) -> Result<Sight> {
        Sight::of(&self.shown, &admitted.person.grants, (&admitted.scope, admitted.person.user)).await
    }

    fn enter(&self, tenant: kernel::id::TenantId, most: usize) -> Result<Seat> {
        let mut open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        open.retain(|_, count| count.load(Ordering::Relaxed) > 0);
        let count = open.entry(tenant).or_default();
        if count.load(Ordering::Relaxed) >= most {
            let status = StatusCode::TOO_MANY_REQUESTS;
            return Err(
                Problem::new(status, "events.too_many", "too many event sockets are open").retry_after(60)
            );
        }
        count.fetch_add(1, Ordering::Relaxed);
        self.crowd.fetch_add(1, Ordering::Relaxed);
        Ok(Seat([Arc::clone(count), Arc::clone(&self.crowd)]))
    }
}

/// One open socket, counted until it is dropped.
struct Seat([Arc<AtomicUsize>; 2]);

impl Drop for Seat {
    fn drop(&mut self) {
        for count in &self.0 {
            count.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Where to go on.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The last cursor received.
    since: Option<String>,
    /// For staff: the tenant to step down into, as the header `Conmuta-Tenant` does elsewhere.
    #[expect(dead_code, reason = "admission reads it")]
    tenant: Option<String>,
}

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/events", "listen", "Events as they happen, over a WebSocket.", listen);
    routes.answers(|operation: &mut Operation| operation.empty_answer(101, "The WebSocket is open."));
}

async fn listen(
    allow: Allow<Recognised>,
    since: Query<Since>,
    hub: Data<Hub>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let gate = Gate::of(&request).ok_or_else(|| Problem::internal("the application has no gate"))?;
    let seat = hub.enter(allow.tenant(), gate.config.sockets_per_tenant)?;
    let after = since.0.since.as_deref().map(Cursor::parse).transpose()?;
    let live = hub.bus.live.subscribe(allow.scope(), after.map(|cursor| cursor.live));
    let durable = hub.bus.outbox.subscribe(allow.scope(), after.map(|cursor| cursor.durable)).await?;
    let at_home = match allow.tenant() == allow.home().tenant() {
        true => None,
        false => Some(hub.bus.outbox.subscribe(allow.home(), None).await?),
    };
    let admitted = allow.into_admitted();
    // After the subscription: what becomes the own from now on is heard of.
    let sight = hub.sight(&admitted).await?;
    let (answer, session, stream) = actix_ws::handle(&request, payload)
        .map_err(|fault| Problem::new(StatusCode::BAD_REQUEST, "events.no_websocket", fault.to_string()))?;
    let stream =
        stream.max_frame_size(CLIENT_BYTES).aggregate_continuations().max_continuation_size(CLIENT_BYTES);
    let listener = Listener {
        gate,
        hub: hub.into_inner(),
        admitted,
        sight,
        request,
        live,
        durable,
        at_home,
        session,
        _seat: seat,
    };
    actix_web::rt::spawn(listener.run(stream));
    Ok(answer)
}

/// Where a client stands in both streams: `DURABLE.EPOCH-NUMBER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    durable: u64,
    live: LivePosition,
}

impl Cursor {
    fn parse(text: &str) -> Result<Self> {
        let read = || {
            let (durable, live) = text.split_once('.')?;
            Some(Self { durable: durable.parse().ok()?, live: live.parse().ok()? })
        };
        read().ok_or_else(|| {
            Problem::new(StatusCode::BAD_REQUEST, "events.cursor", "this cursor was not given out here")
                .at("/since")
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.durable, self.live)
    }
}

/// One socket.
struct Listener {
    gate: Arc<Gate>,
    hub: Arc<Hub>,
    admitted: Arc<Admitted>,
    sight: Sight,
    request: HttpRequest,
    live: LiveSubscription,
    durable: DurableSubscription,
    /// What happens at the home of somebody who stepped down: the session ends there, and the role changes.
    at_home: Option<DurableSubscription>,
    session: Session,
    _seat: Seat,
}

/// The next event at home; never, for who is at home.
async fn heard_at_home(subscription: &mut Option<DurableSubscription>) -> tenancy::Result<DurableHeard> {
    match subscription {
        Some(subscription) => subscription.next().await,
        None => std::future::pending().await,
    }
}

/// Why a socket ends.
enum End {
    Gone,
    SignedOut,
    Failed,
}

impl Listener {
    async fn run(mut self, stream: actix_ws::AggregatedMessageStream) {
        let end = self.serve(stream).await;
        let (code, text) = match end {
            End::Gone => (CloseCode::Normal, "bye"),
            End::SignedOut => (CloseCode::Policy, "the session has ended"),
            End::Failed => (CloseCode::Restart, "connect again"),
        };
        let reason = CloseReason { code, description: Some(text.to_owned()) };
        // The client may be gone already: then there is nobody to tell.
        let _ = timeout(SLOW, self.session.close(Some(reason))).await;
    }

    async fn serve(&mut self, mut stream: actix_ws::AggregatedMessageStream) -> End {
        let mut tick = interval(PING);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tick.reset();
        let mut heard_at = Instant::now();
        let until = self.admitted.until.map(|until| until.since(self.gate.clock.now()));
        let mut consent = std::pin::pin!(sleep(until.unwrap_or_default()));
        let hello = json!({"type": "hello", "cursor": self.cursor().to_string()}).to_string();
        if self.send(hello).await.is_err() {
            return End::Gone;
        }
        let mut hears_at = Instant::now();
        loop {
            let gathers = Instant::now() < hears_at;
            let done = tokio::select! {
                () = sleep_until(hears_at), if gathers => Ok(()),
                message = stream.recv() => match message {
                    Some(Ok(message)) => { heard_at = Instant::now(); self.hear(message).await }
                    Some(Err(_)) | None => Err(End::Gone),
                },
                heard = self.live.next(), if !gathers => {
                    hears_at = Instant::now() + self.hub.gathers_for();
                    self.tell_both(Some(heard), None).await
                }
                heard = self.durable.next(), if !gathers => {
                    hears_at = Instant::now() + self.hub.gathers_for();
                    self.tell_both(None, Some(heard)).await
                }
                heard = heard_at_home(&mut self.at_home) => match heard {
                    Ok(heard) => self.mind(&heard).await,
                    Err(_) => Err(End::Failed),
                },
                () = &mut consent, if until.is_some() => Err(End::Failed),
                _ = tick.tick() => if heard_at.elapsed() > SILENCE { Err(End::Gone) } else { self.look().await },
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    fn cursor(&self) -> Cursor {
        Cursor { durable: self.durable.number(), live: self.live.position() }
    }

    async fn send(&mut self, text: impl Into<ByteString>) -> std::result::Result<(), End> {
        match timeout(SLOW, self.session.text(text)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    async fn hear(&mut self, message: AggregatedMessage) -> std::result::Result<(), End> {
        match message {
            AggregatedMessage::Ping(bytes) => self.session.pong(&bytes).await.map_err(|_| End::Gone),
            AggregatedMessage::Close(_) => Err(End::Gone),
            _ => Ok(()),
        }
    }

    /// Tells what was heard and whatever waits in either stream: a socket is woken once for both.
    async fn tell_both(
        &mut self,
        live: Option<Heard>,
        durable: Option<tenancy::Result<DurableHeard>>,
    ) -> std::result::Result<(), End> {
        let mut next = live.or_else(|| self.live.try_next());
        while let Some(heard) = next {
            self.tell_live(heard).await?;
            next = self.live.try_next();
        }
        let mut next = durable.or_else(|| self.durable.next().now_or_never());
        while let Some(heard) = next {
            self.tell_durable(heard.map_err(|_| End::Failed)?).await?;
            next = self.durable.next().now_or_never();
        }
        Ok(())
    }

    async fn tell_live(&mut self, heard: Heard) -> std::result::Result<(), End> {
        let cursor = self.cursor();
        match heard {
            Heard::Resync(_) => self.resync(cursor).await,
            Heard::Event(_, event) => {
                // The body is serialised already: the frame is put together around it.
                let (name, body) = (event.name, &event.body);
                match self.fate(name, body) {
                    Fate::Told => {
                        let frame = event.frame.at(cursor.durable, || {
                            let event = r#"{"type":"event","cursor":""#;
                            format!(r#"{event}{cursor}","name":"{name}","body":{body}}}"#).into()
                        });
                        self.send(frame).await
                    }
                    Fate::Lost => self.resync(cursor).await,
                    Fate::Untold => Ok(()),
                }
            }
        }
    }

    async fn tell_durable(&mut self, heard: DurableHeard) -> std::result::Result<(), End> {
        let cursor = self.cursor();
        let event = match heard {
            DurableHeard::Resync(_) => return self.resync(cursor).await,
            DurableHeard::Event(event) => event,
        };
        self.mind_event(&event.name, &event.body).await?;
        if self.sight.depends_on(&self.hub.shown, &event.name) {
            let renewed = self.hub.sight(&self.admitted).await.map_err(|_| End::Failed)?;
            self.sight.renew(renewed);
        }
        match self.fate(&event.name, &event.text) {
            Fate::Told => {}
            Fate::Lost => return self.resync(cursor).await,
            Fate::Untold => return Ok(()),
        }
        let frame = event.frame.at(cursor.live.number, || {
            let (name, id, at, body) = (&event.name, event.id, event.at, &event.text);
            let event = r#"{"type":"event","cursor":""#;
            format!(r#"{event}{cursor}","name":"{name}","id":"{id}","at":"{at}","body":{body}}}"#).into()
        });
        self.send(frame).await
    }

    fn fate(&mut self, name: &str, body: &str) -> Fate {
        self.sight.fate(&self.hub.shown, &self.admitted.person.grants, name, body)
    }

    async fn resync(&mut self, cursor: Cursor) -> std::result::Result<(), End> {
        self.send(json!({"type": "resync", "cursor": cursor.to_string()}).to_string()).await
    }

    async fn look(&mut self) -> std::result::Result<(), End> {
        self.still_signed_in().await?;
        self.session.ping(b"").await.map_err(|_| End::Gone)
    }

    /// Looks again at who this is, where what was heard may have changed it.
    async fn mind(&mut self, heard: &DurableHeard) -> std::result::Result<(), End> {
        match heard {
            DurableHeard::Resync(_) => self.still_signed_in().await,
            DurableHeard::Event(event) => self.mind_event(&event.name, &event.body).await,
        }
    }

    async fn mind_event(&mut self, name: &str, body: &serde_json::Value) -> std::result::Result<(), End> {
        if self.gate.authority.concerns(name, body, &self.admitted.person) {
            self.still_signed_in().await?;
        }
        Ok(())
    }

    /// Invariant: a socket does not outlive its session or a tenant's consent, nor shows more than the role of now.
    async fn still_signed_in(&mut self) -> std::result::Result<(), End> {
        match still(&self.gate, &self.request, &self.admitted.client).await {
            Ok(Some(person)) if person.grants == self.admitted.person.grants => Ok(()),
            // Another role: the client connects again and is admitted anew.
            Ok(Some(_)) => Err(End::Failed),
            Ok(None) => Err(End::SignedOut),
            Err(_) => Err(End::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_sockets_gather_longer_and_none_keeps_what_happens_from_the_screen() {
        let millis = |open| u64::try_from(gathering(open).as_millis()).unwrap();
        assert_eq!([0, 200, 300, 500, usize::MAX].map(millis), [100, 100, 150, 200, 200]);
    }

    #[test]
    fn a_cursor_goes_both_ways_and_nonsense_is_refused() {
        let cursor = Cursor { durable: 42, live: LivePosition { epoch: 0xabc, number: 7 } };
        assert_eq!(Cursor::parse(&cursor.to_string()).unwrap(), cursor);
        for text in ["", "42", "x.y", "1.2", "-1.a-1"] {
            assert!(Cursor::parse(text).is_err(), "{text}");
        }
    }
}
