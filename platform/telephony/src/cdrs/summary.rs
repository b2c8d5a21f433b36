//! The call report in figures: how many calls of what outcome, span by span (UI-3).

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::{Fault, FaultKind, Timestamp};
use sea_orm::FromQueryResult;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantTx};
use utoipa::{IntoParams, ToSchema};

use super::record::{Direction, Disposition};
use super::store::{Column, Entity, Own};

/// As much as a page can show; and more rows than that would make the database read for long.
const MOST_SPANS: u64 = 1_500;
const SHORTEST_SPAN_SECS: u32 = 60;
/// What is told where nothing is asked: the last day, and spans of an hour or longer, so many of them at most.
const USUAL: Duration = Duration::from_secs(86_400);
const USUAL_SPAN_SECS: u32 = 3_600;
const USUAL_SPANS: u64 = 48;

/// Which time, cut into which spans.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct SummaryQuery {
    /// Calls seen at or after this moment (RFC 3339): where the first span begins. A day before the end where it is absent.
    #[param(value_type = Option<String>)]
    pub since: Option<Timestamp>,
    /// Calls seen before this moment (RFC 3339). Now where it is absent.
    #[param(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    /// How long a span is, seconds: at least 60, and so that there are no more than 1,500. An hour or longer where it is
    /// absent.
    #[param(minimum = 60)]
    pub span_secs: Option<u32>,
}

/// A question with nothing left open.
#[derive(Debug, Clone, Copy)]
struct Period {
    since: Timestamp,
    until: Timestamp,
    span_secs: u32,
}

/// Why no figures can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SummaryFault {
    /// The end is not after the beginning.
    #[error("until must be after since")]
    Period,
    /// Too short, or too many.
    #[error("a span has at least {SHORTEST_SPAN_SECS} seconds, and there are at most {MOST_SPANS}")]
    Spans,
}

impl Fault for SummaryFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Period => "cdrs.period",
            Self::Spans => "cdrs.spans",
        }
    }

    fn field(&self) -> Option<String> {
        Some(if *self == Self::Period { "/until" } else { "/span_secs" }.to_owned())
    }
}

/// Calls by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Outcomes {
    /// Were established.
    pub answered: u64,
    /// Rang and were not answered, or were given up.
    pub missed: u64,
    /// The called party was busy or refused.
    pub busy: u64,
    /// Failed: no channel, no route, trouble.
    pub failed: u64,
}

/// A span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SummarySpan {
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What became of the calls that began in it.
    #[serde(flatten)]
    pub calls: Outcomes,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CdrSummary {
    /// All spans in order, empty ones too.
    pub spans: Vec<SummarySpan>,
    /// All calls by outcome.
    pub calls: Outcomes,
    /// All calls by direction: `in`, `out`, `internal`.
    pub kinds: BTreeMap<String, u64>,
    /// How long people talked in all, milliseconds.
    pub talked_ms: u64,
}

impl Outcomes {
    fn add(&mut self, disposition: Disposition, count: u64) {
        let place = match disposition {
            Disposition::Answered => &mut self.answered,
            Disposition::NoAnswer | Disposition::Cancelled => &mut self.missed,
            Disposition::Busy | Disposition::Rejected => &mut self.busy,
            Disposition::Congestion | Disposition::Failed => &mut self.failed,
        };
        *place += count;
    }
}

impl SummaryQuery {
    /// With what is usual where nothing was said.
    fn at(&self, now: Timestamp) -> Period {
        let until = self.until.unwrap_or(now);
        let since = self.since.unwrap_or(until - USUAL);
        let long = until.micros().saturating_sub(since.micros()) / 1_000_000;
        let fitting = u64::try_from(long).unwrap_or(0).div_ceil(USUAL_SPANS);
        let usual = Ord::max(u32::try_from(fitting).unwrap_or(u32::MAX), USUAL_SPAN_SECS);
        Period { since, until, span_secs: self.span_secs.unwrap_or(usual) }
    }
}

impl Period {
    /// How many spans.
    ///
    /// # Errors
    /// [`SummaryFault`].
    fn spans(&self) -> Result<u64, SummaryFault> {
        let long = self.until.micros().checked_sub(self.since.micros()).filter(|long| *long > 0);
        let long = long.and_then(|long| u64::try_from(long).ok()).ok_or(SummaryFault::Period)?;
        if self.span_secs < SHORTEST_SPAN_SECS {
            return Err(SummaryFault::Spans);
        }
        let spans = long.div_ceil(self.span_micros());
        if spans <= MOST_SPANS { Ok(spans) } else { Err(SummaryFault::Spans) }
    }

    fn span_micros(&self) -> u64 {
        u64::from(self.span_secs) * 1_000_000
    }

