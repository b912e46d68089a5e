//! Zipkin's spans: v1 in [`json`] and [`thrift`], v2 in [`json`] and [`proto`].
//!
//! | Zipkin | OTLP |
//! |---|---|
//! | local endpoint | resource, one for each that differs: `service.name`, of v1 also `ipv4`, `ipv6` and `port` as texts; the addresses of v2 are the span's `net.host.*` |
//! | remote endpoint; host of `sa`, `ca`, `ma` | `peer.service`, `net.peer.ip`, `net.peer.port` |
//! | kind; `cs`, `cr`, `sr`, `ss`, `ms`, `mr` | kind; the first annotation decides |
//! | timestamp and duration | start and end; when missing, the annotations tell |
//! | tag, binary annotation | attribute of the same type, unless a field says it |
//! | annotation | event; packed ones with their attributes |
//! | tags `error`, `otel.*`, `span.kind`, `w3c.tracestate`, `otlp.link.N` | status, scope, kind, trace state, links |
//! | debug, of a span or of the request | Jaeger's flag 2 |
//!
//! The mapping is that of the OpenTelemetry collector, which Jaeger has used since 1.53, without what that loses or gets
//! wrong. Here
//! - a span of v1 with both sides of a call is one span, as there, but what the other side says stays as events with
//!   its host; the same goes for moments that differ from the times of the span by more than cutting explains;
//! - in v1 every host can name the service, those of addresses excepted, and these become the peer in v1 as in v2;
//! - numbers, bools and bytes of binary annotations keep their types, `type` counts in JSON, and values in JSON may be
//!   numbers and bools; integers have a sign, ports have none;
//! - an `error` keeps its text in v1 too, and only the bool `false` is no error; status codes may go without their
//!   prefix;
//! - tags named like attributes of a resource stay with their span;
//! - IPv4 stays when there is IPv6 too (`net.host.ipv4`, `net.peer.ipv4`);
//! - a missing start is that of the first annotation and never the time of arrival;
//! - kinds are read in any case, and unknown ones stay as the tag `span.kind`;
//! - trace ids of 8 bytes are fine in protobuf;
//! - `debug` is kept.
//!
//! `shared` says only what the equal ids of two spans say, and is dropped. The host of a plain tag or annotation is
//! that of the span, and is not kept if it is another.

mod annotations;
mod attributes;
mod draft;
mod endpoint;
mod gather;
mod held;
pub mod json;
mod packed;
pub mod proto;
pub mod thrift;
