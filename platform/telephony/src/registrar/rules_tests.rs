//! The rules of registration, on bindings in memory.

use super::*;
use kernel::rng::Seeded;

struct Even(u128);

impl Draw for Even {
    fn device(&mut self) -> DeviceId {
        self.0 += 1;
        DeviceId(kernel::id::Uuid::from_u128(self.0))
    }
    fn up_to(&mut self, _most: u32) -> u32 {
        0
    }
}

fn owner() -> Owner {
    let rng = Seeded::new(1);
    Owner { tenant: TenantId::new(Timestamp::EPOCH, &rng), endpoint: EndpointId::new(Timestamp::EPOCH, &rng) }
}

fn contact(uri: &str) -> Contact {
    Contact { uri: uri.into(), q_millis: 1_000, expires_secs: None, instance: None, reg_id: None }
}

fn request(call_id: &str, cseq: u32, contacts: Vec<Contact>) -> Request {
    Request {
        call_id: call_id.into(),
        cseq,
        contacts: Contacts::Some(contacts),
        expires_secs: Some(600),
        path: Vec::new(),
        outbound: false,
        flow_known: true,
        user_agent: None,
        wire: Wire::Udp,
        source: "192.0.2.1:5060".parse().unwrap(),
        local: "192.0.2.10:5060".parse().unwrap(),
        flow: 0,
    }
}

/// Applies requests one after the other, a second apart, and gives the last outcome.
fn play(requests: &[Request]) -> Result<Outcome, Refusal> {
    let (owner, limits, mut draw) = (owner(), Limits { devices: 3, ..Limits::default() }, Even(0));
    let mut last = Outcome::default();
    for (second, request) in requests.iter().enumerate() {
        let now = Timestamp::from_micros(i64::try_from(second).unwrap() * 1_000_000);
        last = apply(&last.current, request, owner, &limits, now, &mut draw)?;
    }
    Ok(last)
}

#[test]
fn a_refresh_keeps_the_device_and_its_beginning() {
    let first = play(&[request("a", 1, vec![contact("sip:1@192.0.2.1")])]).unwrap();
    let refreshed = play(&[
        request("a", 1, vec![contact("sip:1@192.0.2.1")]),
        request("a", 2, vec![contact("sip:1@192.0.2.1:5060")]),
        request("a", 3, vec![contact("sip:1@192.0.2.1")]),
    ]);
    assert_eq!(first.fresh.len(), 1);
    let refreshed = refreshed.unwrap();
    let device = refreshed.current.iter().find(|b| &*b.contact == "sip:1@192.0.2.1").unwrap();
    assert_eq!(device.since, Timestamp::EPOCH);
    assert_eq!(device.device, first.current[0].device);
    assert!(refreshed.fresh.is_empty());
}

#[test]
fn an_older_request_changes_nothing_and_another_call_id_may() {
    let one = vec![contact("sip:1@192.0.2.1")];
    let late = play(&[request("a", 5, one.clone()), request("a", 5, one.clone())]);
    assert_eq!(late.unwrap_err(), Refusal::OutOfOrder);
    assert!(play(&[request("a", 5, one.clone()), request("b", 1, one)]).is_ok());
}

#[test]
fn several_contacts_stand_beside_each_other_until_the_limit() {
    let three = vec![contact("sip:1@a"), contact("sip:1@b"), contact("sip:1@c")];
    assert_eq!(play(&[request("a", 1, three.clone())]).unwrap().current.len(), 3);
    let four = play(&[request("a", 1, three), request("b", 1, vec![contact("sip:1@d")])]);
    assert_eq!(four.unwrap_err(), Refusal::TooManyDevices { devices: 3 });
}

#[test]
fn at_the_limit_a_refresh_and_an_exchange_are_allowed() {
    let three = vec![contact("sip:1@a"), contact("sip:1@b"), contact("sip:1@c")];
    assert!(play(&[request("a", 1, three.clone()), request("a", 2, vec![contact("sip:1@b")])]).is_ok());
    let mut gone = contact("sip:1@a");
    gone.expires_secs = Some(0);
    let exchange = play(&[request("a", 1, three), request("a", 2, vec![contact("sip:1@d"), gone])]).unwrap();
    assert_eq!((exchange.current.len(), exchange.removed.len()), (3, 1));
}

