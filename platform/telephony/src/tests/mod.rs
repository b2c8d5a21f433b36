//! The room over HTTP and through its ports, on SQLite and on PostgreSQL.

mod blueprints;
mod calls;
mod house;
mod lists;
mod members;
mod plans;
mod provisioning;
mod registering;
mod resources;
mod routing;
mod walls;
