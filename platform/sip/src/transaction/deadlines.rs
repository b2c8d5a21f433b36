//! Deadlines of many things: a heap whose outdated entries are dropped when they surface, and swept when they abound.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::arena::Name;

/// Microseconds since the table was made.
pub(crate) type Micros = u64;

/// What a thing with deadlines remembers of its entry in the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Queued(Micros);

impl Queued {
    /// Without an entry.
    pub(crate) const NO: Self = Self(Micros::MAX);
}

/// The heap.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    heap: BinaryHeap<Reverse<(Micros, Name)>>,
}

impl Deadlines {
    /// Sees to it that `name` surfaces at `at` or earlier.
    pub(crate) fn schedule(&mut self, name: Name, at: Option<Micros>, queued: &mut Queued) {
        if let Some(at) = at.filter(|at| *at < queued.0) {
            queued.0 = at;
            self.heap.push(Reverse((at, name)));
        }
    }

    /// The next name that is due. It may be outdated: the caller looks at the thing itself and schedules it again.
    pub(crate) fn due(&mut self, now: Micros) -> Option<(Name, Micros)> {
        let Reverse((at, name)) = *self.heap.peek()?;
        (at <= now).then(|| {
            self.heap.pop();
            (name, at)
        })
    }

    /// The earliest entry.
    pub(crate) fn earliest(&self) -> Option<Micros> {
        self.heap.peek().map(|Reverse((at, _))| *at)
    }

    /// Drops outdated entries when they outnumber `live` things by far.
    pub(crate) fn sweep(&mut self, live: usize, queued: impl Fn(Name) -> Option<Queued>) {
        if self.heap.len() > 64 + 2 * live {
            self.heap.retain(|Reverse((at, name))| queued(*name) == Some(Queued(*at)));
            self.heap.shrink_to(2 * self.heap.len());
        }
    }
}

impl Queued {
    /// Whether an entry that surfaced at `at` is the one remembered.
    pub(crate) const fn is(self, at: Micros) -> bool {
        self.0 == at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn name(index: u32) -> Name {
        Name { index, generation: 0 }
    }

    #[test]
    fn they_surface_in_order_and_not_before_their_time() {
        let mut deadlines = Deadlines::default();
        for (index, at) in [(1, 30), (2, 10), (3, 20)] {
            deadlines.schedule(name(index), Some(at), &mut Queued::NO.clone());
        }
        assert_eq!(deadlines.due(9), None);
        let order: Vec<u32> = std::iter::from_fn(|| deadlines.due(25)).map(|(name, _)| name.index).collect();
        assert_eq!(order, [2, 3]);
        assert_eq!(deadlines.earliest(), Some(30));
    }

    #[test]
    fn outdated_entries_stay_bounded() {
        let mut deadlines = Deadlines::default();
        for round in 0..10_000_u64 {
            deadlines.schedule(name(0), Some(10_000 - round), &mut Queued::NO.clone());
            deadlines.sweep(1, |_| Some(Queued(10_000 - round)));
        }
        assert!(deadlines.heap.len() <= 67);
        assert_eq!(deadlines.earliest(), Some(1));
    }
}