    fn empty(&self, spans: u64) -> CdrSummary {
        let span = Duration::from_secs(u64::from(self.span_secs));
        let begins = std::iter::successors(Some(self.since), |at| Some(*at + span));
        let spans = begins.zip(0..spans).map(|(at, _)| SummarySpan { at, calls: Outcomes::default() });
        let (calls, kinds) = (Outcomes::default(), BTreeMap::new());
        CdrSummary { spans: spans.collect(), calls, kinds, talked_ms: 0 }
    }
}

/// What the database adds up.
#[derive(FromQueryResult)]
struct Sum {
    place: i64,
    disposition: String,
    kind: String,
    calls: i64,
    talked_ms: i64,
}

/// The figures of what this person may see.
///
/// # Errors
/// [`SummaryFault`] as a problem, or the database's.
pub async fn summarise(
    tx: &TenantTx,
    query: &SummaryQuery,
    own: Option<&Own>,
) -> Result<CdrSummary, web::Problem> {
    let period = query.at(tx.now());
    let mut summary = period.empty(period.spans()?);
    let span = i64::try_from(period.span_micros()).unwrap_or(i64::MAX);
    let place = Expr::col((Entity, Column::Detected)).sub(period.since.micros()).div(span);
    let mut find = tx
        .find::<Entity>()
        .filter(Column::Detected.gte(Micros::from(period.since)))
        .filter(Column::Detected.lt(Micros::from(period.until)));
    if let Some(own) = own {
        find = find.filter(own.condition());
    }
    let sums = find
        .select_only()
        .expr_as(place, "place")
        .column(Column::Disposition)
        .column(Column::Kind)
        .expr_as(Column::Id.count(), "calls")
        // A sum of whole numbers is a decimal to PostgreSQL.
        .expr_as(Column::DurationMs.sum().cast_as(Alias::new("bigint")), "talked_ms")
        .group_by(Expr::col(Alias::new("place")))
        .group_by(Column::Disposition)
        .group_by(Column::Kind)
        .all_as::<Sum>()
        .await?;
    for sum in sums {
        summary.add(&sum);
    }
    Ok(summary)
}

impl CdrSummary {
    fn add(&mut self, sum: &Sum) {
        let positive = |value: i64| u64::try_from(value).unwrap_or(0);
        let (count, disposition) = (positive(sum.calls), Disposition::of_word(&sum.disposition));
        let disposition = disposition.unwrap_or(Disposition::Failed);
        let span = usize::try_from(sum.place).ok().and_then(|place| self.spans.get_mut(place));
        if let Some(span) = span {
            span.calls.add(disposition, count);
        }
        self.calls.add(disposition, count);
        let kind = Direction::of_word(&sum.kind).unwrap_or(Direction::Internal);
        *self.kinds.entry(kind.word().to_owned()).or_default() += count;
        self.talked_ms += positive(sum.talked_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(secs: i64, span_secs: u32) -> Period {
        let since = Timestamp::from_micros(1_795_176_000_000_000);
        Period { since, until: Timestamp::from_micros(since.micros() + secs * 1_000_000), span_secs }
    }

    #[test]
    fn a_day_by_the_hour_has_24_spans_and_a_broken_hour_its_own() {
        assert_eq!(query(86_400, 3_600).spans(), Ok(24));
        assert_eq!(query(86_401, 3_600).spans(), Ok(25));
        let empty = query(7_200, 3_600).empty(2);
        let begins: Vec<i64> = empty.spans.iter().map(|span| span.at.micros() / 1_000_000).collect();
        assert_eq!(begins, [1_795_176_000, 1_795_179_600]);
    }

    #[test]
    fn too_much_and_too_little_is_refused_with_its_field() {
        for (secs, span, fault) in [
            (0, 3_600, SummaryFault::Period),
            (-5, 3_600, SummaryFault::Period),
            (3_600, 59, SummaryFault::Spans),
            (3_600, 0, SummaryFault::Spans),
            (86_400 * 2, 60, SummaryFault::Spans),
        ] {
            assert_eq!(query(secs, span).spans(), Err(fault), "{secs} s in {span} s");
        }
        assert_eq!(SummaryFault::Spans.field().as_deref(), Some("/span_secs"));
        let reversed =
            Period { since: Timestamp::from_micros(i64::MAX), until: Timestamp::EPOCH, span_secs: 60 };
        assert_eq!(reversed.spans(), Err(SummaryFault::Period));
    }

    #[test]
    fn what_is_not_said_is_the_last_day_by_the_hour_and_longer_times_by_longer_spans() {
        let now = Timestamp::from_micros(1_795_176_000_000_000);
        let usual = SummaryQuery::default().at(now);
        assert_eq!((usual.since, usual.until, usual.spans()), (now - USUAL, now, Ok(24)));
        let long = SummaryQuery { since: Some(Timestamp::EPOCH), ..SummaryQuery::default() }.at(now);
        assert_eq!(long.spans(), Ok(48));
    }
}
