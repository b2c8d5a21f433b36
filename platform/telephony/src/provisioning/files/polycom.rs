//! Polycom and Poly with UC Software: a master file that names the configuration, which is one element of attributes.

use kernel::Wire;

use super::{Entries, xml};
use crate::endpoints::Codec;
use crate::provisioning::mac::Mac;
use crate::provisioning::profile::{Language, Line, Profile, Server};
use crate::provisioning::zone::{Sunday, Zone};

/// Writes `<mac>.cfg`, the master.
pub fn master(mac: Mac) -> String {
    let file = format!("{}-phone.cfg", mac.bare());
    format!(
        "{}<APPLICATION APP_FILE_PATH=\"sip.ld\" CONFIG_FILES=\"{}\" MISC_FILES=\"\" LOG_FILE_DIRECTORY=\"\"/>\n",
        xml::HEAD,
        xml::escape(&file)
    )
}

/// Writes `<mac>-phone.cfg`.
pub fn write(profile: &Profile) -> String {
    let mut entries = Entries::default();
    for (place, line) in profile.lines.iter().enumerate() {
        registration(&mut entries, place + 1, line, &profile.server, profile.register_secs);
    }
    if let Some(line) = profile.lines.first() {
        codecs(&mut entries, line);
    }
    // Everything that is dialled goes out as it was typed.
    entries.set("dialplan.digitmap", "+x.T|*x.T|x.T");
    entries.set(
        "lcl.ml.lang",
        match profile.language {
            Language::Spanish => "Spanish_Spain",
            Language::English => "English_United_Kingdom",
        },
    );
    if let Some(zone) = profile.zone {
        clock(&mut entries, zone);
    }
    device(&mut entries, profile);
    let mut text = format!("{}<polycomConfig\n", xml::HEAD);
    for (key, value) in entries.iter() {
        text.push_str(&format!("  {key}=\"{}\"\n", xml::escape(value)));
    }
    text + "/>\n"
}

fn registration(entries: &mut Entries, number: usize, line: &Line, server: &Server, expires: u32) {
    let mut set = |key: &str, value: String| entries.set(format!("reg.{number}.{key}"), value);
    set("address", line.user.clone());
    set("displayName", line.name.clone());
    set("label", line.label.clone());
    set("auth.userId", line.user.clone());
    set("auth.password", line.secret.clone());
    set("server.1.address", server.host.clone());
    set("server.1.port", server.port.to_string());
    let transport = match server.wire {
        Wire::Tcp => "TCPOnly",
        Wire::Tls => "TLS",
        _ => "UDPOnly",
    };
    set("server.1.transport", transport.to_owned());
    set("server.1.expires", expires.to_string());
    set("server.1.register", "1".to_owned());
}

/// Codecs are the whole phone's: those of its first line. 0 leaves one out.
fn codecs(entries: &mut Entries, line: &Line) {
    for codec in Codec::ALL {
        let word = match codec {
            Codec::Opus => "Opus",
            Codec::G722 => "G722",
            Codec::Pcma => "G711_A",
            Codec::Pcmu => "G711_Mu",
        };
        let place = line.codecs.iter().position(|wanted| *wanted == codec).map_or(0, |place| place + 1);
        entries.set(format!("voice.codecPref.{word}"), place);
    }
}

fn clock(entries: &mut Entries, zone: &Zone) {
    let mut set = |key: &str, value: i64| entries.set(format!("tcpIpApp.sntp.{key}"), value);
    set("gmtOffset.overrideDHCP", 1);
    set("gmtOffset", i64::from(zone.minutes) * 60);
    set("daylightSavings.enable", i64::from(zone.summer.is_some()));
    if let Some((begin, end)) = zone.summer {
        set("daylightSavings.fixedDayEnable", 0);
        for (word, sunday) in [("start", begin), ("stop", end)] {
            let Sunday { month, week, hour } = sunday;
            let mut day = |key: &str, value: u8| set(&format!("daylightSavings.{word}.{key}"), value.into());
            day("month", month);
            // The first day of the week of the month in which the Sunday lies.
            day("date", if week == 5 { 1 } else { week * 7 - 6 });
            day("time", hour);
            day("dayOfWeek", 1);
            day("dayOfWeek.lastInMonth", u8::from(week == 5));
        }
    }
    entries.set("tcpIpApp.sntp.address", "pool.ntp.org");
}

fn device(entries: &mut Entries, profile: &Profile) {
    entries.set("device.set", 1);
    let protocol = if profile.source.secure() { "HTTPS" } else { "HTTP" };
    let settings = [
        ("auth.localAdminPassword", profile.admin_password.as_str()),
        ("prov.serverType", protocol),
        ("prov.serverName", &profile.source.place),
    ];
    for (key, value) in settings {
        entries.set(format!("device.{key}.set"), 1);
        entries.set(format!("device.{key}"), value);
    }
    entries.set("prov.polling.enabled", 1);
    entries.set("prov.polling.mode", "rel");
    entries.set("prov.polling.period", u64::from(profile.every_minutes) * 60);
}
