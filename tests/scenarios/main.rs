//! End to end: the server as its users meet it, one story per test, with real peers.

mod bans;
mod browser;
mod calling;
mod crashes;
mod first_start;
mod hostile;
mod lighthouse;
mod live_events;
mod pages;
mod provisioning;
mod rebuild;
mod records;
mod roles;
mod second_step;
mod stage;
mod transfers;
mod trunks;
