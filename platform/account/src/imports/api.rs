//! `/imports`: files of users, looked at first and taken in afterwards.

use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use kernel::id::ImportId;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use web::{Allow, Created, Data, Json, NoContent, Page, Path, Problem, Query, Result, Routes, Upload};

use super::columns::{Field, Language};
use super::fault::ImportFault;
use super::job::{Import, ImportFacts, Stage};
use super::work::{Passwords, Worker};
use super::{Door, Run, files, sheet};

const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const TEXT: &str = "text/csv; charset=utf-8";
const FILE_NAME_CHARS: usize = 200;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/imports", "list_imports", "Lists the imports of the last hour, the newest first.", list);
    routes.post(
        "/imports",
        "create_import",
        "Takes a file of users (.xlsx or CSV, at most 8 MB and 10,000 rows) and looks at each row; nothing is changed.",
        create,
    );
    routes.get("/imports/template", "get_import_template", "Downloads a file to fill in.", template);
    routes.answers(|operation| {
        let binary = json!({"type": "string", "format": "binary"});
        operation.answer_of(200, "The file.", EXCEL, binary.clone());
        operation.answer_of(200, "The file.", "text/csv", binary);
    });
    routes.get("/imports/{id}", "get_import", "Shows how far an import is, and its report.", get);
    routes.delete("/imports/{id}", "forget_import", "Ends an import and forgets it.", forget);
    routes.put(
        "/imports/{id}/columns",
        "set_import_columns",
        "Says what each column is, and looks at each row again.",
        set_columns,
    );
    routes.post(
        "/imports/{id}/apply",
        "apply_import",
        "Makes users, and their extensions, of the rows: all or none of them.",
        apply,
    );
    routes.post(
        "/imports/{id}/cancel",
        "cancel_import",
        "Ends what is being worked on; nothing is changed.",
        cancel,
    );
    routes.post(
        "/imports/{id}/secrets",
        "take_import_secrets",
        "Downloads the drawn passwords, once: they are forgotten then.",
        secrets,
    );
    routes.answers(|operation| {
        operation.answer_of(200, "CSV.", "text/csv", json!({"type": "string"}));
    });
}

/// Which file was sent.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
struct Named {
    /// The name of the file, to be shown.
    name: Option<String>,
}

/// What the columns are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Columns {
    /// The field of each column in the order of the file; `null` leaves a column out.
    columns: Vec<Option<Field>>,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Rows {
    /// All: one wrong row forbids it.
    All,
    /// The good ones alone.
    Good,
}

/// How to take the rows in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Apply {
    /// Which rows.
    rows: Rows,
    /// Whether users without password get a drawn one. Without, they cannot sign in until one is set.
    #[serde(default)]
    draw_passwords: bool,
}

/// The kind of template.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum FileFormat {
    /// Excel.
    Xlsx,
    /// Text separated by semicolons, UTF-8 with a byte order mark.
    Csv,
}

#[derive(Debug, Deserialize, IntoParams)]
struct Template {
    /// `xlsx` or `csv`.
    #[param(inline)]
    format: FileFormat,
    /// The language of its headings; English where none is given.
    #[serde(default)]
    #[param(inline)]
    language: Option<Language>,
}

impl Door {
    fn worker(&self, allow: &Allow<Run>) -> Worker {
        Worker {
            account: self.account.clone(),
            phones: self.phones.clone(),
            scope: allow.scope().clone(),
            actor: allow.actor().clone(),
            grants: allow.person().grants.clone(),
        }
    }

    fn import(&self, allow: &Allow<Run>, id: ImportId) -> Result<std::sync::Arc<Import>, ImportFault> {
        self.imports.get(allow.tenant(), id, self.account.clock().now())
    }

    /// Begins to look at each row.
    fn begin_check(&self, allow: &Allow<Run>, import: &std::sync::Arc<Import>) -> Result<(), ImportFault> {
        import.enter(Stage::Checking, import.sheet.rows.len(), self.account.clock().now())?;
        self.spawn(self.worker(allow).check(std::sync::Arc::clone(import)));
        Ok(())
    }
}

async fn list(allow: Allow<Run>, door: Data<Door>) -> Page<ImportFacts> {
    let imports = door.imports.of(allow.tenant(), door.account.clock().now());
    Page::whole(imports.iter().map(|import| import.facts()).collect())
}

async fn get(allow: Allow<Run>, door: Data<Door>, Path(id): Path<ImportId>) -> Result<Json<ImportFacts>> {
    Ok(Json(door.import(&allow, id)?.facts()))
}

