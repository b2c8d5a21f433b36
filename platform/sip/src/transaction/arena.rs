//! Slots with names that are never used twice, so that a late answer cannot reach a stranger.

/// A value's place and birth number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) index: u32,
    pub(crate) generation: u32,
}

/// A growing and shrinking set of values found by [`Name`] in constant time.
#[derive(Debug)]
pub(crate) struct Arena<T> {
    slots: Vec<Option<(u32, T)>>,
    free: Vec<u32>,
    next_generation: u32,
    len: usize,
}

impl<T> Arena<T> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), next_generation: 0, len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// The name the next inserted value will get.
    pub(crate) fn upcoming(&mut self) -> Name {
        while self.free.last().is_some_and(|index| *index as usize >= self.slots.len()) {
            self.free.pop();
        }
        let index = self.free.last().copied().unwrap_or(self.slots.len() as u32);
        Name { index, generation: self.next_generation }
    }

    pub(crate) fn insert(&mut self, value: T) -> Name {
        let name = self.upcoming();
        self.next_generation = self.next_generation.wrapping_add(1);
        if name.index as usize == self.slots.len() {
            self.slots.push(Some((name.generation, value)));
        } else {
            self.free.pop();
            self.slots[name.index as usize] = Some((name.generation, value));
        }
        self.len += 1;
        name
    }

    pub(crate) fn find(&self, name: Name) -> Option<&T> {
        match self.slots.get(name.index as usize)? {
            Some((generation, value)) if *generation == name.generation => Some(value),
            _ => None,
        }
    }

    pub(crate) fn find_mut(&mut self, name: Name) -> Option<&mut T> {
        match self.slots.get_mut(name.index as usize)? {
            Some((generation, value)) if *generation == name.generation => Some(value),
            _ => None,
        }
    }

    pub(crate) fn remove(&mut self, name: Name) -> Option<T> {
        self.find(name)?;
        let (_, value) = self.slots[name.index as usize].take()?;
        self.len -= 1;
        self.free.push(name.index);
        self.shrink();
        Some(value)
    }

    /// Gives memory back after a rush: drops free slots at the end and, when most are free, the spare room.
    fn shrink(&mut self) {
        while self.slots.last().is_some_and(Option::is_none) {
            self.slots.pop();
        }
        if self.slots.is_empty() {
            self.free.clear();
        }
        if self.slots.capacity() > 256 && self.slots.len() < self.slots.capacity() / 4 {
            self.slots.shrink_to(self.slots.len() * 2);
            let limit = self.slots.len();
            self.free.retain(|index| (*index as usize) < limit);
            self.free.shrink_to(limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_dies_with_its_value_even_when_the_slot_is_used_again() {
        let mut arena = Arena::new();
        let first = arena.insert('a');
        assert_eq!(arena.remove(first), Some('a'));
        let second = arena.insert('b');
        assert_eq!(first.index, second.index);
        assert_eq!(arena.find(first), None);
        assert_eq!(arena.find(second), Some(&'b'));
    }

    #[test]
    fn room_is_given_back_after_a_rush_and_free_slots_stay_usable() {
        let mut arena = Arena::new();
        let names: Vec<_> = (0..10_000).map(|n| arena.insert(n)).collect();
        for name in names.iter().rev().take(9_990) {
            arena.remove(*name);
        }
        assert_eq!(arena.len(), 10);
        assert!(arena.slots.capacity() < 512);
        arena.remove(names[3]);
        let again: Vec<_> = (0..100).map(|n| arena.insert(n)).collect();
        assert!(again.iter().enumerate().all(|(n, name)| arena.find(*name) == Some(&n)));
        assert_eq!(arena.len(), 109);
    }
}
