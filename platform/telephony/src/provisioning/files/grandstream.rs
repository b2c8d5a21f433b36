//! Grandstream: numbered P-values in XML.

use kernel::Wire;

use super::{Entries, xml};
use crate::endpoints::Codec;
use crate::provisioning::profile::{Language, Line, Profile, Server};

/// The P-values of one account, in the order of the vendor's template.
struct Account {
    active: u16,
    name: u16,
    server: u16,
    user: u16,
    auth: u16,
    password: u16,
    display: u16,
    transport: u16,
    expires: u16,
    dial_plan: u16,
    vocoders: [u16; 8],
}

const ACCOUNTS: [Account; 2] = [
    Account {
        active: 271,
        name: 270,
        server: 47,
        user: 35,
        auth: 36,
        password: 34,
        display: 3,
        transport: 130,
        expires: 32,
        dial_plan: 290,
        vocoders: [57, 58, 59, 60, 61, 62, 46, 98],
    },
    Account {
        active: 401,
        name: 417,
        server: 402,
        user: 404,
        auth: 405,
        password: 406,
        display: 407,
        transport: 448,
        expires: 412,
        dial_plan: 459,
        vocoders: [451, 452, 453, 454, 455, 456, 457, 458],
    },
];

/// Everything that is dialled goes out as it was typed.
const DIAL_PLAN: &str = r"{ x+ | \+x+ | *x+ | *xx*x+ }";

/// Writes `cfg<mac>.xml`.
pub fn write(profile: &Profile) -> String {
    let mut entries = Entries::default();
    for (place, account) in ACCOUNTS.iter().enumerate() {
        match profile.lines.get(place) {
            Some(line) => line_of(&mut entries, account, line, &profile.server, profile.register_secs),
            None => set(&mut entries, account.active, 0),
        }
    }
    set(&mut entries, 2, &profile.admin_password);
    let language = match profile.language {
        Language::Spanish => "es",
        Language::English => "en",
    };
    set(&mut entries, 1362, language);
    set(&mut entries, 30, "pool.ntp.org");
    if let Some(zone) = profile.zone {
        set(&mut entries, 64, "customize");
        set(&mut entries, 246, zone.posix());
    }
    set(&mut entries, 212, if profile.source.secure() { 2 } else { 1 });
    set(&mut entries, 237, &profile.source.place);
    set(&mut entries, 194, 1);
    set(&mut entries, 193, profile.every_minutes);
    let mut text = format!("{}<gs_provision version=\"1\">\n<config version=\"1\">\n", xml::HEAD);
    for (key, value) in entries.iter() {
        text.push_str(&format!("<{key}>{}</{key}>\n", xml::escape(value)));
    }
    text + "</config>\n</gs_provision>\n"
}

fn set(entries: &mut Entries, number: u16, value: impl ToString) {
    entries.set(format!("P{number}"), value);
}

fn line_of(entries: &mut Entries, account: &Account, line: &Line, server: &Server, expires: u32) {
    let host = if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() };
    let transport = match server.wire {
        Wire::Tcp => 1,
        Wire::Tls => 2,
        _ => 0,
    };
    set(entries, account.active, 1);
    set(entries, account.name, &line.label);
    set(entries, account.server, format!("{host}:{}", server.port));
    set(entries, account.user, &line.user);
    set(entries, account.auth, &line.user);
    set(entries, account.password, &line.secret);
    set(entries, account.display, &line.name);
    set(entries, account.transport, transport);
    set(entries, account.expires, (expires / 60).max(1));
    set(entries, account.dial_plan, DIAL_PLAN);
    // Each of the eight choices has to name a codec: the last one is repeated.
    let last = line.codecs.last().copied().unwrap_or(Codec::Pcma);
    let codecs = line.codecs.iter().copied().chain(std::iter::repeat(last));
    for (choice, codec) in account.vocoders.iter().zip(codecs) {
        set(entries, *choice, vocoder(codec));
    }
}

const fn vocoder(codec: Codec) -> u8 {
    match codec {
        Codec::Pcmu => 0,
        Codec::Pcma => 8,
        Codec::G722 => 9,
        Codec::Opus => 125,
    }
}
