//! Limits of this process: every call needs four sockets, and most systems start programs with a low soft limit.

/// Raises the soft limit of open files to the hard one, which needs no right. Where it cannot be raised, calls beyond
/// the limit are refused one by one, and `conmuta doctor` says so beforehand.
#[expect(unsafe_code, reason = "resource limits have no safe face in the standard library")]
pub fn raise_open_files() {
    // SAFETY: both calls read or write one plain structure on the stack.
    unsafe {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        if libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_soft_limit_meets_the_hard_one() {
        super::raise_open_files();
        let text = std::fs::read_to_string("/proc/self/limits").unwrap();
        let line = text.lines().find(|l| l.starts_with("Max open files")).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[3], words[4]);
    }
}
