//! Provisioning: one-time links that set softphones up, and desk phones that fetch their configuration (PBX-14).

mod address;
mod fault;
mod files;
mod links;
mod mac;
pub(crate) mod migration;
mod phones;
mod profile;
mod public;
#[cfg(test)]
mod table;
mod token;
mod vendor;
mod zone;

pub use address::{NotAUrl, ProvisioningConfig, PublicUrl};
pub use fault::ProvisioningFault;
use feature::Feature;
use kernel::id::{DeskPhoneId, EndpointId, SetupLinkId};
pub use links::{Account, NewSetupLink, Offer, SetupLink};
pub use mac::Mac;
pub use phones::{DeskPhone, DeskPhoneChange, NewDeskPhone};
use tenancy::TenantTx;
pub use vendor::Vendor;
use web::Routes;

use crate::change::changed_event;

web::permission! {
    /// Sees desk phones and whether they are up to date.
    Read = "provisioning.read" for Supervisor;
    /// Adds, changes and deletes desk phones, and makes links for all endpoints.
    Write = "provisioning.write";
    /// Makes links that set up the own endpoints.
    Link = "provisioning.link" for Supervisor Agent Member;
}

changed_event! {
    /// A setup link was made, used or cancelled.
    SetupLinkChanged(SetupLinkId) = "provisioning.link_changed"
}

changed_event! {
    /// A desk phone changed, or asked for a file.
    DeskPhoneChanged(DeskPhoneId) = "provisioning.phone_changed"
}

/// A registration of a provisioned phone lasts an hour, unless the phone asks for less.
const REGISTER_SECS: u32 = 3600;

fn routes(routes: &mut Routes) {
    links::routes(routes);
    phones::routes(routes);
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("provisioning")
        .permissions::<(Read, Write, Link)>()
        .migrations(migration::all())
        .routes(routes)
        .outside(public::mount)
}

/// Gives back what an endpoint's links hold; its rows go with the endpoint.
///
/// # Errors
/// When the database is away.
pub(crate) async fn forget(tx: &TenantTx, endpoint: EndpointId) -> tenancy::Result<()> {
    links::forget(tx, endpoint).await
}
