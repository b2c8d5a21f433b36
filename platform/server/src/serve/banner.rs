//! What the start prints: where everything is, and with the demo who may sign in.

use crate::credentials::Credentials;

/// One sentence to the person at the terminal.
pub(super) fn say(sentence: &str) {
    eprintln!("conmuta: {sentence}");
}

/// URL, sign-ins and SIP accounts.
pub(super) fn print(credentials: &Credentials<'_>) {
    println!("{}", text(credentials));
}

fn text(credentials: &Credentials<'_>) -> String {
    let mut text = String::from("\nConmuta is up.\n");
    let mut line = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("  {name:<12} {value}\n"));
        }
    };
    line("Browser", &credentials.http);
    line("SIP", &credentials.sip);
    line("SIP (TLS)", &credentials.sips);
    line("Authority", &credentials.ca);
    if let Some(url) = &credentials.setup {
        text.push_str(&format!(
            "\nFirst start: open this link within 24 hours to make your account and set everything up.\n  {url}\n"
        ));
    }
    let provisioned = credentials.provisioned;
    if let Some(operator) = &provisioned.operator {
        text.push_str(&format!("\nOperator\n  {:<24} {}\n", operator.user, operator.password));
    }
    for reseller in &provisioned.resellers {
        text.push_str(&format!("\nReseller {}\n", reseller.name));
        for user in &reseller.users {
            text.push_str(&format!(
                "  {:<24} {}\n",
                format!("{}@{}", user.user, reseller.name),
                user.password
            ));
        }
    }
    for tenant in &provisioned.tenants {
        text.push_str(&format!("\nTenant {} ({})\n", tenant.name, tenant.domain));
        for user in &tenant.users {
            let role = user.role.as_deref().unwrap_or_default();
            text.push_str(&format!(
                "  {:<24} {:<24} {role}\n",
                format!("{}@{}", user.user, tenant.name),
                user.password
            ));
        }
        for phone in &tenant.endpoints {
            text.push_str(&format!(
                "  extension {:<14} SIP user {}  secret {}\n",
                phone.extension, phone.user, phone.secret
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::{Provisioned, SignIn, SipAccount, Tenant};

    #[test]
    fn the_demo_says_all_one_needs_to_begin() {
        let provisioned = Provisioned {
            operator: Some(SignIn { user: "operator".into(), password: "p1".into(), role: None }),
            resellers: Vec::new(),
            tenants: vec![Tenant {
                name: "alpha".into(),
                domain: "alpha.example".into(),
                users: vec![SignIn {
                    user: "admin".into(),
                    password: "p2".into(),
                    role: Some("administrator".into()),
                }],
                endpoints: vec![SipAccount {
                    domain: "alpha.example".into(),
                    user: "410000001".into(),
                    secret: "s1".into(),
                    extension: "1001".into(),
                }],
            }],
        };
        let credentials = Credentials {
            http: Some("http://127.0.0.1:8080".into()),
            sip: Some("127.0.0.1:5060".into()),
            sips: None,
            ca: None,
            setup: Some("http://127.0.0.1:8080/setup/t0ken".into()),
            provisioned: &provisioned,
        };
        let text = text(&credentials);
        for word in [
            "http://127.0.0.1:8080",
            "/setup/t0ken",
            "operator",
            "p1",
            "admin@alpha",
            "p2",
            "1001",
            "410000001",
            "s1",
        ] {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
    }
}
