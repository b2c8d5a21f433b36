//! A body of bytes, bounded, whose sender names its media type.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use bytes::Bytes;

use crate::Problem;
use crate::describe::{Input, Operation};
use crate::json::{collect, not_longer};

/// The biggest upload where nothing else is said, in bytes.
pub const UPLOAD_BYTES: usize = 512 * 1024;

/// A body of at most `MOST` bytes.
#[derive(Debug, Clone)]
pub struct Upload<const MOST: usize = UPLOAD_BYTES> {
    /// What the sender says it is, in lower case and without parameters. To be checked against the bytes.
    pub media_type: String,
    /// The bytes.
    pub bytes: Bytes,
}

impl<const MOST: usize> FromRequest for Upload<MOST> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let allowed = not_longer(request, MOST);
        let given =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let payload = payload.take();
        Box::pin(async move {
            allowed?;
            Ok(Self { media_type, bytes: collect(payload, MOST).await? })
        })
    }
}

impl<const MOST: usize> Input for Upload<MOST> {
    fn describe(operation: &mut Operation) {
        operation.plain_body("application/octet-stream");
    }
}
