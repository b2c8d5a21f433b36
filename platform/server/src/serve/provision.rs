//! What is provisioned at a start, and what `conmuta tenant` asks for.

use std::fmt::Write as _;
use std::path::Path;

use account::blueprints::{self, Mode};
use account::roles::Role;
use account::users::NewUser;
use account::{Account, first_start};
use feature::Env;
use feature::blueprint::{Action, Change, Watch};
use serde::{Deserialize, Serialize};
use tenancy::{Actor, NewReseller, ResellerScope};
use web::Staff;

use super::control::{Answer, Ask};
use super::{Node, StartError};
use crate::cli::Serve;
use crate::credentials::{Provisioned, SignIn};
use crate::data::{DataFolder, write_whole};
use crate::demo;
use crate::setup_link::LinkPlace;

/// The demo as it was made for this data folder: secrets are new for each.
#[derive(Serialize, Deserialize)]
struct Demo {
    /// Everything was applied; from then on the tenants belong to whoever works with them.
    applied: bool,
    made: demo::Made,
    provisioned: Provisioned,
}

/// Makes the demo where it is asked for, with an operator whose password it tells, and applies blueprints named on the
/// command line.
///
/// # Errors
/// What is refused, with file, line and field.
pub(super) async fn at_start(
    node: &Node,
    data: &DataFolder,
    options: &Serve,
) -> Result<Provisioned, StartError> {
    let provisioned = if options.demo { demonstrate(node, data).await? } else { Provisioned::default() };
    for file in &options.blueprint {
        let text = std::fs::read_to_string(file)
            .map_err(|source| StartError::File { path: file.clone(), source })?;
        bring(node, &file.display().to_string(), &text).await?;
    }
    Ok(provisioned)
}

async fn demonstrate(node: &Node, data: &DataFolder) -> Result<Provisioned, StartError> {
    let refused = |problem: web::Problem| StartError::Provisioning(problem.detail().to_owned());
    let first = first_start::operator(&node.account).await.map_err(refused)?;
    let operator = first.map(|first| SignIn { user: first.user, password: first.password, role: None });
    let path = data.join("demo.json");
    let keep = |demo: &Demo| {
        let text = serde_json::to_vec_pretty(demo).unwrap_or_default();
        write_whole(&path, &text).map_err(|source| StartError::File { path: path.clone(), source })
    };
    let mut demo = match read(&path)? {
        Some(demo) => demo,
        None => {
            let (made, tenants) = demo::make(&*node.env.rng).map_err(StartError::Provisioning)?;
            Demo { applied: false, made, provisioned: Provisioned { tenants, ..Provisioned::default() } }
        }
    };
    if demo.applied {
        return Ok(demo.provisioned);
    }
    if operator.is_some() {
        demo.provisioned.operator = operator;
    }
    // Kept before it is applied: a start that breaks off here goes on with the same secrets.
    keep(&demo)?;
    demo.provisioned.resellers = vec![staff(node, &demo.made.reseller).await?];
    for tenant in &demo.made.tenants {
        bring(node, &tenant.file, &tenant.text).await?;
    }
    demo.applied = true;
    keep(&demo)?;
    Ok(demo.provisioned)
}

fn read(path: &Path) -> Result<Option<Demo>, StartError> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|fault| {
            StartError::Provisioning(format!(
                "{} is damaged ({fault}); remove it and the data folder",
                path.display()
            ))
        }),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StartError::File { path: path.to_path_buf(), source }),
    }
}

/// The demo's reseller with its staff.
async fn staff(node: &Node, made: &demo::MadeReseller) -> Result<crate::credentials::Reseller, StartError> {
    let home = reseller(node, &made.name, &made.title).await?.home();
    let mut users = Vec::new();
    for person in &made.people {
        let new = NewUser {
            first_name: person.first_name.clone(),
            last_name: person.last_name.clone(),
            ..NewUser::named(&person.user, Role::Reseller)
        };
        let user = first_start::staff(&node.account, &home, &new)
            .await
            .map_err(|problem| StartError::Provisioning(problem.detail().to_owned()))?;
        users.push(SignIn { user: user.user, password: user.password, role: Some("reseller".to_owned()) });
    }
    Ok(crate::credentials::Reseller { name: made.name.clone(), users })
}

