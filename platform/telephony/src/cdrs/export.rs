//! Exports of the call report: streamed page by page, as CSV or Excel.

use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use tenancy::{PageRequest, SortOrder, TenantScope};
use tokio::io::AsyncReadExt as _;
use utoipa::{IntoParams, ToSchema};
use web::Problem;

use super::columns::{Cell, Column};
use super::csv;
use super::filter::{CdrFilter, CdrOrder, Ended};
use super::record::{Cdr, Direction, Disposition};
use super::store::{self, Own};
use super::wording::{Language, Wording};
use super::xlsx::Sheets;

/// Records read at a time.
const PAGE: u32 = 1_000;
/// Bytes sent at a time.
const CHUNK: usize = 64 * 1024;

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Excel.
    Xlsx,
    /// Comma-separated values (RFC 4180), UTF-8 with a byte order mark.
    Csv,
}

/// What to export: the filters of the list, a format and columns.
#[derive(Debug, Clone, Deserialize, IntoParams)]
pub struct ExportQuery {
    /// `xlsx` or `csv`.
    #[param(inline)]
    pub format: FileFormat,
    /// Columns in order, separated by commas; all where none are given.
    pub columns: Option<String>,
    /// Headings and words in this language; without it the words are those of the API.
    #[param(inline)]
    pub language: Option<Language>,
    /// Times of this IANA zone; of UTC where none is given.
    pub time_zone: Option<String>,
    /// The caller's number begins or ends with this.
    pub from: Option<String>,
    /// The dialled number begins or ends with this.
    pub to: Option<String>,
    /// Records of this call.
    #[param(inline)]
    pub call: Option<kernel::id::CallId>,
    /// Records that belong to this endpoint.
    #[param(inline)]
    pub endpoint: Option<kernel::id::EndpointId>,
    /// Seen at or after this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub since: Option<kernel::Timestamp>,
    /// Seen before this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub until: Option<kernel::Timestamp>,
    /// Lasting at least so many seconds.
    pub min_secs: Option<u32>,
    /// Lasting at most so many seconds.
    pub max_secs: Option<u32>,
    /// Answered or not.
    #[param(inline)]
    pub ended: Option<Ended>,
    /// How it went.
    #[param(inline)]
    pub disposition: Option<Disposition>,
    /// Direction.
    #[param(inline)]
    pub kind: Option<Direction>,
    /// Words to look for.
    pub search: Option<String>,
}

impl ExportQuery {
    fn filter(&self) -> CdrFilter {
        CdrFilter {
            from: self.from.clone(),
            to: self.to.clone(),
            call: self.call,
            endpoint: self.endpoint,
            since: self.since,
            until: self.until,
            min_secs: self.min_secs,
            max_secs: self.max_secs,
            ended: self.ended,
            disposition: self.disposition,
            kind: self.kind,
        }
    }
}

/// Reads the report page by page, newest first. Between two pages no transaction stays open.
struct Reader {
    scope: TenantScope,
    filter: CdrFilter,
    own: Option<Own>,
    words: Option<String>,
    cursor: Option<String>,
    done: bool,
}

impl Reader {
    fn new(scope: TenantScope, query: &ExportQuery, own: Option<Own>) -> Self {
        let words = query.search.clone().filter(|words| !words.trim().is_empty());
        Self { scope, filter: query.filter(), own, words, cursor: None, done: false }
    }

    async fn next(&mut self) -> tenancy::Result<Option<Vec<Cdr>>> {
        if self.done {
            return Ok(None);
        }
        let cursor = self.cursor.take();
        let request = PageRequest { limit: PAGE, cursor, order: SortOrder::Descending, total: false };
        let tx = self.scope.read().await?;
        let (own, words) = (self.own.as_ref(), self.words.as_deref());
        let rows = store::page(&tx, &self.filter, own, words, CdrOrder::Detected, &request).await?;
        tx.rollback().await?;
        self.done = rows.next.is_none();
        self.cursor = rows.next;
        Ok(Some(rows.items.into_iter().map(Into::into).collect()))
    }
}

/// The file as a response.
///
/// # Errors
/// 503 when the database is away before the first page; later the connection breaks off, which no client takes for
/// the end of a chunked answer.
pub async fn respond(
    scope: TenantScope,
    query: &ExportQuery,
    columns: Vec<Column>,
    wording: Wording,
    own: Option<Own>,
) -> Result<HttpResponse, Problem> {
    let mut reader = Reader::new(scope, query, own);
    match query.format {
        FileFormat::Csv => {
            let first = reader.next().await?.unwrap_or_default();
            Ok(file("calls.csv", "text/csv; charset=utf-8", csv_stream(reader, (columns, wording), first)))
        }
        FileFormat::Xlsx => {
            let written = write_sheets(reader, Sheets::new(columns, wording)).await?;
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(file("calls.xlsx", kind, file_stream(tokio::fs::File::from_std(written))))
        }
    }
}

fn file<S>(name: &str, kind: &'static str, body: S) -> HttpResponse
where
    S: Stream<Item = Result<Bytes, std::io::Error>> + 'static,
{
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name.to_owned())],
    };
    HttpResponse::Ok().content_type(kind).insert_header(disposition).streaming(body)
}

fn csv_stream(
    reader: Reader,
    table: (Vec<Column>, Wording),
    first: Vec<Cdr>,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    // Excel takes a file for UTF-8 only with a byte order mark.
    let mut head = String::from("\u{feff}");
    let headings: Vec<String> = table.0.iter().map(|column| table.1.heading(*column)).collect();
    csv::append_row(&mut head, headings.iter().map(String::as_str));
    append_records(&mut head, &table, &first);
    let begun = stream::once(std::future::ready(Ok(Bytes::from(head))));
    let rest = stream::try_unfold((reader, table), |(mut reader, table)| async move {
        let page = reader.next().await.map_err(std::io::Error::other)?;
        Ok(page.map(|cdrs| {
            let mut text = String::new();
            append_records(&mut text, &table, &cdrs);
            (Bytes::from(text), (reader, table))
        }))
    });
    stream::StreamExt::chain(begun, rest)
}

fn append_records(out: &mut String, (columns, wording): &(Vec<Column>, Wording), cdrs: &[Cdr]) {
    for cdr in cdrs {
        let cells: Vec<String> = columns.iter().map(|column| cell_text(wording.cell(*column, cdr))).collect();
        csv::append_row(out, cells.iter().map(String::as_str));
    }
}

fn cell_text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Time(text) => text,
        Cell::Empty => String::new(),
    }
}

async fn write_sheets(mut reader: Reader, mut sheets: Sheets) -> Result<std::fs::File, Problem> {
    while let Some(cdrs) = reader.next().await? {
        let appended = tokio::task::spawn_blocking(move || sheets.append(&cdrs).map(|()| sheets));
        sheets = appended.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    }
    let finished = tokio::task::spawn_blocking(move || sheets.finish());
    finished.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

fn file_stream(file: tokio::fs::File) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(chunk), file)))
    })
}
