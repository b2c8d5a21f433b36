//! Timers A to F, K and M, and the end of an INVITE that is cancelled.

use super::lab::{Lab, request, response, start};

#[test]
fn timers_a_and_b_repeat_an_invite_ever_slower_and_give_up_after_64_t1() {
    let mut lab = Lab::udp();
    lab.send(&request("INVITE", "1"));
    lab.run_to(60_000);
    assert_eq!(lab.times("> INVITE"), [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
    assert_eq!(lab.times("timed out"), [32_000]);
    assert!(lab.table.is_empty());
}

#[test]
fn over_tcp_nothing_is_repeated_and_timer_b_holds() {
    let mut lab = Lab::tcp();
    lab.send(&request("INVITE", "1"));
    lab.run_to(60_000);
    assert_eq!(lab.times("> INVITE"), [0]);
    assert_eq!(lab.times("timed out"), [32_000]);
}

#[test]
fn a_provisional_response_ends_timers_a_and_b() {
    let mut lab = Lab::udp();
    lab.send(&request("INVITE", "1"));
    lab.run_to(600);
    lab.receive(&response(180, "INVITE", "1"));
    lab.run_to(100_000);
    assert_eq!(lab.times("> INVITE"), [0, 500]);
    assert_eq!(lab.times("response 180"), [600]);
    assert!(lab.times("timed out").is_empty());
}

#[test]
fn timer_c_cancels_an_invite_that_rings_for_ever_and_each_provisional_response_renews_it() {
    let mut lab = Lab::udp();
    lab.send(&request("INVITE", "1"));
    lab.run_to(1000);
    lab.receive(&response(180, "INVITE", "1"));
    lab.run_to(100_000);
    lab.receive(&response(180, "INVITE", "1"));
    lab.run_to(279_999);
    assert!(lab.times("> CANCEL").is_empty());
    lab.run_to(280_100);
    assert_eq!(lab.times("> CANCEL"), [280_000]);
    lab.receive(&response(200, "CANCEL", "1"));
    lab.run_to(400_000);
    assert_eq!(lab.times("timed out"), [312_000]);
    assert!(lab.table.is_empty());
}

#[test]
fn timer_d_answers_repeated_refusals_with_the_same_ack_for_32_seconds() {
    let mut lab = Lab::udp();
    lab.send(&request("INVITE", "1"));
    lab.run_to(100);
    lab.receive(&response(486, "INVITE", "1"));
    lab.run_to(20_000);
    lab.receive(&response(486, "INVITE", "1"));
    lab.run_to(32_099);
    lab.receive(&response(486, "INVITE", "1"));
    lab.run_to(32_101);
    lab.receive(&response(486, "INVITE", "1"));
    assert_eq!(lab.times("> ACK"), [100, 20_000, 32_099]);
    assert_eq!(lab.times("response 486"), [100]);
    assert_eq!(lab.times("stray 486"), [32_101]);
    assert!(lab.table.is_empty());
}

#[test]
fn the_ack_of_a_refusal_follows_the_invite_and_bears_the_tag_of_the_response() {
    let mut lab = Lab::udp();
    lab.send(&request("INVITE", "1"));
    lab.receive(&response(404, "INVITE", "1"));
    let ack = lab.wire.last().unwrap();
    assert!(ack.starts_with("ACK sip:bob@192.0.2.2 SIP/2.0\r\n"));
    assert!(ack.contains("branch=z9hG4bK1\r\n"));
    assert!(ack.contains("To: <sip:bob@192.0.2.2>;tag=b\r\n"));
    assert!(ack.contains("CSeq: 1 ACK\r\n"));
    assert!(ack.contains("Route: <sip:192.0.2.9;lr>\r\n"));
}

#[test]
fn over_tcp_a_refused_invite_is_forgotten_at_once() {
    let mut lab = Lab::tcp();
    lab.send(&request("INVITE", "1"));
    lab.receive(&response(486, "INVITE", "1"));
    assert_eq!(lab.times("> ACK"), [0]);
    assert!(lab.table.is_empty());
}

#[test]
fn timer_m_lets_2xx_of_other_branches_through_for_32_seconds() {
    let mut lab = Lab::udp();
    lab.send(&request("INVITE", "1"));
    lab.run_to(100);
    lab.receive(&response(200, "INVITE", "1"));
    lab.run_to(30_000);
    lab.receive(&response(200, "INVITE", "1"));
    lab.receive(&response(486, "INVITE", "1"));
    lab.run_to(32_100);
    lab.receive(&response(200, "INVITE", "1"));
    assert_eq!(lab.times("response 200"), [100, 30_000]);
    assert!(lab.times("response 486").is_empty());
    assert_eq!(lab.times("stray 200"), [32_100]);
    assert!(lab.times("> ACK").is_empty());
}

#[test]
fn timers_e_and_f_repeat_a_request_up_to_every_t2_and_give_up_after_64_t1() {
    let mut lab = Lab::udp();
    lab.send(&request("OPTIONS", "1"));
    lab.run_to(60_000);
    let expected = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
    assert_eq!(lab.times("> OPTIONS"), expected);
    assert_eq!(lab.times("timed out"), [32_000]);
}

#[test]
fn after_a_provisional_response_timer_e_fires_every_t2() {
    let mut lab = Lab::udp();
    lab.send(&request("OPTIONS", "1"));
    lab.run_to(100);
    lab.receive(&response(100, "OPTIONS", "1"));
    lab.run_to(9000);
    assert_eq!(lab.times("> OPTIONS"), [0, 500, 4500, 8500]);
}

#[test]
fn timer_k_absorbs_repeated_final_responses_for_t4() {
    let mut lab = Lab::udp();
    lab.send(&request("OPTIONS", "1"));
    lab.run_to(100);
    lab.receive(&response(200, "OPTIONS", "1"));
    lab.run_to(5099);
    lab.receive(&response(200, "OPTIONS", "1"));
    lab.run_to(5100);
    lab.receive(&response(200, "OPTIONS", "1"));
    assert_eq!(lab.times("response 200"), [100]);
    assert_eq!(lab.times("stray 200"), [5100]);
    assert!(lab.table.is_empty());
}

#[test]
fn over_tcp_timer_k_is_zero() {
    let mut lab = Lab::tcp();
    lab.send(&request("OPTIONS", "1"));
    lab.receive(&response(200, "OPTIONS", "1"));
    assert!(lab.table.is_empty());
}

#[test]
fn a_cancel_waits_for_the_first_provisional_response() {
    let mut lab = Lab::udp();
    let client = lab.send(&request("INVITE", "1"));
    lab.run_to(100);
    lab.cancel(client);
    assert!(lab.times("> CANCEL").is_empty());
    lab.run_to(200);
    lab.receive(&response(100, "INVITE", "1"));
    assert_eq!(lab.times("> CANCEL"), [200]);
    let cancel = lab.wire.iter().find(|text| start(text) == "CANCEL").unwrap();
    assert!(cancel.contains("branch=z9hG4bK1\r\n"));
    assert!(cancel.contains("CSeq: 1 CANCEL\r\n"));
    assert!(cancel.contains("Reason: SIP;cause=200\r\n"));
    lab.run_to(300);
    lab.receive(&response(200, "CANCEL", "1"));
    lab.receive(&response(487, "INVITE", "1"));
    assert_eq!(lab.times("response 487"), [300]);
    assert!(lab.times("response 200").is_empty(), "the answer to a CANCEL is nobody's business");
}

#[test]
fn a_cancelled_invite_that_never_ends_is_given_up_64_t1_after_the_cancel() {
    let mut lab = Lab::udp();
    let client = lab.send(&request("INVITE", "1"));
    lab.receive(&response(180, "INVITE", "1"));
    lab.run_to(1000);
    lab.cancel(client);
    lab.run_to(60_000);
    assert_eq!(lab.times("timed out"), [33_000]);
    assert_eq!(lab.times("> CANCEL")[..3], [1000, 1500, 2500]);
    assert!(lab.table.is_empty());
}

#[test]
fn a_broken_connection_fails_the_requests_waiting_on_it() {
    let mut lab = Lab::tcp();
    lab.send(&request("INVITE", "1"));
    lab.send(&request("OPTIONS", "2"));
    lab.receive(&response(200, "OPTIONS", "2"));
    lab.disconnect();
    assert_eq!(lab.times("transport failed"), [0]);
    assert!(lab.table.is_empty());
}
