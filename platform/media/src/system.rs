//! The few calls which the standard library lacks: epoll, the event descriptor, priority, the limit of open files.
#![expect(unsafe_code, reason = "the system's interface; each call passes lengths and descriptors it owns")]

use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
};

fn checked(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// Readiness of many sockets, level-triggered: what is left unread is reported again.
#[derive(Debug)]
pub(crate) struct Epoll(OwnedFd);

/// Room for the sockets found ready in one go.
pub(crate) struct Ready {
    events: Vec<libc::epoll_event>,
    filled: usize,
}

impl Ready {
    pub(crate) fn with_room_for(count: usize) -> Self {
        Self { events: vec![libc::epoll_event { events: 0, u64: 0 }; count], filled: 0 }
    }

    /// The tokens of those found ready.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = u64> {
        self.events.iter().take(self.filled).map(|event| event.u64)
    }
}

impl Epoll {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: no pointers; the descriptor returned is ours alone.
        let fd = checked(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        // SAFETY: just created and owned by nobody else.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// Watches a descriptor until it is closed or removed.
    pub(crate) fn add(&self, fd: BorrowedFd<'_>, token: u64) -> io::Result<()> {
        let mut event = libc::epoll_event { events: libc::EPOLLIN.cast_unsigned(), u64: token };
        // SAFETY: both descriptors are open for the length of the call, and `event` lives through it.
        checked(unsafe {
            libc::epoll_ctl(self.0.as_raw_fd(), libc::EPOLL_CTL_ADD, fd.as_raw_fd(), &raw mut event)
        })
        .map(drop)
    }

    pub(crate) fn remove(&self, fd: BorrowedFd<'_>) -> io::Result<()> {
        // SAFETY: both descriptors are open for the length of the call; no event is read for a removal.
        checked(unsafe {
            libc::epoll_ctl(self.0.as_raw_fd(), libc::EPOLL_CTL_DEL, fd.as_raw_fd(), std::ptr::null_mut())
        })
        .map(drop)
    }

    /// Fills in what is ready; waits up to `timeout_ms` for something, for ever at -1. An interruption counts as
    /// nothing ready.
    pub(crate) fn wait(&self, ready: &mut Ready, timeout_ms: i32) -> io::Result<()> {
        let room = libc::c_int::try_from(ready.events.len()).unwrap_or(libc::c_int::MAX);
        // SAFETY: the pointer is to `room` initialised events, which live through the call.
        let count = checked(unsafe {
            libc::epoll_wait(self.0.as_raw_fd(), ready.events.as_mut_ptr(), room, timeout_ms)
        });
        ready.filled = match count {
            Ok(count) => usize::try_from(count).unwrap_or(0),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => return Err(error),
        };
        Ok(())
    }
}

/// Wakes a thread that waits on an [`Epoll`].
#[derive(Debug)]
pub(crate) struct Wake(OwnedFd);

impl Wake {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: no pointers; the descriptor returned is ours alone.
        let fd = checked(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
        // SAFETY: just created and owned by nobody else.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.0)
    }

    /// Makes it ready.
    pub(crate) fn notify(&self) {
        let one = 1_u64.to_ne_bytes();
        // SAFETY: eight bytes are read from an array of eight.
        let _ = unsafe { libc::write(self.0.as_raw_fd(), one.as_ptr().cast(), one.len()) };
    }

    /// Makes it unready.
    pub(crate) fn clear(&self) {
        let mut count = [0; 8];
        // SAFETY: eight bytes are written to an array of eight.
        let _ = unsafe { libc::read(self.0.as_raw_fd(), count.as_mut_ptr().cast(), count.len()) };
    }
}

/// Lets the process open as many files as the system allows it at all: a call takes four sockets. Returns the limit.
pub(crate) fn raise_file_limit() -> io::Result<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `limit` is ours and lives through the call.
    checked(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) })?;
    if limit.rlim_cur < limit.rlim_max {
        limit.rlim_cur = limit.rlim_max;
        // SAFETY: `limit` is ours and lives through the call.
        checked(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) })?;
    }
    Ok(limit.rlim_cur)
}

/// Puts the calling thread before ordinary work, so that audio is not late when the processor is busy. Needs the right to
/// do so (`CAP_SYS_NICE`, or a limit that allows it).
pub(crate) fn raise_priority() -> io::Result<()> {
    const NICE: libc::c_int = -11;
    // SAFETY: no pointers; 0 names the calling thread.
    checked(unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, NICE) }).map(drop)
}
