//! Phones by the hundred: endpoints and the extensions that ring them, made in few statements.

use std::collections::HashSet;

use async_trait::async_trait;
use bus::Publish as _;
use feature::{MadePhone, NewPhone, Phones};
use kernel::id::{EndpointId, ExtensionId};
use kernel::text::fold;
use tenancy::{Actor, AuditLine, TenantScope, TenantTx};
use web::{Problem, Result};

use crate::change::{self, Change};
use crate::endpoints::store::{self as endpoints, Overview};
use crate::endpoints::{Endpoint, EndpointChanged, EndpointFault, NewEndpoint, Settings};
use crate::extensions::store as extensions;
use crate::extensions::{Extension, ExtensionChanged, ExtensionFault, InternalNumber, read_number};
use crate::{Telephony, dial_plan};

/// The longest name of an endpoint, and what its number takes of it.
const NAME_CHARS: usize = 70;

#[async_trait]
impl Phones for Telephony {
    async fn judge(&self, tx: &TenantTx, numbers: &[String]) -> Result<Vec<Option<Problem>>> {
        let digits = dial_plan::store::get(tx).await?.extension_digits;
        let country = self.directory().tenant(tx.scope()).country.clone();
        let known: HashSet<String> = extensions::known(tx, numbers).await?.into_iter().collect();
        let judge = |number: &String| match read_number(number, digits, &country) {
            Err(fault) => Some(fault.into()),
            Ok(_) if known.contains(number) => Some(ExtensionFault::Taken(number.clone()).into()),
            Ok(_) => None,
        };
        Ok(numbers.iter().map(judge).collect())
    }

    async fn room_for(&self, tx: &TenantTx) -> Result<Option<u64>> {
        let Some(limit) = self.directory().tenant(tx.scope()).limits.endpoints else { return Ok(None) };
        Ok(Some(u64::from(limit).saturating_sub(endpoints::count(tx).await?)))
    }

    async fn make(&self, tx: &TenantTx, actor: &Actor, wanted: Vec<NewPhone>) -> Result<Vec<MadePhone>> {
        let digits = dial_plan::store::get(tx).await?.extension_digits;
        let tenant = self.directory().tenant(tx.scope());
        if let (Some(room), Some(limit)) = (self.room_for(tx).await?, tenant.limits.endpoints)
            && room < u64::try_from(wanted.len()).unwrap_or(u64::MAX)
        {
            return Err(EndpointFault::Limit(limit).into());
        }
        let mut new = Vec::with_capacity(wanted.len());
        let mut rung: Vec<InternalNumber> = Vec::with_capacity(wanted.len());
        for phone in &wanted {
            rung.push(read_number(&phone.number, digits, &tenant.country)?);
            let shown: String = phone.owner_name.chars().take(NAME_CHARS).collect();
            let name = format!("{shown} {}", phone.number);
            let overview = Overview {
                number: phone.number.clone(),
                owner_name: phone.owner_name.clone(),
                search: fold(&format!("{name} {}", phone.owner_name)),
            };
            let endpoint = NewEndpoint {
                name,
                owner: Some(phone.owner),
                settings: Settings::default(),
                ..NewEndpoint::default()
            };
            new.push((endpoint, overview));
        }
        let made = endpoints::insert_all(tx, new).await?;
        let ids: Vec<EndpointId> = made.iter().map(|(endpoint, _)| endpoint.id).collect();
        let rows = rung.into_iter().zip(ids).collect();
        let numbered = extensions::insert_all(tx, rows).await?;
        record(tx, actor, &made, &numbered).await?;
        let shown = |((endpoint, secret), phone): ((Endpoint, String), NewPhone)| MadePhone {
            owner: phone.owner,
            number: phone.number,
            terminal_user: endpoint.terminal_user,
            secret,
        };
        Ok(made.into_iter().zip(wanted).map(shown).collect())
    }

    async fn settled(&self, scope: &TenantScope) {
        change::settled(scope).await;
    }
}

async fn record(
    tx: &TenantTx,
    actor: &Actor,
    made: &[(Endpoint, String)],
    numbered: &[Extension],
) -> Result<()> {
    let endpoints = made
        .iter()
        .map(|(endpoint, _)| AuditLine::new(actor, "endpoints.create").object(endpoint.id).after(endpoint));
    let extensions = numbered
        .iter()
        .map(|extension| AuditLine::new(actor, "extensions.create").object(extension.id).after(extension));
    tx.audit_all(endpoints.chain(extensions).collect()).await?;
    let change = Change::Created;
    let told = |id: EndpointId| EndpointChanged { id, change };
    tx.publish_all(made.iter().map(|(endpoint, _)| told(endpoint.id)).collect()).await?;
    let told = |id: ExtensionId| ExtensionChanged { id, change };
    tx.publish_all(numbered.iter().map(|extension| told(extension.id)).collect()).await?;
    change::recompile_after(tx);
    Ok(())
}
