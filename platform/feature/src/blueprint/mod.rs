//! Blueprints: a tenant as a TOML file, applied declaratively, planned by applying and rolling back, exported.

mod document;
mod engine;
mod export;
mod section;
mod watch;

pub use document::{Document, Place, Refusal};
pub use engine::{Action, AnySection, Change, apply};
pub use export::{Export, export};
pub use section::{Door, Result, Section};
pub use watch::{DrawnSecret, Step, Watch};
