//! Transactions in virtual time: every timer, every way a message can find or miss its transaction, and a bad network.

mod client_timers;
mod lab;
mod matching;
mod network;
mod server_timers;