#[test]
fn zero_removes_one_and_star_all() {
    let two = vec![contact("sip:1@a"), contact("sip:1@b")];
    let mut gone = contact("sip:1@a");
    gone.expires_secs = Some(0);
    let one_left = play(&[request("a", 1, two.clone()), request("a", 2, vec![gone])]).unwrap();
    assert_eq!((one_left.current.len(), one_left.removed.len()), (1, 1));

    let star = |cseq, expires_secs| Request {
        contacts: Contacts::All,
        expires_secs,
        ..request("a", cseq, Vec::new())
    };
    assert_eq!(play(&[request("a", 1, two.clone()), star(2, Some(0))]).unwrap().removed.len(), 2);
    assert_eq!(play(&[request("a", 1, two.clone()), star(2, Some(60))]).unwrap_err(), Refusal::Star);
    assert_eq!(play(&[request("a", 1, two.clone()), star(2, None)]).unwrap_err(), Refusal::Star);
    assert_eq!(play(&[request("a", 9, two), star(2, Some(0))]).unwrap_err(), Refusal::OutOfOrder);
}

#[test]
fn a_query_shows_what_is_alive() {
    let query = |call_id| Request { contacts: Contacts::Query, ..request(call_id, 9, Vec::new()) };
    let shown = play(&[request("a", 1, vec![contact("sip:1@a")]), query("b")]).unwrap();
    assert_eq!((shown.current.len(), shown.put.len()), (1, 0));
    let late = Timestamp::from_micros(601_000_000);
    let later = apply(&shown.current, &query("b"), owner(), &Limits::default(), late, &mut Even(0)).unwrap();
    assert!(later.current.is_empty());
}

#[test]
fn times_are_kept_within_the_bounds() {
    let wish = |secs| Request { expires_secs: Some(secs), ..request("a", 1, vec![contact("sip:1@a")]) };
    assert_eq!(play(&[wish(59)]).unwrap_err(), Refusal::TooBrief { min_secs: 60 });
    assert_eq!(play(&[wish(60)]).unwrap().current[0].expires.secs(), 60);
    assert_eq!(play(&[wish(100_000)]).unwrap().current[0].expires.secs(), 3_600);
    let none = Request { expires_secs: None, ..wish(0) };
    assert_eq!(play(&[none]).unwrap().current[0].expires.secs(), 3_600);
}

#[test]
fn granted_times_are_spread_by_a_tenth_but_not_below_the_minimum() {
    struct Most;
    impl Draw for Most {
        fn device(&mut self) -> DeviceId {
            DeviceId(kernel::id::Uuid::nil())
        }
        fn up_to(&mut self, most: u32) -> u32 {
            most
        }
    }
    let limits = Limits::default();
    assert_eq!(granted(3_600, &limits, &mut Most), 3_240);
    assert_eq!(granted(61, &limits, &mut Most), 60);
}

fn outbound(instance: &str, reg_id: u32, uri: &str) -> Contact {
    Contact { instance: Some(instance.into()), reg_id: Some(reg_id), ..contact(uri) }
}

#[test]
fn outbound_flows_are_told_apart_by_instance_and_reg_id() {
    let flow = |cseq, reg_id, uri| Request {
        outbound: true,
        ..request(&format!("call-{reg_id}"), cseq, vec![outbound("urn:uuid:1", reg_id, uri)])
    };
    let two = play(&[flow(1, 1, "sip:1@a"), flow(1, 2, "sip:1@a")]).unwrap();
    assert_eq!(two.current.len(), 2);
    assert!(two.outbound);
    let moved = play(&[flow(1, 1, "sip:1@a"), flow(2, 1, "sip:1@b")]).unwrap();
    assert_eq!(moved.current.len(), 1);
    assert_eq!(&*moved.current[0].contact, "sip:1@b");
}

#[test]
fn reg_id_needs_support_on_the_way() {
    let contacts = vec![outbound("urn:uuid:1", 1, "sip:1@a")];
    let unsupported = play(&[request("a", 1, contacts.clone())]).unwrap();
    assert_eq!((unsupported.outbound, unsupported.current[0].reg_id), (false, None));
    let hop = Request { outbound: true, flow_known: false, ..request("a", 1, contacts) };
    assert_eq!(play(&[hop]).unwrap_err(), Refusal::FirstHopLacksOutbound);
}

#[test]
fn a_restarted_device_replaces_its_former_contact() {
    let device = |uri| Contact { instance: Some("urn:uuid:7".into()), ..contact(uri) };
    let restarted =
        play(&[request("a", 1, vec![device("sip:1@h:1111")]), request("b", 1, vec![device("sip:1@h:2222")])]);
    assert_eq!(restarted.unwrap().current.len(), 1);
}

#[test]
fn the_same_contact_twice_in_one_request_is_one_binding() {
    let twice = play(&[request("a", 1, vec![contact("sip:1@a"), contact("sip:1@a")])]).unwrap();
    assert_eq!((twice.put.len(), twice.current.len()), (1, 1));
}

#[test]
fn too_many_contacts_in_one_request_are_refused() {
    let many = (0..11).map(|n| contact(&format!("sip:1@h{n}"))).collect();
    assert_eq!(play(&[request("a", 1, many)]).unwrap_err(), Refusal::Contact);
}
