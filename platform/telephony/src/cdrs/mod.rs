//! Call detail records: kept exactly once, searched, exported (PBX-95, PBX-96, UI-3).

mod api;
mod columns;
mod csv;
mod export;
mod filter;
pub(crate) mod migration;
mod record;
mod sink;
pub(crate) mod store;
mod summary;
mod wording;
mod words;
mod xlsx;

pub use columns::{Column, NotAColumn};
use feature::Feature;
pub use filter::{CdrFilter, CdrOrder, Ended};
pub use record::{CallEnded, Cdr, Direction, Disposition, Side};
pub(crate) use record::{Origin, cause_text};
pub use sink::Records;

web::permission! {
    /// Sees all call detail records and their traces.
    Read = "cdrs.read" for Supervisor;
    /// Sees the records of the own endpoints.
    ReadOwn = "cdrs.read_own" for Supervisor Agent Member;
    /// Exports the records that the person sees.
    Export = "cdrs.export" for Supervisor Agent Member;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("cdrs")
        .permissions::<(Read, ReadOwn, Export)>()
        .migrations(migration::all())
        .routes(api::routes)
}
