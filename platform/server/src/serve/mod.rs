//! `conmuta serve`: composes the whole, serves until told to stop, and stops without losing a record.

pub mod control;
pub mod listeners;
