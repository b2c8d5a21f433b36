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
    let check = "data_folder";
    let probe = folder.join(".doctor");
    let tried = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&probe, b"x"));
    let path = folder.display().to_string();
    match tried.and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::ok(check, "data_folder.ok").with("path", path),
        Err(e) => {
            Finding::failed(check, "data_folder.unwritable").with("path", path).with("error", e.to_string())
        }
    }
}

pub(super) fn disk(folder: &Path) -> Finding {
    let check = "disk";
    let Some(free) = free_bytes(folder) else { return Finding::warning(check, "disk.unknown") };
    let finding = if free < DISK_LEAST {
        Finding::failed(check, "disk.full")
    } else if free < DISK_ENOUGH {
        Finding::warning(check, "disk.low")
    } else {
        Finding::ok(check, "disk.ok")
    };
    finding.with("free_mib", free >> 20)
}

/// How much may still be written where this folder is.
#[expect(unsafe_code, reason = "statvfs has no safe face in the standard library")]
pub fn free_bytes(folder: &Path) -> Option<u64> {
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
    let check = "open_files";
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let hard = limits.lines().find_map(|l| l.strip_prefix("Max open files")).and_then(|rest| {
        let hard = rest.split_whitespace().nth(1)?;
        if hard == "unlimited" { Some(u64::MAX) } else { hard.parse().ok() }
    });
    let wanted = u64::try_from(config.max_calls).unwrap_or(u64::MAX).saturating_mul(SOCKETS_PER_CALL);
    match hard {
        None => Finding::warning(check, "open_files.unknown"),
        Some(limit) if limit < wanted => Finding::warning(check, "open_files.few")
            .with("limit", limit)
            .with("calls", limit / SOCKETS_PER_CALL)
            .with("max_calls", config.max_calls)
            .with("wanted", wanted),
        Some(limit) => Finding::ok(check, "open_files.ok").with("limit", limit),
    }
}

pub(super) fn socket_buffers() -> Finding {
    let check = "buffers";
    let text = std::fs::read_to_string("/proc/sys/net/core/rmem_max").unwrap_or_default();
    match text.trim().parse::<u64>() {
        Ok(most) if most >= BUFFER_WANTED => Finding::ok(check, "buffers.ok").with("bytes", most),
        Ok(most) => {
            Finding::warning(check, "buffers.small").with("bytes", most).with("wanted", BUFFER_WANTED)
        }
        Err(_) => Finding::warning(check, "buffers.unknown"),
    }
}

pub(super) fn clock() -> Finding {
    let check = "clock";
    let synchronised = Path::new("/run/systemd/timesync/synchronized").exists()
        || ["chronyd", "ntpd", "systemd-timesyn"].iter().any(|name| runs(name));
    if synchronised { Finding::ok(check, "clock.ok") } else { Finding::warning(check, "clock.alone") }
}

fn runs(name: &str) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    processes
        .flatten()
        .any(|p| std::fs::read_to_string(p.path().join("comm")).is_ok_and(|comm| comm.trim() == name))
}