fn actor() -> Actor {
    Actor::system("console")
}

/// The reseller of this name, made where it is missing.
async fn reseller(node: &Node, name: &str, title: &str) -> Result<ResellerScope, StartError> {
    let operator = node.env.directory.console();
    let known = operator.resellers().into_iter().find(|reseller| reseller.name == name);
    let id = match known {
        Some(reseller) => reseller.id,
        None => {
            let (name, title) = (name.to_owned(), title.to_owned());
            let new = NewReseller { name, title, quota: tenancy::ladder::Quota::default() };
            operator.create_reseller(&actor(), new).await?.id
        }
    };
    Ok(operator.enter(&actor(), id).await?)
}

/// Applies a blueprint given at start; its reseller is made where it is missing.
async fn bring(node: &Node, file: &str, text: &str) -> Result<(), StartError> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let named = table.get("tenant").and_then(|tenant| tenant.get("reseller")).and_then(toml::Value::as_str);
    if let Some(name) = named {
        reseller(node, name, name).await?;
    }
    let staff = Staff::Operator(node.env.directory.console());
    blueprints::run(&node.account, &node.env, &staff, &actor(), (file, text), Mode::Apply, &Watch::nobody())
        .await
        .map_err(|refusal| StartError::Provisioning(refusal.to_string()))?;
    Ok(())
}

/// Answers the command line; `link` says how a link of the first start is written.
pub async fn answer(env: &Env, account: &Account, link: &LinkPlace, ask: Ask) -> Answer {
    let staff = Staff::Operator(env.directory.console());
    let (file, text, mode) = match ask {
        Ask::List => return Ok(list(env)),
        Ask::SetupLink => return link.renew(account).await,
        Ask::Export { tenant } => return export(env, account, &tenant).await,
        Ask::Plan { file, text } => (file, text, Mode::Plan),
        Ask::Apply { file, text } => (file, text, Mode::Apply),
    };
    let outcome =
        blueprints::run(account, env, &staff, &actor(), (&file, &text), mode, &Watch::nobody()).await;
    outcome
        .map(|applied| changes(&applied.tenant, &applied.changes, mode))
        .map_err(|refusal| refusal.to_string())
}

fn list(env: &Env) -> String {
    let mut text = String::new();
    for tenant in env.directory.console().tenants() {
        let domain = tenant.domain.as_deref().unwrap_or("-");
        let _ = writeln!(text, "{:<24} {:<32} {}", tenant.name, domain, tenant.title);
    }
    text
}

async fn export(env: &Env, account: &Account, name: &str) -> Answer {
    let known = env.directory.tenant_by_name(name);
    let scope = known.ok_or_else(|| format!("there is no tenant {name}; `conmuta tenant list` shows all"))?;
    let exported = blueprints::export(account, env, &scope, &actor()).await;
    exported.map(|exported| exported.text).map_err(|problem| problem.detail().to_owned())
}

/// A plan, or what was done, as lines.
fn changes(tenant: &str, changes: &[Change], mode: Mode) -> String {
    if changes.is_empty() {
        return format!("{tenant}: nothing to change\n");
    }
    let mut text = String::new();
    for change in changes {
        let sign = match change.action {
            Action::Create => '+',
            Action::Change => '~',
            Action::Delete => '-',
        };
        let fields =
            if change.fields.is_empty() { String::new() } else { format!(" ({})", change.fields.join(", ")) };
        let _ = writeln!(text, "{sign} {} {}{fields}", change.section, change.key);
    }
    let count = |action| changes.iter().filter(|change| change.action == action).count();
    let (created, changed, deleted) = (count(Action::Create), count(Action::Change), count(Action::Delete));
    let verb = if mode == Mode::Plan { "to be " } else { "" };
    let _ =
        writeln!(text, "{tenant}: {created} {verb}created, {changed} {verb}changed, {deleted} {verb}deleted");
    text
}
