//! Decisions on a small tenant: two extensions, a number, two trunks, three routes.

use super::*;
use kernel::id::Uuid;
use kernel::phone::DiallingPlan;
use sip::digest::Ha1;

use crate::routing::table::TrunkFacts;

fn endpoint(n: u128, number: &str, class: Class) -> Endpoint {
    Endpoint {
        id: EndpointId(Uuid::from_u128(n)),
        terminal_user: format!("10000000{n}").into(),
        ha1: Ha1 { md5: [0; 16], sha256: [0; 32] },
        number: Some(number.into()),
        name: Some(format!("Desk {n}").into()),
        caller_number: None,
        emergency_address: None,
        ring_secs: 30,
        max_calls: 4,
        max_devices: 5,
        codecs: None,
        class,
        do_not_disturb: false,
        call_waiting: true,
        withheld: false,
    }
}

const DESK: EndpointId = EndpointId(Uuid::from_u128(1));
const LOBBY: EndpointId = EndpointId(Uuid::from_u128(2));
const CARRIER: TrunkId = TrunkId(Uuid::from_u128(11));
const BACKUP: TrunkId = TrunkId(Uuid::from_u128(12));
const BRANCH: TrunkId = TrunkId(Uuid::from_u128(13));

fn trunk(name: &str, dialling: Dialling) -> TrunkFacts {
    let class = Class::International;
    TrunkFacts { name: name.into(), has_gateway: true, dialling, class, caller_number: None, ring_secs: 60 }
}

fn route(n: u128, patterns: &[&str], strip: u8, class: Option<Class>) -> Route {
    Route {
        id: RouteId(Uuid::from_u128(n)),
        name: format!("route {n}").into(),
        patterns: patterns.iter().map(|p| p.parse().unwrap()).collect(),
        strip,
        prepend: "".into(),
        trunks: Box::new([CARRIER, BACKUP]),
        class,
    }
}

fn table() -> Table {
    let mut table = Table {
        plan: DiallingPlan::of("ES"),
        country: "ES".into(),
        main_number: Some("+34910000000".into()),
        ..Table::default()
    };
    for (endpoint, number) in
        [(endpoint(1, "1001", Class::National), "1001"), (endpoint(2, "1002", Class::Internal), "1002")]
    {
        table.extensions.insert(number.into(), endpoint.id);
        table.endpoints.insert(endpoint.id, Arc::new(endpoint));
    }
    table.numbers.insert("34910000001".into(), Some(LOBBY));
    table.numbers.insert("34910000009".into(), None);
    table.trunks.insert(CARRIER, trunk("carrier", Dialling::Numbers));
    table.trunks.insert(BACKUP, trunk("backup", Dialling::Numbers));
    table.trunks.insert(BRANCH, trunk("branch", Dialling::Transit));
    table.routes = vec![
        route(21, &["77XX"], 0, Some(Class::Internal)),
        route(22, &["+34."], 1, None),
        route(23, &["+."], 1, None),
    ];
    table
}

fn ask(table: &Table, from: From, dialled: &str) -> (Verdict, Vec<Decision>) {
    let question = Question { from, dialled, caller_number: "600000001", caller_name: None, why: Why::Call };
    decide(table, &question, &|_| true)
}

fn status(verdict: &Verdict) -> Option<u16> {
    match verdict {
        Verdict::Refuse { status, .. } => Some(*status),
        _ => None,
    }
}

fn hops(verdict: Verdict) -> Vec<Hop> {
    match verdict {
        Verdict::Out { hops, .. } => hops,
        other => panic!("expected a way out, got {other:?}"),
    }
}

#[test]
fn an_extension_rings_and_sees_the_callers_extension() {
    let (verdict, steps) = ask(&table(), From::Endpoint(DESK), "10 02");
    let Verdict::Ring { endpoint, number, shown } = verdict else { panic!("{verdict:?}") };
    assert_eq!((endpoint.id, &*number, &*shown.number), (LOBBY, "1002", "1001"));
    assert_eq!(shown.name.as_deref(), Some("Desk 1"));
    assert_eq!(steps[0].reason, Reason::ExtensionFound);
}

