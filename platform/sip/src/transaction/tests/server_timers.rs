//! Timers G to J and L, and the delayed `100 Trying`.

use super::lab::{Lab, request, response};
use crate::transaction::Refused;

fn invited(mut lab: Lab) -> Lab {
    lab.receive(&request("INVITE", "1"));
    lab
}

fn ack() -> String {
    request("ACK", "1").replace("To: <sip:bob@192.0.2.2>", "To: <sip:bob@192.0.2.2>;tag=b")
}

#[test]
fn an_invite_left_unanswered_gets_100_after_200_ms() {
    let mut lab = invited(Lab::udp());
    lab.run_to(150);
    lab.receive(&request("INVITE", "1"));
    lab.run_to(600);
    lab.receive(&request("INVITE", "1"));
    assert_eq!(lab.times("> 100"), [200, 600]);
    assert_eq!(lab.times("request INVITE"), [0]);
}

#[test]
fn an_invite_answered_in_time_gets_no_100_and_its_repetition_the_last_response() {
    let mut lab = invited(Lab::udp());
    lab.run_to(100);
    lab.respond(&response(180, "INVITE", "1"));
    lab.run_to(500);
    lab.receive(&request("INVITE", "1"));
    lab.run_to(5000);
    assert!(lab.times("> 100").is_empty());
    assert_eq!(lab.times("> 180"), [100, 500]);
}

#[test]
fn timers_g_and_h_repeat_a_refusal_until_they_give_up() {
    let mut lab = invited(Lab::udp());
    lab.respond(&response(486, "INVITE", "1"));
    lab.run_to(60_000);
    let expected = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
    assert_eq!(lab.times("> 486"), expected);
    assert_eq!(lab.times("not acknowledged"), [32_000]);
    assert!(lab.table.is_empty());
}

#[test]
fn over_tcp_a_refusal_is_sent_once_and_timer_h_holds() {
    let mut lab = invited(Lab::tcp());
    lab.respond(&response(486, "INVITE", "1"));
    lab.run_to(60_000);
    assert_eq!(lab.times("> 486"), [0]);
    assert_eq!(lab.times("not acknowledged"), [32_000]);
}

#[test]
fn timer_i_absorbs_repeated_acks_for_t4() {
    let mut lab = invited(Lab::udp());
    lab.respond(&response(486, "INVITE", "1"));
    lab.run_to(600);
    lab.receive(&ack());
    lab.run_to(5599);
    lab.receive(&ack());
    lab.receive(&request("INVITE", "1"));
    assert_eq!(lab.times("> 486"), [0, 500]);
    assert!(lab.times("ack").is_empty());
    assert!(!lab.table.is_empty());
    lab.run_to(5600);
    assert!(lab.table.is_empty());
}

#[test]
fn over_tcp_the_ack_ends_a_refused_invite() {
    let mut lab = invited(Lab::tcp());
    lab.respond(&response(486, "INVITE", "1"));
    lab.receive(&ack());
    assert!(lab.table.is_empty());
}

#[test]
fn timer_j_answers_a_repeated_request_from_memory_for_64_t1() {
    let mut lab = Lab::udp();
    lab.receive(&request("OPTIONS", "1"));
    lab.receive(&request("OPTIONS", "1"));
    lab.run_to(100);
    lab.respond(&response(200, "OPTIONS", "1"));
    lab.run_to(32_099);
    lab.receive(&request("OPTIONS", "1"));
    lab.run_to(32_100);
    lab.receive(&request("OPTIONS", "1"));
    assert_eq!(lab.times("> 200"), [100, 32_099]);
    assert_eq!(lab.times("request OPTIONS"), [0, 32_100]);
}

#[test]
fn over_tcp_timer_j_is_zero() {
    let mut lab = Lab::tcp();
    lab.receive(&request("OPTIONS", "1"));
    lab.respond(&response(200, "OPTIONS", "1"));
    assert!(lab.table.is_empty());
}

#[test]
fn timer_l_absorbs_the_invite_and_lets_the_dialog_repeat_its_2xx() {
    let mut lab = invited(Lab::udp());
    lab.respond(&response(200, "INVITE", "1"));
    lab.run_to(500);
    lab.receive(&request("INVITE", "1"));
    lab.respond(&response(200, "INVITE", "1"));
    lab.receive(&ack());
    lab.run_to(31_999);
    assert_eq!(lab.table.len(), 1);
    lab.run_to(32_000);
    assert!(lab.table.is_empty());
    assert_eq!(lab.times("> 200"), [0, 500]);
    assert_eq!(lab.times("ack"), [500]);
    let late =
        lab.table.respond(lab.now(), lab.servers[0], &super::lab::parse(&response(200, "INVITE", "1")));
    assert_eq!(late, Err(Refused::Ended));
}

#[test]
fn a_second_final_response_is_refused() {
    let mut lab = invited(Lab::udp());
    lab.respond(&response(200, "INVITE", "1"));
    let second = super::lab::parse(&response(486, "INVITE", "1"));
    assert_eq!(lab.table.respond(lab.now(), lab.servers[0], &second), Err(Refused::Ended));
}

#[test]
fn a_request_nobody_answers_is_dropped_when_its_client_has_given_up() {
    let mut lab = Lab::udp();
    lab.receive(&request("OPTIONS", "1"));
    lab.run_to(31_999);
    assert_eq!(lab.table.len(), 1);
    lab.run_to(32_000);
    assert!(lab.table.is_empty());
    assert!(lab.wire.is_empty());
}
