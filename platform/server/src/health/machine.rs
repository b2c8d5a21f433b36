//! What the system tells of this process: processor time, memory, datagrams that did not fit.

use std::time::Duration;

/// Processor time used by all threads since the start.
#[expect(unsafe_code, reason = "getrusage has no safe face in the standard library")]
pub(super) fn cpu_time() -> Duration {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::uninit();
    // SAFETY: `usage` is large enough; it is read only after success.
    let usage = unsafe {
        if libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()) != 0 {
            return Duration::ZERO;
        }
        usage.assume_init()
    };
    span(usage.ru_utime) + span(usage.ru_stime)
}

fn span(time: libc::timeval) -> Duration {
    let secs = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::from_secs(secs) + Duration::from_micros(u64::try_from(time.tv_usec).unwrap_or(0))
}

/// Memory in use.
pub(super) fn memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    kilobytes.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0)
        << 10
}

/// UDP datagrams of this machine that met a full buffer since its start.
pub(super) fn dropped_datagrams() -> u64 {
    let mut all = 0;
    for file in ["/proc/net/snmp", "/proc/net/snmp6"] {
        all += receive_errors(&std::fs::read_to_string(file).unwrap_or_default());
    }
    all
}

/// `RcvbufErrors` in either format: two lines of names and values, or one line for each.
fn receive_errors(text: &str) -> u64 {
    let mut lines = text.lines().filter(|line| line.starts_with("Udp: "));
    if let (Some(names), Some(values)) = (lines.next(), lines.next()) {
        let found =
            names.split_whitespace().zip(values.split_whitespace()).find(|(name, _)| *name == "RcvbufErrors");
        return found.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    }
    let line = text.lines().find_map(|line| line.strip_prefix("Udp6RcvbufErrors"));
    line.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_of_the_kernel_are_read() {
        let v4 = "Tcp: A\nTcp: 1\nUdp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors\nUdp: 9 8 7 6 5\nUdpLite: x\n";
        assert_eq!(receive_errors(v4), 5);
        assert_eq!(receive_errors("Udp6InErrors 3\nUdp6RcvbufErrors                \t4\n"), 4);
        assert_eq!(receive_errors("nothing"), 0);
        assert!(cpu_time() > Duration::ZERO && memory_bytes() > 1 << 20);
    }
}
