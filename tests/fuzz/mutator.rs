//! Makes broken inputs out of whole ones, reproducibly.

/// Longest input made.
const MAX_INPUT: usize = 80_000;

/// Makes inputs by mutating a corpus; the same seed makes the same inputs.
pub struct Mutator {
    state: u64,
    corpus: Vec<Vec<u8>>,
    words: &'static [&'static [u8]],
}

impl Mutator {
    /// `words` are pieces of the grammar that are put in whole.
    pub fn new(seed: u64, corpus: Vec<Vec<u8>>, words: &'static [&'static [u8]]) -> Self {
        Mutator { state: seed | 1, corpus, words }
    }

    /// Mutates this input as well from now on.
    pub fn keep(&mut self, input: Vec<u8>) {
        self.corpus.push(input);
    }

    /// The next input: one of the corpus with one to eight mutations.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.any_entry();
        for _ in 0..=self.below(8) {
            self.mutate(&mut input);
        }
        input.truncate(MAX_INPUT);
        input
    }

    fn mutate(&mut self, input: &mut Vec<u8>) {
        let (start, end) = self.range(input.len());
        match self.below(10) {
            0 if start < input.len() => input[start] ^= 1 << self.below(8),
            1 if start < input.len() => input[start] = self.byte(),
            2 => input.insert(start, self.byte()),
            3 => drop(input.drain(start..end)),
            4 => input.truncate(start),
            5 => {
                let copy = input[start..end].to_vec();
                let at = self.below(input.len() + 1);
                input.splice(at..at, copy);
            }
            6 => {
                let other = self.any_entry();
                let (from, to) = self.range(other.len());
                input.splice(start..end, other[from..to].iter().copied());
            }
            7 => {
                let piece = input[start..end.min(start + 40)].to_vec();
                let times = 1 << self.below(10);
                input.splice(start..start, piece.repeat(times));
            }
            _ => {
                let word = self.words[self.below(self.words.len())];
                let replaced = if self.below(2) == 0 { start..start } else { start..end };
                input.splice(replaced, word.iter().copied());
            }
        }
        input.truncate(MAX_INPUT);
    }

    fn any_entry(&mut self) -> Vec<u8> {
        let place = self.below(self.corpus.len());
        self.corpus[place].clone()
    }

    /// A short range within a length, sometimes a long one.
    fn range(&mut self, length: usize) -> (usize, usize) {
        let start = self.below(length + 1);
        let most = if self.below(8) == 0 { length } else { 16 };
        (start, (start + self.below(most + 1)).min(length))
    }

    /// Any byte, more often one that means something.
    fn byte(&mut self) -> u8 {
        const TELLING: &[u8] = b"\r\n\t \0\"\\<>;:,=@%?&/[]()*+-.0129azAZ\x7f\x80\xc3\xff";
        match self.below(3) {
            0 => self.below(256) as u8,
            _ => TELLING[self.below(TELLING.len())],
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        // xorshift64*: nothing depends on its quality.
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let random = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (random as usize) % bound.max(1)
    }
}
