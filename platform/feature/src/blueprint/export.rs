//! Exporting a tenant as a blueprint: applied to an empty platform it makes the tenant again, secrets excepted.

use std::fmt::Write as _;
use std::sync::Arc;

use web::Problem;

use super::engine::AnySection;
use super::section::Door;

/// One section's items as TOML tables, and the secrets left out.
#[derive(Debug, Default)]
pub struct Exported {
    pub(crate) items: Vec<String>,
    pub(crate) hidden: Vec<String>,
}

/// A blueprint and what it does not hold.
#[derive(Debug, Clone)]
pub struct Export {
    /// The TOML text; its head lists the secrets left out.
    pub text: String,
    /// The secrets left out, such as `users.password of ana`.
    pub hidden: Vec<String>,
}

/// Writes the blueprint of a live tenant: `head` (the `[tenant]` table) and every section with items.
///
/// # Errors
/// What keeps a section from being listed.
pub async fn export(
    sections: &[Arc<dyn AnySection>],
    head: &str,
    door: &Door<'_>,
) -> Result<Export, Problem> {
    let (mut body, mut hidden) = (String::new(), Vec::new());
    for section in sections {
        let exported = section.export(door).await?;
        for item in &exported.items {
            body.push_str(&table(section.name(), section.is_single(), item));
        }
        hidden.extend(exported.hidden);
    }
    let mut text = String::new();
    if !hidden.is_empty() {
        text.push_str("# Secrets are not exported; new ones are made where this is applied. Left out:\n");
        for secret in &hidden {
            let _ = writeln!(text, "#   {secret}");
        }
        text.push('\n');
    }
    text.push_str(head);
    text.push_str(&body);
    Ok(Export { text, hidden })
}

/// `[[section]]`, or `[section]`, and the item below it; inner tables get their full name.
fn table(section: &str, single: bool, item: &str) -> String {
    let mut text = if single { format!("\n[{section}]\n") } else { format!("\n[[{section}]]\n") };
    for line in item.lines() {
        if let Some(inner) = line.strip_prefix("[[") {
            let _ = writeln!(text, "[[{section}.{inner}");
        } else if let Some(inner) = line.strip_prefix('[').filter(|rest| rest.ends_with(']')) {
            let _ = writeln!(text, "[{section}.{inner}");
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_tables_keep_their_place() {
        let text = table(
            "trunks",
            false,
            "name = \"a\"\ncodecs = [\"pcma\"]\n\n[hours]\nfrom = 9\n\n[[hops]]\nto = 1\n",
        );
        let read: toml::Table = toml::from_str(&text).unwrap();
        let trunk = &read["trunks"][0];
        assert_eq!(trunk["hours"]["from"].as_integer(), Some(9));
        assert_eq!(trunk["hops"][0]["to"].as_integer(), Some(1));
        assert_eq!(trunk["codecs"][0].as_str(), Some("pcma"));
        assert_eq!(table("branding", true, "accent = \"#0a7078\"\n"), "\n[branding]\naccent = \"#0a7078\"\n");
    }
}
