//! Sessions in virtual time: two user agents on an emulated network, and one against hand-written messages.

mod authentication;
mod calls;
mod chaos;
mod forking;
mod mutations;
mod offers;
mod referring;
mod refusals;
mod reliable;
mod timers;
mod world;
