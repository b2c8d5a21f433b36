//! Linphone: remote provisioning as a softphone reads it from the address of a QR code.

use kernel::Wire;

use super::xml;
use crate::provisioning::profile::{Line, Server};

const OPEN: &str = "<config xmlns=\"http://www.linphone.org/xsds/lpconfig.xsd\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
    xsi:schemaLocation=\"http://www.linphone.org/xsds/lpconfig.xsd lpconfig.xsd\">\n";

/// Writes the account as sections of Linphone's configuration.
pub fn write(line: &Line, server: &Server, realm: &str, register_secs: u32) -> String {
    let host = if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() };
    let user = sip::uri::escape_user(&line.user);
    let name = line.name.replace('\\', "\\\\").replace('"', "\\\"");
    let transport = match server.wire {
        Wire::Tcp => "tcp",
        Wire::Tls => "tls",
        _ => "udp",
    };
    let sections: [(&str, Vec<(&str, String)>); 4] = [
        // The address works once: it must not be asked again at each start.
        ("misc", vec![("transient_provisioning", "1".to_owned())]),
        ("sip", vec![("default_proxy", "0".to_owned())]),
        (
            "proxy_0",
            vec![
                ("reg_identity", format!("\"{name}\" <sip:{user}@{host}>")),
                ("reg_proxy", format!("<sip:{host}:{};transport={transport}>", server.port)),
                ("reg_route", format!("<sip:{host}:{};transport={transport};lr>", server.port)),
                ("reg_expires", register_secs.to_string()),
                ("reg_sendregister", "1".to_owned()),
            ],
        ),
        (
            "auth_info_0",
            vec![
                ("username", line.user.clone()),
                ("userid", line.user.clone()),
                ("passwd", line.secret.clone()),
                ("realm", realm.to_owned()),
                ("domain", host.clone()),
            ],
        ),
    ];
    let mut text = format!("{}{OPEN}", xml::HEAD);
    for (section, entries) in sections {
        text.push_str(&format!("  <section name=\"{section}\">\n"));
        for (key, value) in entries {
            let value = xml::escape(&value);
            text.push_str(&format!("    <entry name=\"{key}\" overwrite=\"true\">{value}</entry>\n"));
        }
        text.push_str("  </section>\n");
    }
    text + "</config>\n"
}