async fn create(
    allow: Allow<Run>,
    door: Data<Door>,
    Query(named): Query<Named>,
    Upload { bytes, .. }: Upload<{ sheet::FILE_BYTES }>,
) -> Result<Created<ImportFacts>> {
    let read = tokio::task::spawn_blocking(move || sheet::read(&bytes)).await;
    let sheet = read.map_err(Problem::internal)?.map_err(ImportFault::from)?;
    let now = door.account.clock().now();
    let id = ImportId::new(now, door.account.rng());
    let name: String = named.name.unwrap_or_default().chars().filter(|char| !char.is_control()).collect();
    let name = name.chars().take(FILE_NAME_CHARS).collect();
    let import = door.imports.add(Import::new(id, allow.tenant(), name, sheet, now), now)?;
    if import.state().columns.contains(&Some(Field::UserName)) {
        door.begin_check(&allow, &import)?;
    }
    Ok(Created::at(&id, import.facts()))
}

async fn set_columns(
    allow: Allow<Run>,
    door: Data<Door>,
    Path(id): Path<ImportId>,
    Json(wanted): Json<Columns>,
) -> Result<Json<ImportFacts>> {
    let import = door.import(&allow, id)?;
    let named: Vec<Field> = wanted.columns.iter().flatten().copied().collect();
    let twice = named.iter().enumerate().any(|(place, field)| named[..place].contains(field));
    if twice || wanted.columns.len() != import.sheet.headings.len() {
        return Err(ImportFault::Columns.into());
    }
    if !named.contains(&Field::UserName) {
        return Err(ImportFault::NoUserName.into());
    }
    if import.state().stage.at_work() {
        return Err(ImportFault::Working.into());
    }
    import.state().columns = wanted.columns;
    door.begin_check(&allow, &import)?;
    Ok(Json(import.facts()))
}

async fn apply(
    allow: Allow<Run>,
    door: Data<Door>,
    Path(id): Path<ImportId>,
    Json(wanted): Json<Apply>,
) -> Result<Json<ImportFacts>> {
    let import = door.import(&allow, id)?;
    let (good, bad) = {
        let state = import.state();
        (state.good.len(), state.bad)
    };
    if wanted.rows == Rows::All && bad > 0 {
        return Err(ImportFault::BadRows(bad).into());
    }
    if good == 0 {
        return Err(ImportFault::NoRows.into());
    }
    import.enter(Stage::Applying, good, door.account.clock().now())?;
    let passwords = if wanted.draw_passwords { Passwords::Draw } else { Passwords::Leave };
    door.spawn(door.worker(&allow).apply(std::sync::Arc::clone(&import), passwords));
    Ok(Json(import.facts()))
}

async fn cancel(allow: Allow<Run>, door: Data<Door>, Path(id): Path<ImportId>) -> Result<Json<ImportFacts>> {
    let import = door.import(&allow, id)?;
    import.cancel();
    Ok(Json(import.facts()))
}

async fn forget(allow: Allow<Run>, door: Data<Door>, Path(id): Path<ImportId>) -> Result<NoContent> {
    let import = door.import(&allow, id)?;
    import.cancel();
    door.imports.forget(id, door.account.clock().now());
    Ok(NoContent)
}

async fn secrets(allow: Allow<Run>, door: Data<Door>, Path(id): Path<ImportId>) -> Result<HttpResponse> {
    let import = door.import(&allow, id)?;
    let secrets = std::mem::take(&mut import.state().secrets);
    if secrets.is_empty() {
        return Err(ImportFault::NotFound.into());
    }
    let tx = allow.begin().await?;
    tx.audit(allow.audit("imports.take_secrets").object(id)).await?;
    tx.commit().await?;
    Ok(file("passwords.csv", TEXT, files::secrets(&secrets).into_bytes()))
}

async fn template(_allow: Allow<Run>, Query(wanted): Query<Template>) -> Result<HttpResponse> {
    let language = wanted.language.unwrap_or_default();
    Ok(match wanted.format {
        FileFormat::Csv => file("users.csv", TEXT, files::template_text(language).into_bytes()),
        FileFormat::Xlsx => {
            let bytes = files::template_excel(language).map_err(Problem::internal)?;
            file("users.xlsx", EXCEL, bytes)
        }
    })
}

fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name.to_owned())],
    };
    HttpResponse::Ok().content_type(kind).insert_header(disposition).body(bytes)
}
