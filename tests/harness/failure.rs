//! One failure type for everything a scenario can stumble over: a sentence for the reader of the test's output.

use std::fmt;

/// Why a scenario could not go on.
pub struct Failure(String);

/// What the harness answers.
pub type Result<T> = std::result::Result<T, Failure>;

/// What a scenario answers.
pub type Story = Result<()>;

impl Failure {
    /// A failure told in one sentence.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }

    /// The same failure, with what was being done in front.
    #[must_use]
    pub fn while_doing(self, what: impl fmt::Display) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            text.push_str(": ");
            text.push_str(&inner.to_string());
            source = inner.source();
        }
        Self(text)
    }
}