#[test]
fn our_own_public_number_stays_inside() {
    let (verdict, _) = ask(&table(), From::Endpoint(DESK), "910000001");
    let Verdict::Ring { endpoint, number, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!((endpoint.id, &*number), (LOBBY, "+34910000001"));
    assert_eq!(status(&ask(&table(), From::Endpoint(DESK), "910000009").0), Some(404));
}

#[test]
fn the_first_route_that_matches_decides_and_the_class_must_allow_it() {
    let out = hops(ask(&table(), From::Endpoint(DESK), "600 123 456").0);
    assert_eq!(out[0].number, "34600123456");
    assert_eq!(out.iter().map(|hop| hop.trunk).collect::<Vec<_>>(), [CARRIER, BACKUP]);
    assert_eq!(&*out[0].shown.number, "+34910000000");
    assert_eq!(status(&ask(&table(), From::Endpoint(DESK), "+442079460018").0), Some(403));
    assert_eq!(status(&ask(&table(), From::Endpoint(LOBBY), "600123456").0), Some(403));
    assert_eq!(hops(ask(&table(), From::Endpoint(LOBBY), "7712").0)[0].number, "7712");
    assert_eq!(status(&ask(&table(), From::Endpoint(DESK), "806000000").0), Some(403));
}

#[test]
fn unknown_numbers_are_not_found() {
    for dialled in ["1003", "", "reception", "*99", "0034"] {
        assert_eq!(status(&ask(&table(), From::Endpoint(DESK), dialled).0), Some(404), "{dialled}");
    }
}

#[test]
fn a_trunk_that_is_down_is_tried_last() {
    let question = Question {
        from: From::Endpoint(DESK),
        dialled: "600123456",
        caller_number: "",
        caller_name: None,
        why: Why::Call,
    };
    let (verdict, steps) = decide(&table(), &question, &|trunk| trunk != CARRIER);
    assert_eq!(hops(verdict).iter().map(|hop| hop.trunk).collect::<Vec<_>>(), [BACKUP, CARRIER]);
    assert!(steps.contains(&Decision::new(Reason::TrunkDown).with("trunk", "carrier")), "{steps:?}");
}

#[test]
fn a_carrier_reaches_numbers_alone_and_its_caller_is_completed() {
    let (verdict, _) = ask(&table(), From::Trunk(CARRIER), "34910000001");
    let Verdict::Ring { endpoint, shown, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!((endpoint.id, &*shown.number), (LOBBY, "+34600000001"));
    for dialled in ["1002", "600123456", "112"] {
        assert_eq!(status(&ask(&table(), From::Trunk(CARRIER), dialled).0), Some(404), "{dialled}");
    }
}

#[test]
fn a_trunk_of_another_tenant_reaches_numbers_alone() {
    let foreign = From::Trunk(TrunkId(Uuid::from_u128(99)));
    assert!(matches!(ask(&table(), foreign, "+34910000001").0, Verdict::Ring { .. }));
    assert_eq!(status(&ask(&table(), foreign, "1002").0), Some(404));
}

#[test]
fn another_exchange_dials_extensions_and_onwards() {
    assert!(matches!(ask(&table(), From::Trunk(BRANCH), "1002").0, Verdict::Ring { .. }));
    assert_eq!(hops(ask(&table(), From::Trunk(BRANCH), "7700").0)[0].number, "7700");
}

#[test]
fn emergency_calls_pass_class_and_suspension_and_show_the_caller() {
    let mut table = table();
    table.suspended = true;
    let mut lobby = endpoint(2, "1002", Class::Internal);
    lobby.withheld = true;
    lobby.emergency_address = Some("Main street 1".into());
    table.endpoints.insert(LOBBY, Arc::new(lobby));
    let (verdict, steps) = ask(&table, From::Endpoint(LOBBY), "112");
    let Verdict::Out { hops, emergency, number } = verdict else { panic!("{verdict:?}") };
    assert!(emergency && hops.iter().all(|hop| !hop.shown.withheld));
    assert_eq!((&*number, hops.len()), ("112", 3));
    assert!(
        steps.contains(&Decision::new(Reason::EmergencyAddress).with("address", "Main street 1")),
        "{steps:?}"
    );
    assert_eq!(status(&ask(&table, From::Endpoint(DESK), "1002").0), Some(403));
}

#[test]
fn an_emergency_route_goes_first_and_other_trunks_follow() {
    let mut table = table();
    table.routes.push(Route { trunks: Box::new([BACKUP]), ..route(24, &["112"], 0, Some(Class::Premium)) });
    let order: Vec<TrunkId> =
        hops(ask(&table, From::Endpoint(LOBBY), "112").0).iter().map(|hop| hop.trunk).collect();
    assert_eq!(order, [BACKUP, CARRIER, BRANCH]);
}

#[test]
fn do_not_disturb_is_busy_except_for_a_returned_transfer() {
    let mut table = table();
    let quiet = Endpoint { do_not_disturb: true, ..endpoint(2, "1002", Class::Internal) };
    table.endpoints.insert(LOBBY, Arc::new(quiet));
    assert_eq!(status(&ask(&table, From::Endpoint(DESK), "1002").0), Some(486));
    let back = Question {
        from: From::Endpoint(LOBBY),
        dialled: "1002",
        caller_number: "1001",
        caller_name: None,
        why: Why::Return,
    };
    assert!(matches!(decide(&table, &back, &|_| true).0, Verdict::Ring { .. }));
}

#[test]
fn a_transfer_shows_the_party_that_is_transferred() {
    let question = Question {
        from: From::Endpoint(DESK),
        dialled: "1002",
        caller_number: "+34600000001",
        caller_name: Some("Caller"),
        why: Why::Transfer,
    };
    let Verdict::Ring { shown, .. } = decide(&table(), &question, &|_| true).0 else { panic!() };
    assert_eq!((&*shown.number, shown.name.as_deref()), ("+34600000001", Some("Caller")));
}

#[test]
fn a_trunk_may_show_one_number_for_all() {
    let mut table = table();
    table.trunks.get_mut(&CARRIER).unwrap().caller_number = Some("+34910000005".into());
    let out = hops(ask(&table, From::Endpoint(DESK), "600123456").0);
    assert_eq!((&*out[0].shown.number, &*out[1].shown.number), ("+34910000005", "+34910000000"));
}
