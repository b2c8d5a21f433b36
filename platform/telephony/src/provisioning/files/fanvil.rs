//! Fanvil: nested elements below `sysConf`.

use kernel::Wire;

use super::{Entries, xml};
use crate::provisioning::profile::{Language, Line, Profile, Server};

/// Writes `<mac>.cfg`.
pub fn write(profile: &Profile) -> String {
    let mut text = format!("{}<sysConf>\n<Version>2.0000000000</Version>\n", xml::HEAD);
    let block = |text: &mut String, open: &str, entries: &Entries| {
        let close = open.split(' ').next().unwrap_or(open);
        text.push_str(&format!("<{open}>\n"));
        for (key, value) in entries.iter() {
            text.push_str(&format!("<{key}>{}</{key}>\n", xml::escape(value)));
        }
        text.push_str(&format!("</{close}>\n"));
    };
    text.push_str("<sip>\n");
    for (place, line) in profile.lines.iter().enumerate() {
        let entries = line_of(line, &profile.server, profile.register_secs);
        block(&mut text, &format!("line index=\"{}\"", place + 1), &entries);
    }
    text.push_str("</sip>\n<phone>\n");
    let mut display = Entries::default();
    display.set(
        "DefaultLanguage",
        match profile.language {
            Language::Spanish => "es",
            Language::English => "en",
        },
    );
    block(&mut text, "display", &display);
    if let Some(zone) = profile.zone {
        let mut date = Entries::default();
        date.set("EnableSNTP", 1);
        date.set("SNTPServer", "pool.ntp.org");
        // Quarters of an hour. Whether it is summer the phone knows by its own table.
        date.set("TimeZone", zone.minutes / 15);
        block(&mut text, "date", &date);
    }
    text.push_str("</phone>\n<web>\n");
    let mut account = Entries::default();
    account.set("Name", "admin");
    account.set("Password", &profile.admin_password);
    account.set("Level", 10);
    block(&mut text, "account index=\"1\"", &account);
    text.push_str("</web>\n");
    block(&mut text, "ap", &fetching(profile));
    text + "</sysConf>\n"
}

fn line_of(line: &Line, server: &Server, expires: u32) -> Entries {
    let mut entries = Entries::default();
    entries.set("PhoneNumber", &line.user);
    entries.set("DisplayName", &line.name);
    entries.set("RegisterAddr", &server.host);
    entries.set("RegisterPort", server.port);
    entries.set("RegisterUser", &line.user);
    entries.set("RegisterPswd", &line.secret);
    entries.set("RegisterTTL", expires);
    entries.set("EnableReg", 1);
    entries.set(
        "Transport",
        match server.wire {
            Wire::Tcp => 1,
            Wire::Tls => 3,
            _ => 0,
        },
    );
    let codecs: Vec<&str> = line.codecs.iter().map(|codec| codec.sdp_name()).collect();
    entries.set("VoiceCodecMap", codecs.join(","));
    entries
}

fn fetching(profile: &Profile) -> Entries {
    let mut entries = Entries::default();
    entries.set("DownloadDeviceConf", 1);
    entries.set("FlashServerIP", profile.source.folder().trim_end_matches('/'));
    entries.set("FlashFileName", format!("{}.cfg", profile.mac.bare()));
    entries.set("FlashProtocol", if profile.source.secure() { 5 } else { 4 });
    // At each start and after each interval, which is told in hours.
    entries.set("FlashMode", 2);
    entries.set("FlashInterval", (profile.every_minutes / 60).max(1));
    entries
}
