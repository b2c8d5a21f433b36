//! `conmuta config explain`: every key with its meaning, its value and where that comes from.

use crate::cli::Settings;
use crate::config::{self, ConfigError};

/// Keys whose values may hold a password.
const SECRET: &[&str] = &["database", "database_migrate"];

/// One paragraph a key, in the order of the defaults file.
///
/// # Errors
/// When the configuration cannot be read; the message names the key.
pub fn explain(given: &Settings) -> Result<String, ConfigError> {
    config::Config::load(given)?;
    let set = values(&config::merged(given)?);
    let by_hand = values(given);
    let mut text = String::new();
    let mut meaning: Vec<&str> = Vec::new();
    for line in config::DEFAULTS.lines() {
        if let Some((key, default)) = line.strip_prefix('#').and_then(|l| l.split_once(" = ")) {
            let shown = |value: &str| if SECRET.contains(&key) { hide(value) } else { value.to_owned() };
            let (value, source) = match (by_hand.get(key), set.get(key)) {
                (Some(value), _) => (shown(value), "flag or environment"),
                (None, Some(value)) => (shown(value), "file"),
                (None, None) => (default.to_owned(), "default or example"),
            };
            text.push_str(&format!("{key} = {value}    ({source})\n"));
            meaning.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
            meaning.clear();
        } else {
            match line.strip_prefix("# ") {
                Some(words) => meaning.push(words),
                None => meaning.clear(),
            }
        }
    }
    Ok(text)
}

fn values(settings: &Settings) -> std::collections::BTreeMap<String, String> {
    let value = serde_json::to_value(settings).unwrap_or_default();
    let fields = value.as_object().cloned().unwrap_or_default();
    fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(key, v)| (key, v.to_string())).collect()
}

/// A database URL without what stands before its host.
fn hide(value: &str) -> String {
    match value.split_once('@') {
        Some((_, host)) => format!("\"…@{host}"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_shows_its_meaning_value_and_source_and_no_password() {
        let given = Settings {
            database: Some("postgres://app:hunter2@db.example/conmuta".into()),
            sip: Some("127.0.0.1:7000".into()),
            ..Settings::default()
        };
        let text = explain(&given).unwrap();
        assert!(
            text.contains("sip = \"127.0.0.1:7000\"    (flag or environment)\n    SIP over UDP and TCP."),
            "{text}"
        );
        assert!(text.contains("db.example") && !text.contains("hunter2"), "{text}");
    }
}
