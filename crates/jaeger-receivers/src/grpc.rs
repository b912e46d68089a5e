//! One unary call of gRPC: its message, and the answer that it went well.
//!
//! This is framing only. `tonic` would do it as well, but it takes the announced size of a message at
//! once, inflates without asking anybody for the bytes, and answers codes of its own; here a call is
//! received and inflated under the same limits as a request over HTTP. See
//! <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.

use std::future;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};

use crate::body::{Held, Incoming};
use crate::reply;
use crate::sink::{Cause, Refusal};

/// What stands before a message: whether it is compressed, and its length.
pub(crate) const PREFIX_LEN: usize = 5;

/// The one message of a call.
pub(crate) struct Message {
    pub(crate) is_compressed: bool,
    pub(crate) held: Held,
}

impl Message {
    /// Receives the message of a unary call.
    pub(crate) async fn receive(mut incoming: Incoming) -> Result<Self, Refusal> {
        let (is_compressed, len) = prefix(incoming.at_least(PREFIX_LEN).await?)?;
        let end = PREFIX_LEN.saturating_add(len);
        incoming.announce(end as u64)?;
        let Held { mut bytes, grant } = incoming.rest().await?;
        if bytes.len() != end {
            let found = bytes.len() - PREFIX_LEN;
            let message = format!("a message of {len} bytes is announced, there are {found}");
            return Err(Refusal::new(Cause::Undecodable, message));
        }
        let bytes = bytes.split_off(PREFIX_LEN);
        Ok(Self {
            is_compressed,
            held: Held { bytes, grant },
        })
    }
}

fn prefix(bytes: &[u8]) -> Result<(bool, usize), Refusal> {
    let undecodable = |message: &str| Err(Refusal::new(Cause::Undecodable, message));
    let Some((prefix, _)) = bytes.split_first_chunk::<PREFIX_LEN>() else {
        return undecodable("the call has no message");
    };
    let [flag, len @ ..] = *prefix;
    let is_compressed = match flag {
        0 => false,
        1 => true,
        _ => return undecodable("the compressed flag of the message is neither 0 nor 1"),
    };
    Ok((is_compressed, u32::from_be_bytes(len) as usize))
}

/// The answer to a call that went well.
pub(crate) fn ok(message: &[u8]) -> Response {
    let len = u32::try_from(message.len()).unwrap_or(u32::MAX);
    let mut frame = vec![0];
    frame.extend(len.to_be_bytes());
    frame.extend_from_slice(message);
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", HeaderValue::from_static("0"));
    let body = Full::new(Bytes::from(frame)).with_trailers(future::ready(Some(Ok(trailers))));
    reply::with_type(StatusCode::OK, "application/grpc", Body::new(body))
}

#[cfg(test)]
mod tests {
    use jaeger_service::Metrics;
    use jaeger_service::budget::Budget;

    use super::*;

    async fn receive(body: &'static [u8]) -> Result<(bool, Bytes), Cause> {
        let budget = Budget::new(1 << 20, Metrics::new().gauge("held_bytes", "Held."));
        let incoming = Incoming::new(Body::from(body), &budget, PREFIX_LEN + 4);
        let message = Message::receive(incoming).await;
        message
            .map(|message| (message.is_compressed, message.held.bytes))
            .map_err(|refusal| refusal.cause)
    }

    #[tokio::test]
    async fn reads_one_whole_message() {
        let cases: [(&'static [u8], bool, &'static [u8]); 3] = [
            (b"\0\0\0\0\0", false, b""),
            (b"\0\0\0\0\x02ab", false, b"ab"),
            (b"\x01\0\0\0\x04abcd", true, b"abcd"),
        ];
        for (body, is_compressed, message) in cases {
            let expected = Ok((is_compressed, Bytes::from_static(message)));
            assert_eq!(receive(body).await, expected, "{body:?}");
        }
    }

    #[tokio::test]
    async fn refuses_what_is_no_message_and_what_is_too_long() {
        let cases: [(&'static [u8], Cause); 8] = [
            (b"", Cause::Undecodable),
            (b"\0\0\0\0", Cause::Undecodable),
            (b"\x02\0\0\0\0", Cause::Undecodable),
            (b"\0\0\0\0\x02a", Cause::Undecodable),
            (b"\0\0\0\0\x01ab", Cause::Undecodable),
            (b"\0\0\0\0\0\0\0\0\0\0", Cause::TooLarge),
            (b"\0\0\0\0\x05", Cause::TooLarge),
            (b"\0\xff\xff\xff\xff", Cause::TooLarge),
        ];
        for (body, cause) in cases {
            assert_eq!(receive(body).await, Err(cause), "{body:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_ends_with_its_status() {
        let collected = ok(b"ab").into_body().collect().await.unwrap();
        assert_eq!(collected.trailers().unwrap()["grpc-status"], "0");
        assert_eq!(collected.to_bytes(), &b"\0\0\0\0\x02ab"[..]);
    }
}
