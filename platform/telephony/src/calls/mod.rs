//! Active calls: who talks with whom now, and hanging up (UI-3).

mod api;

use feature::Feature;

web::permission! {
    /// Sees all active calls.
    Read = "calls.read" for Supervisor;
    /// Sees active calls of the own endpoints.
    ReadOwn = "calls.read_own" for Supervisor Agent Member;
    /// Ends calls.
    HangUp = "calls.hang_up";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("calls").permissions::<(Read, ReadOwn, HangUp)>().routes(api::routes).shows::<Read>("call.")
}
