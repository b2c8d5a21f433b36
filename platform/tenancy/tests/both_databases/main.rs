//! The doors on SQLite and on PostgreSQL: every test runs its body on both.

#[cfg(test)]
mod directory;
#[cfg(test)]
mod draft;
#[cfg(test)]
mod outage;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod walls;
