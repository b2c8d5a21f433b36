//! How messages find or miss their transaction; limits; memory.

use super::lab::{Lab, parse, request, response, start};

#[test]
fn a_response_needs_the_branch_and_the_method() {
    let mut lab = Lab::udp();
    lab.send(&request("OPTIONS", "1"));
    lab.receive(&response(200, "OPTIONS", "2"));
    lab.receive(&response(200, "INVITE", "1"));
    assert_eq!(lab.times("stray 200"), [0, 0]);
    lab.receive(&response(200, "OPTIONS", "1"));
    assert_eq!(lab.times("response 200"), [0]);
}

#[test]
fn a_response_with_two_vias_is_dropped() {
    let mut lab = Lab::udp();
    lab.send(&request("OPTIONS", "1"));
    let twice = response(200, "OPTIONS", "1").replacen(
        "From:",
        "Via: SIP/2.0/UDP 192.0.2.77;branch=z9hG4bKx\r\nFrom:",
        1,
    );
    lab.receive(&twice);
    assert!(lab.times("response 200").is_empty());
    assert!(lab.times("stray 200").is_empty());
}

#[test]
fn the_same_branch_from_another_sender_is_another_transaction() {
    let mut lab = Lab::udp();
    let first = request("OPTIONS", "1");
    lab.receive(&first);
    lab.receive(&first.replace("192.0.2.2:5060;branch", "192.0.2.3:5060;branch").replace("tag=a", "tag=c"));
    lab.receive(&first.replace("192.0.2.2:5060;branch", "192.0.2.2:5062;branch").replace("tag=a", "tag=d"));
    assert_eq!(lab.times("request OPTIONS").len(), 3);
}

#[test]
fn a_branch_without_the_magic_cookie_is_told_by_the_older_rule() {
    let mut lab = Lab::udp();
    let old = request("INVITE", "1").replace("z9hG4bK1", "1");
    lab.receive(&old);
    lab.receive(&old);
    assert_eq!(lab.times("request INVITE"), [0]);
    lab.receive(&old.replace("CSeq: 1", "CSeq: 2"));
    assert_eq!(lab.times("request INVITE"), [0, 0]);
}

#[test]
fn a_copy_over_another_path_is_refused_with_482() {
    let mut lab = Lab::udp();
    lab.receive(&request("OPTIONS", "1"));
    let copy = request("OPTIONS", "2").replace("Call-ID: 2", "Call-ID: 1");
    lab.receive(&copy);
    assert_eq!(lab.times("> 482"), [0]);
    assert_eq!(lab.times("request OPTIONS"), [0]);
    lab.receive(&copy.replace("CSeq: 1", "CSeq: 2").replace("bK2", "bK3"));
    assert_eq!(lab.times("request OPTIONS"), [0, 0]);
}

#[test]
fn a_request_repeated_after_a_challenge_is_no_copy_even_with_the_same_cseq() {
    let mut lab = Lab::udp();
    lab.receive(&request("INVITE", "1"));
    lab.respond(&response(401, "INVITE", "1"));
    lab.receive(&request("INVITE", "2").replace("Call-ID: 2", "Call-ID: 1"));
    assert_eq!(lab.times("request INVITE"), [0, 0]);
    assert!(lab.times("> 482").is_empty());
}

#[test]
fn a_cancel_is_answered_with_the_tag_of_the_invite_and_told_once() {
    let mut lab = Lab::udp();
    lab.receive(&request("INVITE", "1"));
    lab.respond(&response(180, "INVITE", "1"));
    lab.receive(&request("CANCEL", "1"));
    lab.receive(&request("CANCEL", "1"));
    assert_eq!(lab.times("cancelled"), [0]);
    let answers: Vec<_> = lab.wire.iter().filter(|text| start(text) == "200").collect();
    assert_eq!(answers.len(), 2);
    assert!(answers.iter().all(|text| text.contains("To: <sip:bob@192.0.2.2>;tag=b\r\n")));
    assert!(answers[0].contains("CSeq: 1 CANCEL\r\n"));
}

