//! A unary method of gRPC as a door: a call's message, and the answer that it went well.
//!
//! `tonic` would do the framing as well, but it takes the announced size of a message at
//! once, inflates without asking anybody for the bytes, and answers codes of its own; here a call is
//! received and inflated under the same limits as a request over HTTP. See
//! <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.

use std::future;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use jaeger_model::{Limits, Scanned};

use crate::body::{Held, Incoming};
use crate::door::{Door, Origin, Taken};
use crate::inflate::Encoding;
use crate::metrics::Outcome;
use crate::reply;
use crate::sink::{Cause, Refusal};

/// A method that takes spans.
pub(crate) struct Unary {
    pub(crate) door: Door,
    pub(crate) service: &'static str,
    pub(crate) method: &'static str,
    pub(crate) origin: Origin,
    /// Decodes the message of a call.
    pub(crate) decode: fn(Bytes, &Limits) -> Result<Scanned, Refusal>,
    /// Encodes the message of the answer.
    pub(crate) answer: fn(&Taken) -> Vec<u8>,
}

impl Unary {
    /// Returns what answers the calls, those of `beside` among them.
    pub(crate) fn router(self, beside: Router) -> Router {
        let unary = Arc::new(self);
        beside.fallback(move |request: Request| {
            let unary = Arc::clone(&unary);
            async move { unary.call(request).await }
        })
    }

    async fn call(&self, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let addressed = self.addressed(&head);
        let encoding = match addressed.and_then(|()| encoding(&head.headers)) {
            Ok(encoding) => encoding,
            Err(response) => {
                self.door.metrics.count(Outcome::Misdirected);
                return *response;
            }
        };
        match self.door.answered(self.take(&head, body, encoding)).await {
            Ok(taken) => ok(&(self.answer)(&taken)),
            Err(refusal) => reply::grpc(&refusal),
        }
    }

    async fn take(
        &self,
        head: &Parts,
        body: Body,
        encoding: Option<Encoding>,
    ) -> Result<Taken, Refusal> {
        let door = &self.door;
        let tenant = door.tenant(&head.headers)?;
        let incoming = door.incoming(body, door.limits().bytes.saturating_add(PREFIX_LEN));
        let message = door.in_time(Message::receive(incoming)).await?;
        let encoding = match (message.is_compressed, encoding) {
            (false, _) => None,
            (true, Some(encoding)) => Some(encoding),
            (true, None) => {
                let message = "the message is compressed, but grpc-encoding does not say how";
                return Err(Refusal::new(Cause::Undecodable, message));
            }
        };
        let (scanned, _grant) = door.decode(message.held, encoding, self.decode).await?;
        door.hand_over(tenant, scanned, self.origin).await
    }

    /// Refuses what is no call of the one method, in a box since that is rare and large.
    fn addressed(&self, head: &Parts) -> Result<(), Box<Response>> {
        let content_type = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let after = content_type.and_then(|value| value.strip_prefix(MEDIA_TYPE));
        if !matches!(after, Some([] | [b'+' | b';', ..])) {
            let text = "only calls of gRPC are served here";
            return Err(Box::new(reply::go_error(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                text,
            )));
        }
        if head.method != Method::POST {
            let mut response = reply::empty(StatusCode::METHOD_NOT_ALLOWED);
            response
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("POST"));
            return Err(Box::new(response));
        }
        let path = head.uri.path();
        let message = match path
            .strip_prefix('/')
            .and_then(|path| path.rsplit_once('/'))
        {
            Some((service, method)) if service == self.service => {
                if method == self.method {
                    return Ok(());
                }
                format!("unknown method {method} for service {service}")
            }
            Some((service, _)) => format!("unknown service {service}"),
            None => format!("malformed method name: {path:?}"),
        };
        Err(Box::new(reply::unimplemented(&message)))
    }
}

fn encoding(headers: &HeaderMap) -> Result<Option<Encoding>, Box<Response>> {
    let Some(name) = headers.get("grpc-encoding").map(HeaderValue::as_bytes) else {
        return Ok(None);
    };
    if name == b"identity" {
        return Ok(None);
    }
    if let Some(encoding) = Encoding::named(name) {
        return Ok(Some(encoding));
    }
    let name = String::from_utf8_lossy(name);
    let message = format!("grpc-encoding {name} is not supported");
    let mut response = reply::unimplemented(&message);
    let accepted = HeaderValue::from_static("gzip,zstd,identity");
    response
        .headers_mut()
        .insert("grpc-accept-encoding", accepted);
    Err(Box::new(response))
}

/// What stands before a message: whether it is compressed, and its length.
const PREFIX_LEN: usize = 5;

/// The one message of a call.
struct Message {
    is_compressed: bool,
    held: Held,
}

impl Message {
    /// Receives the message of a unary call.
    async fn receive(mut incoming: Incoming) -> Result<Self, Refusal> {
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
fn ok(message: &[u8]) -> Response {
    let len = u32::try_from(message.len()).unwrap_or(u32::MAX);
    let mut frame = vec![0];
    frame.extend(len.to_be_bytes());
    frame.extend_from_slice(message);
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", HeaderValue::from_static("0"));
    let body = Full::new(Bytes::from(frame)).with_trailers(future::ready(Some(Ok(trailers))));
    reply::with_type(StatusCode::OK, "application/grpc", Body::new(body))
}

const MEDIA_TYPE: &[u8] = b"application/grpc";

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
