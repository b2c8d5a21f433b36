//! Security events: noted wherever a scope is at hand, never waiting; `account/security_log` writes them in batches.
//!
//! One event stands for one thing that somebody may want to look into: a refused sign-in, a changed password, a banned
//! address. What comes by the thousand is summed up by whoever notes it ([`SecurityEvent::count`]), so that the log is
//! bounded. The queue is bounded too; what does not fit is counted and reported by the log itself. A crash may lose
//! the events of the last moment: what must not be lost is a line of the audit log, written in its own transaction.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::Timestamp;
use kernel::id::{TenantId, UserId};
use serde_json::{Map, Value};
use tenancy::{Directory, TenantScope, TenantTx};
use tokio::sync::Notify;

/// Events that wait to be written.
const QUEUE: usize = 4_096;
/// No name or word kept of a stranger is longer, in characters.
const MAX_TEXT: usize = 200;

/// How much an event asks to be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth a look.
    Notice,
    /// Somebody tries to get in.
    Warning,
}

impl Severity {
    /// The word in table and API.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal $severity:ident),+ $(,)?) => {
        /// What happened. The word is stable: pages and filters know it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum SecurityKind {
            $($(#[$doc])* $name,)+
        }

        impl SecurityKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// `area.what`.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// How much it asks to be looked into.
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }
        }
    };
}

kinds! {
    /// A wrong password or an unknown user.
    SignInFailed = "sign_in.failed" Warning,
    /// Sign-ins come too fast and are made to wait.
    SignInThrottled = "sign_in.throttled" Warning,
    /// Somebody signed in from a network that this account was not used from before.
    SignInNewDevice = "sign_in.new_device" Notice,
    /// A wrong second factor.
    SecondFactorFailed = "second_factor.failed" Warning,
    /// A second factor was set up.
    SecondFactorAdded = "second_factor.added" Info,
    /// A second factor was taken away.
    SecondFactorRemoved = "second_factor.removed" Notice,
    /// A recovery code took the place of the second factor.
    RecoveryCodeUsed = "second_factor.recovery" Notice,
    /// A person changed the own password.
    PasswordChanged = "password.changed" Info,
    /// A link to reset a password was asked for.
    PasswordResetAsked = "password.reset_asked" Notice,
    /// A password was reset by a link or by somebody else.
    PasswordReset = "password.reset" Notice,
    /// Sessions were ended by their owner or somebody else.
    SessionsEnded = "sessions.ended" Info,
    /// A person has another role, or a role allows something else.
    RolesChanged = "roles.changed" Notice,
    /// Staff was let in, or shut out again, by a tenant.
    SupportAccess = "support.access" Notice,
    /// An API key was made.
    ApiKeyMade = "api_key.made" Info,
    /// An API key was withdrawn.
    ApiKeyRevoked = "api_key.revoked" Info,
    /// An API key was used from an address, or for a thing, that it is not for.
    ApiKeyMisused = "api_key.misused" Warning,
    /// Somebody asked for what another tenant has.
    ForeignTenant = "tenant.foreign" Warning,
    /// An address was banned.
    Banned = "ban.set" Warning,
    /// A ban was lifted.
    BanLifted = "ban.lifted" Info,
    /// The list of addresses that are never banned was changed.
    AllowListChanged = "ban.allow_list" Notice,
    /// Wrong SIP secrets, summed up per address and minute.
    SipDigestFailed = "sip.digest_failed" Warning,
    /// SIP requests of a scanner, summed up per address and minute.
    SipScanned = "sip.scanned" Warning,
}

/// One event, on its way into the log.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityEvent {
    /// What happened.
    pub kind: SecurityKind,
    /// The person it is about, where one is known.
    pub user: Option<UserId>,
    /// The name that was typed or is shown: of a user, a terminal user, a key. Read by the tenant alone, never by
    /// those above it.
    pub account: Option<String>,
    /// Where it came from.
    pub source: Option<IpAddr>,
    /// How many times, for what is summed up.
    pub count: u32,
    /// More, shown as it is: words and figures, no secrets and no names of persons.
    pub detail: Map<String, Value>,
}

impl SecurityEvent {
    /// An event that happened once.
    pub fn new(kind: SecurityKind) -> Self {
        Self { kind, user: None, account: None, source: None, count: 1, detail: Map::new() }
    }

    /// The person it is about.
    #[must_use]
    pub const fn user(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }

