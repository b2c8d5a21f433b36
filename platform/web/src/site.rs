//! The application: gate, routes, sockets and what stands behind them, served on any number of listeners.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use bus::Bus;

use crate::events::Hub;
use crate::sip_socket::{Exchange, SipSocket, upgrade};
use crate::{Gate, Problem, Routes, Shown, layer, openapi};

type Provide = Arc<dyn Fn(&mut ServiceConfig) + Send + Sync>;
type Fallback = Arc<dyn Fn(&HttpRequest) -> HttpResponse + Send + Sync>;

/// How long a client may take to send the head of a request, and to take leave.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(75);
const SHUTDOWN_SECS: u64 = 10;

/// One HTTP application.
#[derive(Clone)]
pub struct Site {
    gate: Data<Gate>,
    hub: Data<Hub>,
    routes: Routes,
    document: Data<Document>,
    provide: Vec<Provide>,
    fallback: Option<Fallback>,
    exchange: Option<Data<Exchange>>,
}

/// The OpenAPI text and its tag.
struct Document {
    text: web::Bytes,
    tag: String,
}

impl Site {
    /// An application of these routes. `shown` tells who sees which events.
    pub fn new(gate: Gate, bus: Bus, shown: Vec<Shown>, routes: &Routes, version: &str) -> Self {
        let routes = openapi::complete(routes);
        let text = openapi::document(&routes, version).to_string();
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let tag = format!("\"{:x}\"", hasher.finish());
        Self {
            gate: Data::new(gate),
            hub: Data::new(Hub::new(bus, shown)),
            routes,
            document: Data::new(Document { text: text.into(), tag }),
            provide: Vec::new(),
            fallback: None,
            exchange: None,
        }
    }

    /// Hands state to the handlers, which take it as `Data<T>`.
    #[must_use]
    pub fn provide(mut self, provide: impl Fn(&mut ServiceConfig) + Send + Sync + 'static) -> Self {
        self.provide.push(Arc::new(provide));
        self
    }

    /// Answers every other GET: the embedded pages.
    #[must_use]
    pub fn fallback(mut self, answer: impl Fn(&HttpRequest) -> HttpResponse + Send + Sync + 'static) -> Self {
        self.fallback = Some(Arc::new(answer));
        self
    }

    /// Takes SIP over WebSocket at `/ws/sip`.
    #[must_use]
    pub fn sip_socket(mut self, accept: impl Fn(SipSocket) + Send + Sync + 'static) -> Self {
        self.exchange = Some(Data::new(Exchange { accept: Arc::new(accept), open: Arc::default() }));
        self
    }

    /// Serves on these listeners until the handle of the server stops it. Signals are not looked at.
    ///
    /// # Errors
    /// When a listener cannot be used.
    pub fn serve(
        self,
        plain: Vec<TcpListener>,
        tls: Vec<(TcpListener, rustls::ServerConfig)>,
        workers: usize,
    ) -> std::io::Result<Server> {
        let site = self;
        let mut server = HttpServer::new(move || {
            let site = site.clone();
            App::new()
                .configure(|config| site.configure(config))
                .wrap(from_fn(layer::outermost))
                .wrap(Compress::default())
        })
        .workers(workers.max(1))
        .client_request_timeout(HEAD_TIMEOUT)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(SHUTDOWN_SECS)
        .disable_signals();
        for listener in plain {
            server = server.listen(listener)?;
        }
        for (listener, config) in tls {
            server = server.listen_rustls_0_23(listener, config)?;
        }
        Ok(server.run())
    }

    fn configure(&self, config: &mut ServiceConfig) {
        config.app_data(self.gate.clone()).app_data(self.hub.clone()).app_data(self.document.clone());
        for provide in &self.provide {
            provide(config);
        }
        let routes = self.routes.clone();
        let api = web::scope("/api/v1")
            .configure(move |config| routes.configure(config))
            .default_service(web::to(nothing_here));
        config.service(api);
        if let Some(exchange) = &self.exchange {
            config.app_data(exchange.clone()).route("/ws/sip", web::get().to(upgrade));
        }
        match self.fallback.clone() {
            Some(fallback) => config.default_service(web::get().to(move |request: HttpRequest| {
                let answer = fallback(&request);
                async move { answer }
            })),
            None => config.default_service(web::to(nothing_here)),
        };
    }
}

async fn nothing_here() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found())
}

/// Serves the document, with a tag so that clients need not read it twice.
pub(crate) async fn openapi_text(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let document = request.app_data::<Data<Document>>().ok_or_else(Problem::not_found)?;
    let known =
        request.headers().get(IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == document.tag.as_bytes());
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, document.tag.clone())).insert_header(("Cache-Control", "no-cache"));
    if known {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, "application/json")).body(document.text.clone()))
}
