//! Yealink: `key = value`, one a line, after a first line that must not change.

use kernel::Wire;

use super::Entries;
use crate::endpoints::Codec;
use crate::provisioning::profile::{Language, Line, Profile, Server};
use crate::provisioning::zone::{Sunday, Zone};

const HEAD: &str = "#!version:1.0.0.1\n";

/// Writes `<mac>.cfg`.
pub fn write(profile: &Profile) -> String {
    let mut entries = Entries::default();
    for (place, line) in profile.lines.iter().enumerate() {
        account(&mut entries, place + 1, line, &profile.server, profile.register_secs);
    }
    let language = match profile.language {
        Language::Spanish => "Spanish",
        Language::English => "English",
    };
    entries.set("lang.gui", language);
    entries.set("lang.wui", language);
    if let Some(zone) = profile.zone {
        clock(&mut entries, zone);
    }
    entries.set("static.security.user_password", format!("admin:{}", profile.admin_password));
    entries.set("static.auto_provision.server.url", profile.source.folder());
    entries.set("static.auto_provision.power_on", 1);
    entries.set("static.auto_provision.repeat.enable", 1);
    entries.set("static.auto_provision.repeat.minutes", profile.every_minutes);
    let mut text = HEAD.to_owned();
    for (key, value) in entries.iter() {
        text.push_str(&format!("{key} = {}\n", plain(value)));
    }
    text
}

fn account(entries: &mut Entries, number: usize, line: &Line, server: &Server, expires: u32) {
    let mut set = |key: &str, value: String| entries.set(format!("account.{number}.{key}"), value);
    set("enable", "1".to_owned());
    set("label", line.label.clone());
    set("display_name", line.name.clone());
    set("user_name", line.user.clone());
    set("auth_name", line.user.clone());
    set("password", line.secret.clone());
    set("sip_server.1.address", server.host.clone());
    set("sip_server.1.port", server.port.to_string());
    let transport = match server.wire {
        Wire::Tcp => 1,
        Wire::Tls => 2,
        _ => 0,
    };
    set("sip_server.1.transport_type", transport.to_string());
    set("sip_server.1.expires", expires.to_string());
    for codec in Codec::ALL {
        let word = codec.sdp_name().to_ascii_lowercase();
        let place = line.codecs.iter().position(|wanted| *wanted == codec);
        set(&format!("codec.{word}.enable"), u8::from(place.is_some()).to_string());
        if let Some(place) = place {
            set(&format!("codec.{word}.priority"), (place + 1).to_string());
        }
    }
}

fn clock(entries: &mut Entries, zone: &Zone) {
    let (hours, rest) = (zone.minutes / 60, zone.minutes.unsigned_abs() % 60);
    let offset = if rest == 0 { format!("{hours:+}") } else { format!("{hours:+}:{rest:02}") };
    entries.set("local_time.time_zone", offset);
    entries.set("local_time.ntp_server1", "pool.ntp.org");
    let Some((begin, end)) = zone.summer else {
        return entries.set("local_time.summer_time", 0);
    };
    // Month, week of the month, day of the week (7 is Sunday), hour.
    let day = |sunday: Sunday| format!("{}/{}/7/{}", sunday.month, sunday.week, sunday.hour);
    entries.set("local_time.summer_time", 1);
    entries.set("local_time.dst_time_type", 1);
    entries.set("local_time.start_time", day(begin));
    entries.set("local_time.end_time", day(end));
}

/// One line's worth of a value. A lone `%NULL%` would empty the setting.
fn plain(value: &str) -> String {
    let line: String =
        value.chars().filter(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')).collect();
    let line = line.trim();
    if line.eq_ignore_ascii_case("%NULL%") { line.trim_matches('%').to_owned() } else { line.to_owned() }
}
