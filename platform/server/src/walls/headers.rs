//! Stepping down: into what is below one's own home alone, and nobody else learns what there is.

use testkit::Client;
use testkit::document::{Operation, operations, sample};

use super::belongings::nowhere;
use super::findings::{Findings, face, level, own_path};
use super::house::House;

pub async fn walk(house: &House, findings: &mut Findings) {
    let home = |name: &str| house.node.env.directory.tenant_by_name(name).unwrap().tenant().to_string();
    let (bravo, cierzo) = (house.bravo.scope.tenant().to_string(), house.cierzo.scope.tenant().to_string());
    let above = [home("operator"), home("sur"), cierzo];
    let beside_acme: Vec<String> = above.iter().cloned().chain([bravo, home("norte")]).collect();
    for operation in operations(&house.document) {
        if operation.permission().is_none() {
            continue;
        }
        findings.expect(operation.takes("Tenant"), || format!("{} has no tenant header", operation.id));
        let customer = if level(house, &operation) == web::Level::Tenant { 404 } else { 403 };
        let staff = if level(house, &operation) == web::Level::Operator { 403 } else { 404 };
        tried(house, &operation, (&house.acme.admin, customer), &beside_acme, findings).await;
        tried(house, &operation, (&house.norte.client, staff), &above, findings).await;
    }
}

async fn tried(
    house: &House,
    operation: &Operation<'_>,
    (client, status): (&Client, u16),
    tenants: &[String],
    findings: &mut Findings,
) {
    let path = own_path(operation, &house.acme.has);
    let body = operation.body().map(|schema| sample(&house.document, schema).to_string());
    let ask = async |tenant: &str| {
        let client = client.clone().with_header(web::TENANT_HEADER, tenant);
        let body = body.clone().map(|text| ("application/json", text));
        client.send_text(operation.method.clone(), &path, body).await
    };
    let nobody = nowhere("ten");
    let expected = face(&ask(&nobody).await, &nobody);
    for tenant in tenants {
        let answer = ask(tenant).await;
        let seen = face(&answer, tenant);
        findings.expect(answer.status == status && seen == expected, || {
            format!("{} within {tenant}, not {status} as for none:\n  {seen}\n  {expected}", operation.id)
        });
    }
}