    /// The account it is about, as typed or shown; cut where it is too long.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        self.account = Some(name.chars().take(MAX_TEXT).collect());
        self
    }

    /// Where it came from.
    #[must_use]
    pub const fn source(mut self, address: IpAddr) -> Self {
        self.source = Some(address);
        self
    }

    /// How many times it happened.
    #[must_use]
    pub const fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// One more word or figure; texts are cut where they are too long.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = match value.into() {
            Value::String(text) => Value::String(text.chars().take(MAX_TEXT).collect()),
            other => other,
        };
        self.detail.insert(name.to_owned(), value);
        self
    }
}

/// `scope.note_security(event)`, `tx.note_security(event)`.
///
/// ```
/// use bus::{NoteSecurity, SecurityEvent, SecurityKind};
/// fn refuse(scope: &tenancy::TenantScope, name: &str, from: std::net::IpAddr) {
///     scope.note_security(SecurityEvent::new(SecurityKind::SecondFactorFailed).account(name).source(from));
/// }
/// ```
pub trait NoteSecurity {
    /// Hands an event to the log of this tenant. Never waits, and costs next to nothing where no log is kept. On a
    /// transaction the event counts once it is committed, and not at all when it rolls back.
    fn note_security(&self, event: SecurityEvent);
}

impl NoteSecurity for TenantScope {
    fn note_security(&self, event: SecurityEvent) {
        if let Some(log) = self.attached::<Queue>() {
            log.put(Noted { tenant: self.tenant(), at: self.clock().now(), event });
        }
    }
}

impl NoteSecurity for TenantTx {
    fn note_security(&self, event: SecurityEvent) {
        if let Some(log) = self.scope().attached::<Queue>() {
            let noted = Noted { tenant: self.tenant(), at: self.now(), event };
            self.after_commit(move || log.put(noted));
        }
    }
}

/// An event with its place and time.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// Whose it is; what is nobody's is the operator's.
    pub tenant: TenantId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: SecurityEvent,
}

/// What waits to be written, hung on the directory. It holds no scope, so the directory may hold it.
#[derive(Default)]
struct Queue {
    waiting: Mutex<VecDeque<Noted>>,
    bell: Notify,
    lost: AtomicU64,
}

impl Queue {
    fn put(&self, noted: Noted) {
        let mut waiting = self.lock();
        if waiting.len() >= QUEUE {
            self.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        waiting.push_back(noted);
        drop(waiting);
        self.bell.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Noted>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The receiving half: whoever keeps the log takes events out of it.
#[derive(Clone)]
pub struct SecurityEvents(Arc<Queue>);

impl SecurityEvents {
    /// Opens the one queue of this directory; from now on events are kept for the log.
    pub fn open(directory: &Directory) -> Self {
        let queue = Arc::<Queue>::default();
        directory.attach(Arc::clone(&queue));
        Self(queue)
    }

    /// Waits until there is something to take; cancel-safe.
    pub async fn wait(&self) {
        self.0.bell.notified().await;
    }

    /// Takes what waits, the oldest first.
    pub fn take(&self) -> Vec<Noted> {
        self.0.lock().drain(..).collect()
    }

    /// How many events did not fit since the last time this was asked.
    pub fn lost(&self) -> u64 {
        self.0.lost.swap(0, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn words_are_distinct_and_texts_of_strangers_are_cut() {
        let words: HashSet<_> = SecurityKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), SecurityKind::ALL.len());
        let long = "x".repeat(1_000);
        let event =
            SecurityEvent::new(SecurityKind::SignInFailed).account(&long).with("agent", long.as_str());
        assert_eq!(event.account.unwrap().len(), MAX_TEXT);
        assert_eq!(event.detail["agent"].as_str().unwrap().len(), MAX_TEXT);
    }

    #[test]
    fn what_does_not_fit_is_counted_and_nobody_waits() {
        let queue = Queue::default();
        for _ in 0..QUEUE + 2 {
            queue.put(Noted {
                tenant: TenantId(kernel::id::Uuid::nil()),
                at: Timestamp::EPOCH,
                event: SecurityEvent::new(SecurityKind::SipScanned),
            });
        }
        let events = SecurityEvents(Arc::new(queue));
        assert_eq!((events.lost(), events.lost()), (2, 0));
        assert_eq!(events.take().len(), QUEUE);
    }
}
