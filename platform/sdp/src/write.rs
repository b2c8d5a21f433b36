//! From [`Session`] to bytes, in the order of RFC 8866 §5, CRLF line ends.

use crate::{
    Attribute, Connection, MediaLine, Session,
    parse::{is_plain, is_unwanted},
};

impl Session {
    /// The description as text, CRLF line ends. Control characters inside values are left out, so no value can
    /// smuggle in a line.
    pub fn to_text(&self) -> String {
        let mut out = String::with_capacity(512);
        line(&mut out, 'v', &["0"]);
        let origin = &self.origin;
        let fields = [&origin.username, &origin.session_id, &origin.version];
        let fields = fields.map(|field| if field.is_empty() { "-" } else { field.as_str() });
        let address = &origin.address;
        line(&mut out, 'o', &[fields[0], fields[1], fields[2], "IN", &address.kind, &address.address]);
        line(&mut out, 's', &[if self.name.is_empty() { "-" } else { &self.name }]);
        for (letter, value) in &self.information {
            line(&mut out, *letter, &[value]);
        }
        connection(&mut out, self.connection.as_ref());
        each(&mut out, 'b', &self.bandwidth);
        if !self.timing.iter().any(|(letter, _)| *letter == 't') {
            line(&mut out, 't', &["0", "0"]);
        }
        for (letter, value) in &self.timing {
            line(&mut out, *letter, &[value]);
        }
        each(&mut out, 'k', self.key.as_slice());
        attributes(&mut out, &self.attributes);
        for media in &self.media {
            media_line(&mut out, media);
        }
        out
    }

    /// The same as bytes, for a message body.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_text().into_bytes()
    }
}

impl std::fmt::Display for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

fn media_line(out: &mut String, media: &MediaLine) {
    let port = match media.port_count {
        Some(count) => format!("{}/{count}", media.port),
        None => media.port.to_string(),
    };
    let mut fields = vec![media.media.as_str(), &port, &media.protocol];
    fields.extend(media.formats.iter().map(String::as_str));
    line(out, 'm', &fields);
    each(out, 'i', media.information.as_slice());
    connection(out, media.connection.as_ref());
    each(out, 'b', &media.bandwidth);
    each(out, 'k', media.key.as_slice());
    attributes(out, &media.attributes);
}

fn connection(out: &mut String, connection: Option<&Connection>) {
    if let Some(connection) = connection {
        line(out, 'c', &["IN", &connection.kind, &connection.address]);
    }
}

fn attributes(out: &mut String, attributes: &[Attribute]) {
    for attribute in attributes {
        match &attribute.value {
            Some(value) => {
                out.push_str("a=");
                push(out, &attribute.name);
                out.push(':');
                push(out, value);
                out.push_str("\r\n");
            }
            None => line(out, 'a', &[&attribute.name]),
        }
    }
}

fn each(out: &mut String, letter: char, values: &[String]) {
    for value in values {
        line(out, letter, &[value]);
    }
}

fn line(out: &mut String, letter: char, fields: &[&str]) {
    out.push(letter);
    out.push('=');
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        push(out, field);
    }
    out.push_str("\r\n");
}

fn push(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        out.extend(text.chars().filter(|letter| !is_unwanted(*letter)));
    }
}