#[test]
fn a_cancel_after_the_final_response_changes_nothing_and_one_without_its_invite_gets_481() {
    let mut lab = Lab::udp();
    lab.receive(&request("INVITE", "1"));
    lab.respond(&response(200, "INVITE", "1"));
    lab.receive(&request("CANCEL", "1"));
    assert!(lab.times("cancelled").is_empty());
    lab.receive(&request("CANCEL", "9"));
    assert_eq!(lab.times("> 481"), [0]);
}

#[test]
fn an_ack_without_its_transaction_goes_to_the_dialog() {
    let mut lab = Lab::udp();
    lab.receive(&request("ACK", "5"));
    assert_eq!(lab.times("ack"), [0]);
    assert!(lab.table.is_empty());
}

#[test]
fn beyond_the_limit_requests_are_answered_503_and_nothing_is_kept() {
    let mut lab = Lab::limited(Lab::udp().flow, 2);
    for branch in ["1", "2", "3", "4"] {
        lab.receive(&request("OPTIONS", branch));
    }
    assert_eq!(lab.times("request OPTIONS").len(), 2);
    assert_eq!(lab.times("> 503").len(), 2);
    assert!(lab.wire.last().unwrap().contains("Retry-After: "));
    assert_eq!(lab.table.len(), 2);
    assert!(lab.table.request(lab.now(), &parse(&request("OPTIONS", "5")), lab.flow).is_err());
}

#[test]
fn a_request_answered_once_is_forgotten() {
    let mut lab = Lab::udp();
    lab.receive(&request("REGISTER", "1"));
    lab.respond_once(&response(401, "REGISTER", "1"));
    assert!(lab.table.is_empty());
    lab.receive(&request("REGISTER", "1"));
    assert_eq!(lab.times("request REGISTER"), [0, 0]);
}

#[test]
fn an_invite_answered_once_is_forgotten_unless_its_client_has_stopped_repeating_it() {
    let mut lab = Lab::udp();
    lab.receive(&request("INVITE", "1"));
    lab.respond_once(&response(401, "INVITE", "1"));
    assert!(lab.table.is_empty());
    lab.receive(&request("ACK", "1"));
    assert_eq!(lab.times("ack"), [0]);
    lab.receive(&request("INVITE", "1"));
    lab.run_to(300);
    assert_eq!(lab.times("> 100"), [200]);
    lab.respond_once(&response(401, "INVITE", "1"));
    lab.run_to(1000);
    assert_eq!(lab.times("> 401"), [0, 300, 800]);
}

#[test]
fn answers_go_to_the_port_in_via_unless_rport_or_a_nat_says_otherwise() {
    use crate::transaction::compose::reply_flow;
    let mut flow = Lab::udp().flow;
    flow.peer.set_port(40_000);
    let port = |text: String| reply_flow(&parse(&text), flow).peer.port();
    let plain = request("OPTIONS", "1");
    assert_eq!(port(plain.clone()), 5060);
    assert_eq!(port(plain.replace("192.0.2.2:5060;", "192.0.2.2;")), 5060);
    assert_eq!(port(plain.replace(";branch", ";rport;branch")), 40_000);
    assert_eq!(port(plain.replace("UDP 192.0.2.2:5060", "UDP 10.0.0.1:5060")), 40_000);
}

#[test]
fn a_rush_leaves_nothing_behind() {
    let mut lab = Lab::udp();
    for branch in 0..5000 {
        lab.receive(&request("OPTIONS", &branch.to_string()));
        lab.respond(&response(200, "OPTIONS", &branch.to_string()));
    }
    assert_eq!(lab.table.len(), 5000);
    lab.run_to(33_000);
    assert!(lab.table.is_empty());
    assert_eq!(lab.table.poll_timeout(), None);
}
