//! `conmuta seed`: a tenant with as many users, phones and call records as asked, always the same ones.

use std::time::Instant;

use account::roles::Role;
use account::users::NewUser;
use clap::Args;
use feature::NewPhone;
use kernel::Clock as _;
use kernel::system::SystemClock;
use telephony::seed::{BLOCK, SeededPhone};
use tenancy::{Actor, Limits, NewReseller, NewTenant, Quota, TenantScope};

use crate::cli::Settings;
use crate::config::Config;
use crate::data::DataFolder;
use crate::serve::{Node, SipSide, sentence};

/// How many users one transaction makes.
const PIECE: usize = 5_000;
/// The extensions begin here and have six digits.
const FIRST_NUMBER: usize = 100_000;
const DIGITS: u8 = 6;

/// `conmuta seed`.
#[derive(Debug, Args)]
pub struct Options {
    /// Which data folder and database.
    #[command(flatten)]
    pub settings: Settings,
    /// The tenant's name; it must not exist yet.
    #[arg(long, default_value = "big")]
    pub tenant: String,
    /// Users, each with an extension (at most 800,000).
    #[arg(long, default_value_t = 100_000)]
    pub users: usize,
    /// Call records, spread over the year that ends now.
    #[arg(long, default_value_t = 10_000_000)]
    pub cdrs: usize,
}

/// Fills the tenant and answers how to sign in there.
///
/// # Errors
/// A sentence that says what failed.
pub async fn run(options: &Options) -> Result<String, String> {
    let config = Config::load(&options.settings).map_err(|error| sentence(&error))?;
    let data = DataFolder::open(&config.data).map_err(|error| sentence(&error))?;
    let node = Node::open(&config, &data, SipSide::NONE).await.map_err(|error| sentence(&error))?;
    // Nobody compiles the routing meanwhile: it would be compiled anew, and longer each time, after every piece.
    let filled = fill(&node, options).await;
    node.close(std::time::Duration::ZERO).await;
    filled
}

async fn fill(node: &Node, options: &Options) -> Result<String, String> {
    let failed = |problem: web::Problem| format!("{problem} {}", problem.causes());
    let begun = Instant::now();
    let scope = tenant(node, &options.tenant).await.map_err(|error| error.to_string())?;
    let first =
        account::first_start::staff(&node.account, &scope, &NewUser::named("admin", Role::Administrator))
            .await;
    let admin = first.map_err(failed)?;
    telephony::seed::digits(&scope, DIGITS).await.map_err(failed)?;
    let mut phones: Vec<SeededPhone> = Vec::with_capacity(options.users);
    while phones.len() < options.users {
        let (from, many) = (phones.len(), PIECE.min(options.users - phones.len()));
        let users = account::seed::users(&node.account, &scope, from, many).await.map_err(failed)?;
        let wanted = users.into_iter().enumerate().map(|(place, user)| NewPhone {
            owner: user.id,
            owner_name: user.name,
            number: (FIRST_NUMBER + from + place).to_string(),
        });
        let made =
            telephony::seed::phones(&node.telephony, &scope, wanted.collect()).await.map_err(failed)?;
        phones.extend(made);
        told("users with an extension", phones.len(), options.users, begun);
    }
    let now = SystemClock.now();
    telephony::seed::first_block(&scope, &phones, now, options.cdrs).await.map_err(failed)?;
    let mut written = BLOCK.min(options.cdrs);
    for block in 1..options.cdrs.div_ceil(BLOCK) {
        told("call records", written, options.cdrs, begun);
        let copied =
            telephony::seed::further_block(&scope, now, options.cdrs, block).await.map_err(failed)?;
        written += usize::try_from(copied).unwrap_or(0);
    }
    told("call records", written, options.cdrs, begun);
    eprintln!(
        "PostgreSQL plans by its statistics: it gathers them within minutes, or at once with VACUUM ANALYZE"
    );
    let (tenant, user, password) = (&options.tenant, &admin.user, &admin.password);
    Ok(format!("{{\"tenant\": \"{tenant}\", \"user\": \"{user}\", \"password\": \"{password}\"}}\n"))
}

/// A tenant without limits, of a reseller of its own.
async fn tenant(node: &Node, name: &str) -> tenancy::Result<TenantScope> {
    let actor = Actor::system("seed");
    let operator = node.env.directory.console();
    let new =
        NewReseller { name: format!("{name}-reseller"), title: name.to_owned(), quota: Quota::default() };
    let reseller = operator.create_reseller(&actor, new).await?;
    let new = NewTenant {
        name: name.to_owned(),
        title: format!("The {name} company"),
        domain: Some(format!("{name}.example")),
        country: "ES".to_owned(),
        language: "es".to_owned(),
        time_zone: "Europe/Madrid".to_owned(),
        limits: Limits::default(),
    };
    operator.enter(&actor, reseller.id).await?.create_tenant(&actor, new).await
}

fn told(what: &str, done: usize, of: usize, begun: Instant) {
    eprintln!("{done} of {of} {what} after {} s", begun.elapsed().as_secs());
}
