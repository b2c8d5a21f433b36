//! Applying a blueprint while somebody watches: one JSON text per line, a step each, and at last the outcome.
//!
//! Everything happens in one transaction. Who goes away before its end takes it back.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::rt::task::JoinHandle;
use actix_web::web::Bytes;
use feature::Env;
use feature::blueprint::{DrawnSecret, Step, Watch};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use web::{Allow, Data, Problem, Result, Routes, Text};

use super::Write;
use super::api::{FILE, Outcome};
use super::apply::{Mode, run};
use crate::Account;

/// Steps that a slow reader may lag behind; further ones are not told.
const LAG: usize = 256;

/// One line.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// An item is done.
    Step(Step),
    /// All is done and kept.
    Outcome(Done),
    /// Nothing is done: a problem as in other answers.
    Problem(serde_json::Value),
}

/// What was done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = BlueprintDone)]
struct Done {
    /// The tenant and its changes.
    #[serde(flatten)]
    outcome: Outcome,
    /// Secrets that were drawn; they are not told again.
    secrets: Vec<DrawnSecret>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.post(
        "/blueprint/run",
        "run_blueprint",
        "Applies a blueprint and tells each step; whoever hangs up before the end takes everything back.",
        serve,
    );
    routes.answers(|operation| {
        let (step, done) = (operation.schema::<Step>(), operation.schema::<Done>());
        let lines = serde_json::json!({"oneOf": [
            {"type": "object", "required": ["step"], "properties": {"step": step}},
            {"type": "object", "required": ["outcome"], "properties": {"outcome": done}},
            {"type": "object", "required": ["problem"], "properties": {"problem": {"type": "object"}}},
        ]});
        operation.answer_of(200, "One JSON text per line.", "application/x-ndjson", lines);
    });
}

/// Stops the work when its reader is gone: the open transaction is dropped and rolls back.
struct Reading {
    lines: Receiver<Line>,
    work: JoinHandle<()>,
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.work.abort();
    }
}

async fn serve(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Text,
) -> Result<HttpResponse> {
    let (staff, actor) = (allow.staff()?.clone(), allow.actor().clone());
    let (sender, lines) = channel(LAG);
    let steps = sender.clone();
    let work = async move {
        // A line too many for a slow reader is left out: the next one tells more.
        let watch = Watch::somebody(move |step| {
            let _late = steps.try_send(Line::Step(step));
        });
        let applied = run(&account, &env, &staff, &actor, (FILE, &body.0), Mode::Apply, &watch).await;
        let line = match applied {
            Ok(applied) => Line::Outcome(Done { outcome: Outcome::of(applied), secrets: watch.secrets() }),
            Err(refusal) => return refused(&sender, refusal.into()).await,
        };
        // Nobody reads any more: it is kept all the same, as it was done before the reader left.
        let _gone = sender.send(line).await;
    };
    let mut reading = Reading { lines, work: actix_web::rt::spawn(work) };
    // What is refused at once is refused as everywhere else.
    let first = reading.lines.recv().await.ok_or_else(|| Problem::internal("the apply said nothing"))?;
    if let Line::Problem(problem) = &first {
        let status = problem["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = status.and_then(|status| actix_web::http::StatusCode::from_u16(status).ok());
        let mut answer = HttpResponse::build(status.unwrap_or_default());
        answer.insert_header((CONTENT_TYPE, "application/problem+json"));
        return Ok(answer.body(problem.to_string()));
    }
    let lines = stream::unfold((Some(first), reading), |(first, mut reading)| async move {
        let line = match first {
            Some(line) => line,
            None => reading.lines.recv().await?,
        };
        let mut text = serde_json::to_vec(&line).unwrap_or_default();
        text.push(b'\n');
        Some((Ok::<_, std::convert::Infallible>(Bytes::from(text)), (None, reading)))
    });
    let mut answer = HttpResponse::Ok();
    // Compressed, the steps would gather until they fill a block.
    answer
        .insert_header((CONTENT_TYPE, "application/x-ndjson"))
        .insert_header((CONTENT_ENCODING, "identity"));
    Ok(answer.streaming(Box::pin(lines)))
}

async fn refused(sender: &Sender<Line>, problem: Problem) {
    let _gone = sender.send(Line::Problem(problem.to_json())).await;
}
