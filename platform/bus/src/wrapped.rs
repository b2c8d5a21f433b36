//! The text of an event as its listeners are told it, put together once for all that stand at the same place.

use std::sync::{Arc, OnceLock};

/// What the first listener made of an event.
#[derive(Debug, Clone)]
pub struct Wrapped<T>(Arc<OnceLock<(u64, T)>>);

impl<T: Clone> Wrapped<T> {
    /// The text for a listener at `place`: the first one's where it stood there too, else made anew.
    pub fn at(&self, place: u64, make: impl Fn() -> T) -> T {
        let (known, text) = self.0.get_or_init(|| (place, make()));
        if *known == place { text.clone() } else { make() }
    }
}

impl<T> Default for Wrapped<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_at_one_place_share_and_others_do_not() {
        let wrapped = Wrapped::default();
        assert_eq!(wrapped.at(7, || "first"), "first");
        assert_eq!(wrapped.clone().at(7, || "second"), "first");
        assert_eq!(wrapped.at(8, || "elsewhere"), "elsewhere");
    }
}
