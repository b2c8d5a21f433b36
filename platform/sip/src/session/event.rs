//! What a user agent tells the application.

use bytes::Bytes;

use crate::flow::Flow;
use crate::session::Reason;
use crate::transaction::{ClientId, Name, ServerId};
use crate::wire::Message;

/// Names a session. Never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId(pub(super) Name);

/// Names a REFER within its session: the CSeq number of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReferId(pub u32);

/// Something the application must know.
#[derive(Debug)]
pub enum Event {
    /// A request outside any dialog. An INVITE is taken with [`super::UserAgent::accept`], anything else, and every
    /// refusal, is answered with [`super::UserAgent::respond`].
    Request {
        /// Its transaction.
        server: ServerId,
        /// The request.
        message: Message,
        /// Where it came from.
        flow: Flow,
    },
    /// An INVITE given as [`Event::Request`] was cancelled before the application took it; it has been answered 487.
    Withdrawn {
        /// Its transaction.
        server: ServerId,
    },
    /// A response to a request sent with [`super::UserAgent::request`].
    Response {
        /// The transaction of the request.
        client: ClientId,
        /// The response, provisional or final.
        message: Message,
        /// Where it came from.
        flow: Flow,
    },
    /// A request sent with [`super::UserAgent::request`] got no response.
    Failed {
        /// The transaction of the request.
        client: ClientId,
        /// Why.
        failure: Failure,
    },
    /// Something happened to a session.
    Session {
        /// Which one.
        session: SessionId,
        /// What.
        event: SessionEvent,
    },
}

/// Why there is no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came in time (the cause is as of 408).
    TimedOut,
    /// The connection broke or could not be made (as of 503).
    Transport,
}

/// What the other side of a session did. After the variants marked *last* the session's name means nothing more.
#[derive(Debug)]
pub enum SessionEvent {
    /// Our INVITE got a provisional response above 100.
    Progress {
        /// 180, 181, 182, 183 or 199.
        status: u16,
        /// Which branch of a forked INVITE: 0 for the first that answered, then 1, 2 …
        fork: u32,
        /// The description it carried: the answer to our offer, or a preview of it.
        description: Option<Bytes>,
        /// The response.
        message: Message,
    },
    /// The other side made the offer, since our INVITE had none. Call [`super::UserAgent::complete`] with the answer.
    /// Unless `early`, the call is answered by it: no [`SessionEvent::Answered`] follows.
    Offered {
        /// The offer.
        offer: Bytes,
        /// Whether it came before the call was answered (in a reliable provisional response).
        early: bool,
        /// The response that brought it.
        message: Message,
    },
    /// Our INVITE was answered with 2xx and acknowledged.
    Answered {
        /// Which branch of a forked INVITE.
        fork: u32,
        /// The answer to our offer. `None` when the 2xx carries no description: then the one that came with
        /// [`SessionEvent::Progress`] of this fork is the answer, unless the other side made the offer.
        answer: Option<Bytes>,
        /// The response.
        message: Message,
    },
    /// *Last.* Our INVITE was refused, redirected, cancelled (487) or never answered.
    Rejected {
        /// The final status; 408 or 503 when no response came.
        status: u16,
        /// The Reason header, if one was sent.
        reason: Option<Reason>,
        /// The response, if there is one (a 3xx carries its targets in Contact).
        message: Option<Message>,
    },
    /// *Last.* The caller cancelled the INVITE that we were ringing for, or vanished; it has been answered.
    Cancelled {
        /// The Reason header of the CANCEL; `cause=200` means that another device answered.
        reason: Option<Reason>,
    },
    /// The caller's answer to an offer that we made (in a 2xx or a reliable provisional response).
    Completed {
        /// The answer.
        answer: Bytes,
    },
    /// Our 2xx to the first INVITE was acknowledged: the session stands.
    Acknowledged,
    /// The other side offers again (re-INVITE, UPDATE, or an offer in a PRACK). Call
    /// [`super::UserAgent::reanswer`] or [`super::UserAgent::refuse_reoffer`].
    Reoffered {
        /// The offer; `None` asks us to make one, which `reanswer` then carries, and its answer comes with
        /// [`SessionEvent::Reanswered`].
        offer: Option<Bytes>,
        /// Whether it is byte for byte the description last received: a mere refresh, to be answered with the
        /// description last sent.
        unchanged: bool,
        /// The request.
        message: Message,
    },
    /// The other side withdrew what [`SessionEvent::Reoffered`] brought.
    ReofferWithdrawn,
    /// The offer made with [`super::UserAgent::reoffer`] was answered.
    Reanswered {
        /// The answer; when the re-INVITE was sent without an offer, the other side's offer (call
        /// [`super::UserAgent::complete`]).
        description: Option<Bytes>,
        /// The response or request that brought it.
        message: Message,
    },
    /// The offer made with [`super::UserAgent::reoffer`] was refused: the session stays as it was.
    ReofferRefused {
        /// The final status.
        status: u16,
        /// The response, if one came.
        message: Option<Message>,
    },
    /// The other side asks us to call somebody else (RFC 3515). Call [`super::UserAgent::answer_refer`].
    Referred {
        /// Names the request.
        refer: ReferId,
        /// The REFER; its Refer-To may carry a Replaces header.
        message: Message,
    },
    /// How a REFER that we sent goes on.
    ReferProgress {
        /// Names the request.
        refer: ReferId,
        /// The status of the new call as the other side reports it, or of the REFER itself if it was refused.
        status: u16,
        /// Whether nothing more will come.
        finished: bool,
    },
    /// An INFO, answered 200 already (digits, keyframe requests).
    Info {
        /// The request.
        message: Message,
    },
    /// A MESSAGE within the session, answered 200 already.
    Text {
        /// The request.
        message: Message,
    },
    /// *Last.* A session that stood has ended.
    Ended {
        /// Why.
        cause: EndCause,
        /// The Reason header, if one was sent.
        reason: Option<Reason>,
    },
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndCause {
    /// The other side hung up.
    Bye,
    /// Nobody refreshed the session in time (RFC 4028).
    Expired,
    /// Our 2xx was never acknowledged.
    NotAcknowledged,
    /// The other side knows the dialog no more (408 or 481 to a request in it) or its connection is gone.
    Lost,
}
