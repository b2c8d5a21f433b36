//! What kind of failure an error is, for the one table each at the edges (HTTP status, SIP cause).

/// The kinds of failure. Edges map a kind to a status; the code says which failure exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The input breaks a rule (HTTP 422; malformed input is 400 before it gets here).
    Invalid,
    /// The caller is not signed in or gave wrong credentials (401).
    Unauthenticated,
    /// The caller is known but may not (403).
    Forbidden,
    /// It does not exist, or not for this caller (404).
    NotFound,
    /// It clashes with what is there (409).
    Conflict,
    /// A precondition such as an ETag no longer holds (412).
    Stale,
    /// A limit of the plan or quota is reached (402 is not used; 403 would lie: 409 with its code).
    Exhausted,
    /// Too many attempts (429).
    Throttled,
    /// Something needed is away for now (503).
    Unavailable,
    /// A bug or a broken invariant (500).
    Internal,
}

/// An error that says its kind and its stable code, such as `extensions.number_taken`.
pub trait Fault: std::error::Error + Send + Sync + 'static {
    /// Which kind of failure this is.
    fn kind(&self) -> FaultKind;
    /// The stable code, `slice.what`, listed on the operators' page of codes.
    fn code(&self) -> &'static str;
    /// The input field at fault, as a JSON pointer (RFC 6901), where one is.
    fn field(&self) -> Option<String> {
        None
    }
}
