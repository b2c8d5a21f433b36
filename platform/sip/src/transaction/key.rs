//! Keys by which messages find their transaction (RFC 3261 §17.1.3, §17.2.3, §8.2.2.2).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hasher};

use crate::wire::{Message, Method};

/// A keyed hash of 128 bits. Nobody without the secret can make two messages collide, so it stands for what it hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(u64, u64);

/// A map by [`Key`]s, which are hashes already.
pub(crate) type KeyMap<V> = HashMap<Key, V, BuildHasherDefault<FirstHalf>>;

/// Takes the first half of a [`Key`] for its hash.
#[derive(Debug, Default)]
pub(crate) struct FirstHalf(u64);

impl Hasher for FirstHalf {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, half: u64) {
        self.0 ^= half;
    }
}

/// Gives memory back when most of a map's room is empty.
pub(crate) fn shrink<V>(map: &mut KeyMap<V>) {
    if map.capacity() > 1024 && map.len() < map.capacity() / 8 {
        map.shrink_to(map.len() * 2);
    }
}

/// The secret of the hashes.
#[derive(Clone)]
pub(crate) struct Keys {
    first: DefaultHasher,
    second: DefaultHasher,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// What a key is for; keeps kinds apart that hash the same text.
#[derive(Clone, Copy)]
enum Kind {
    Client = 1,
    Server = 2,
    ServerBeforeRfc3261 = 3,
    Merge = 4,
}

const MAGIC_COOKIE: &str = "z9hG4bK";

impl Keys {
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        let (mut first, mut second) = (DefaultHasher::new(), DefaultHasher::new());
        first.write(&secret[..16]);
        second.write(&secret[16..]);
        Self { first, second }
    }

    fn hash(&self, kind: Kind, method: &Method, number: u32, texts: &[&str]) -> Key {
        let (mut first, mut second) = (self.first.clone(), self.second.clone());
        for hasher in [&mut first, &mut second] {
            hasher.write_u64((kind as u64) << 32 | u64::from(number));
            hasher.write(method.as_str().as_bytes());
            for text in texts {
                hasher.write_u8(0xff);
                hasher.write(text.as_bytes());
            }
        }
        Key(first.finish(), second.finish())
    }

    /// Of a request that we send, or a response to one: branch and method. The branch is ours and cannot be guessed.
    pub(crate) fn client(&self, branch: &str, method: &Method) -> Key {
        self.hash(Kind::Client, method, 0, &[branch])
    }

    /// Of a request that arrives, as if it had the method `method` (an ACK and a CANCEL look for their INVITE).
    pub(crate) fn server(&self, request: &Message, method: &Method) -> Key {
        let via = request.top_via();
        let port = u32::from(via.port().unwrap_or(0));
        match via.branch() {
            Some(branch) if branch.starts_with(MAGIC_COOKIE) && branch.len() > MAGIC_COOKIE.len() => {
                self.hash(Kind::Server, method, port, &[branch, via.host()])
            }
            branch => {
                let from_tag = request.from().tag().unwrap_or_default();
                let texts = [via.host(), branch.unwrap_or_default(), request.call_id(), from_tag];
                let number = request.cseq().number ^ port.rotate_left(16);
                self.hash(Kind::ServerBeforeRfc3261, method, number, &texts)
            }
        }
    }

    /// Of a request outside any dialog that may arrive over several paths; `None` inside a dialog.
    pub(crate) fn merge(&self, request: &Message) -> Option<Key> {
        if request.to().tag().is_some() {
            return None;
        }
        let from_tag = request.from().tag()?;
        let cseq = request.cseq();
        Some(self.hash(Kind::Merge, cseq.method, cseq.number, &[request.call_id(), from_tag]))
    }

    /// A To tag that every retransmission of a request gets alike, without keeping anything.
    pub(crate) fn tag(&self, key: Key) -> String {
        let mut hasher = self.first.clone();
        hasher.write_u64(key.0);
        hasher.write_u64(key.1);
        format!("{:016x}", hasher.finish())
    }
}
