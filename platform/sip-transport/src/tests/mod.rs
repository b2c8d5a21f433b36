//! Real sockets on the loopback interface, port 0.

mod udp;

use std::future::Future;
use std::time::Duration;

use crate::Inbox;

/// Runs a story as the thread that owns SIP runs, and not for ever.
fn on_the_sip_thread<F: Future>(story: impl FnOnce() -> F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        tokio::time::timeout(Duration::from_secs(20), story()).await.expect("the story takes too long")
    })
}

/// Lets the inbox write out what waits.
async fn flush(inbox: &mut Inbox) {
    let mut nothing = Vec::new();
    tokio::select! {
        biased;
        () = inbox.recv(&mut nothing) => {}
        () = tokio::task::yield_now() => {}
    }
}
