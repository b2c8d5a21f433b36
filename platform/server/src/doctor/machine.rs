//! Checks of the machine: folder, disk, limits, clock.

use std::path::Path;

use super::Finding;
use crate::config::Config;

/// Below this a recording day may fill the disk.
const DISK_ENOUGH: u64 = 5 << 30;
/// Below this the journal itself is at risk.
const DISK_LEAST: u64 = 256 << 20;
/// Sockets of one call: two legs with RTP and RTCP.
const SOCKETS_PER_CALL: u64 = 4;
/// Receive buffer (bytes) that rides out a burst of some thousand messages.
const BUFFER_WANTED: u64 = 4 << 20;

pub(super) fn data_folder(folder: &Path) -> Finding {
    let check = "data folder";
    let probe = folder.join(".doctor");
    let tried = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&probe, b"x"));
    match tried.and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::good(check, format!("{} is writable", folder.display())),
        Err(e) => Finding::bad(
            check,
            format!("{}: {e}", folder.display()),
            "give this user the right to write there, or name another folder with CONMUTA_DATA",
        ),
    }
}

pub(super) fn disk(folder: &Path) -> Finding {
    let check = "disk";
    let Some(free) = free_bytes(folder) else {
        return Finding::doubtful(check, "free space could not be read", "make sure the data folder exists");
    };
    let seen = format!("{} MiB free", free >> 20);
    if free < DISK_LEAST {
        Finding::bad(check, seen, "free some space: the CDR journal must never find the disk full")
    } else if free < DISK_ENOUGH {
        Finding::doubtful(check, seen, "5 GiB or more are advised for traces and recordings")
    } else {
        Finding::good(check, seen)
    }
}

#[expect(unsafe_code, reason = "statvfs has no safe face in the standard library")]
fn free_bytes(folder: &Path) -> Option<u64> {
    use std::os::unix::ffi::OsStrExt as _;
    let path = std::ffi::CString::new(folder.as_os_str().as_bytes()).ok()?;
    let mut stat = std::mem::MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: `path` ends in NUL and `stat` is large enough; it is read only after success.
    let stat = unsafe {
        if libc::statvfs(path.as_ptr(), stat.as_mut_ptr()) != 0 {
            return None;
        }
        stat.assume_init()
    };
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

pub(super) fn open_files(config: &Config) -> Finding {
    let check = "open files";
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let hard = limits.lines().find_map(|l| l.strip_prefix("Max open files")).and_then(|rest| {
        let hard = rest.split_whitespace().nth(1)?;
        if hard == "unlimited" { Some(u64::MAX) } else { hard.parse().ok() }
    });
    let wanted = u64::try_from(config.max_calls).unwrap_or(u64::MAX).saturating_mul(SOCKETS_PER_CALL);
    match hard {
        None => Finding::doubtful(check, "the limit could not be read", "check `ulimit -Hn`"),
        Some(limit) if limit < wanted => Finding::doubtful(
            check,
            format!(
                "at most {limit}, enough for {} calls of max_calls = {}",
                limit / SOCKETS_PER_CALL,
                config.max_calls
            ),
            format!("raise the limit to {wanted} (LimitNOFILE in systemd) or lower max_calls"),
        ),
        Some(limit) => Finding::good(check, format!("at most {limit}")),
    }
}

pub(super) fn socket_buffers() -> Finding {
    let check = "socket buffers";
    let text = std::fs::read_to_string("/proc/sys/net/core/rmem_max").unwrap_or_default();
    match text.trim().parse::<u64>() {
        Ok(most) if most >= BUFFER_WANTED => Finding::good(check, format!("net.core.rmem_max = {most}")),
        Ok(most) => Finding::doubtful(
            check,
            format!("net.core.rmem_max = {most}"),
            format!("sysctl -w net.core.rmem_max={BUFFER_WANTED} keeps bursts of SIP from being dropped"),
        ),
        Err(_) => Finding::doubtful(check, "net.core.rmem_max could not be read", ""),
    }
}

pub(super) fn clock() -> Finding {
    let check = "clock";
    let synchronised = Path::new("/run/systemd/timesync/synchronized").exists()
        || ["chronyd", "ntpd", "systemd-timesyn"].iter().any(|name| runs(name));
    if synchronised {
        Finding::good(check, "a time service runs")
    } else {
        Finding::doubtful(
            check,
            "no time service was found",
            "run chrony or systemd-timesyncd: call times, TLS and sign-in codes depend on the clock",
        )
    }
}

fn runs(name: &str) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    processes
        .flatten()
        .any(|p| std::fs::read_to_string(p.path().join("comm")).is_ok_and(|comm| comm.trim() == name))
}
