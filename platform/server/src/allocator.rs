//! The allocator: small objects cheaply on the call path, and pages given back soon after a rush of calls.

/// In place of the system's, whose arenas keep what a rush of calls has touched. Huge pages are off (`no_thp`): they
/// would turn kilobytes per call into megabytes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay`, which the bindings do not name.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;
/// Free pages are given back at once: a delay (ms) would only end with the next call on the same thread.
const KEPT_FOR_MS: libc::c_long = 0;

/// Sets how long free pages are kept.
#[expect(unsafe_code, reason = "options of the allocator have no safe face")]
pub fn tune() {
    // SAFETY: the option exists in every version of the allocator, and the call only stores a number.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, KEPT_FOR_MS) }
}
