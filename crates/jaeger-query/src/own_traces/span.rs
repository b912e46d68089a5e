//! One span of the process itself: what is noted of a request over HTTP and its reply, and its OTLP.
//!
//! Attributes are those of OpenTelemetry's conventions for HTTP servers. The query string is not
//! among them: people search for what they would not like to see stored.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request};
use axum::http::header::{HOST, HeaderName, USER_AGENT};
use axum::http::{Method, Version};
use axum::response::Response;
use http_body::Body as _;
use jaeger_model::wire::Writer;
use jaeger_model::{SpanId, TraceId, Value, otlp};

use crate::route::{Metric, Route, V3Route};

/// The span of a request under way.
#[derive(Debug)]
pub(crate) struct OwnSpan {
    pub(super) begun: Begun,
    /// Absent for a span that is not stored.
    pub(super) request: Option<Asked>,
}

/// Which span it is, and when it began.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) trace: TraceId,
    pub(super) span: SpanId,
    pub(super) parent: Option<SpanId>,
    pub(super) start_ns: u64,
    pub(super) started: Duration,
}

/// What is noted of a request.
#[derive(Debug)]
pub(super) struct Asked {
    method: Method,
    route: Option<&'static str>,
    path: String,
    version: Version,
    host: Option<String>,
    agent: Option<String>,
    peer: Option<SocketAddr>,
}

impl Asked {
    pub(super) fn of(request: &Request, route: Route<'_>) -> Self {
        Self {
            method: request.method().clone(),
            route: pattern(route),
            path: cut(request.uri().path()),
            version: request.version(),
            host: header(request, &HOST),
            agent: header(request, &USER_AGENT),
            peer: peer(request),
        }
    }

    /// A method that is none would make operations without number.
    fn method(&self) -> Option<&str> {
        let known = [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
            Method::CONNECT,
            Method::TRACE,
        ];
        known.contains(&self.method).then_some(self.method.as_str())
    }

    fn name(&self) -> &str {
        self.route.or_else(|| self.method()).unwrap_or("HTTP")
    }
}

impl OwnSpan {
    /// Returns the `traceresponse` header.
    pub(super) fn told(&self) -> String {
        let flags = u8::from(self.request.is_some());
        let Begun { trace, span, .. } = &self.begun;
        format!("00-{}-{span}-{flags:02x}", trace.to_hex())
    }

    /// Returns the fields of the OTLP span, for a request that took so long.
    pub(super) fn encoded(&self, request: &Asked, took: Duration, response: &Response) -> Vec<u8> {
        let mut out = self.begun.ended(request.name(), took);
        request.write(&mut out);
        let status = response.status();
        let code = u64::from(status.as_u16());
        number(&mut out, "http.response.status_code", code);
        if let Some(bytes) = response.body().size_hint().exact() {
            number(&mut out, "http.response.body.size", bytes);
        }
        if status.is_server_error() {
            failed(&mut out, "");
        }
        out.into_bytes()
    }
}

impl Begun {
    /// Begins the fields of the OTLP span.
    pub(super) fn ended(&self, name: &str, took: Duration) -> Writer {
        use otlp::span as field;

        let took_ns = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let mut out = Writer::with_capacity(SPAN_BYTES_USUAL);
        out.bytes(field::TRACE_ID, &self.trace.0);
        out.bytes(field::SPAN_ID, &self.span.0);
        if let Some(parent) = self.parent {
            out.bytes(field::PARENT_SPAN_ID, &parent.0);
        }
        out.bytes(field::NAME, name.as_bytes());
        out.varint(field::KIND, KIND_SERVER);
        out.fixed64(field::START_TIME_UNIX_NANO, self.start_ns);
        let end_ns = self.start_ns.saturating_add(took_ns);
        out.fixed64(field::END_TIME_UNIX_NANO, end_ns);
        out
    }
}

impl Asked {
    fn write(&self, out: &mut Writer) {
        text(
            out,
            "http.request.method",
            self.method().unwrap_or("_OTHER"),
        );
        text(out, "url.scheme", "http");
        text(out, "url.path", &self.path);
        if let Some(route) = self.route {
            text(out, "http.route", route);
        }
        if let Some(version) = version(self.version) {
            text(out, "network.protocol.version", version);
        }
        if let Some(host) = &self.host {
            text(out, "server.address", host);
        }
        if let Some(agent) = &self.agent {
            text(out, "user_agent.original", agent);
        }
        client(out, self.peer);
    }
}

/// Returns who sent a request.
pub(super) fn peer(request: &Request) -> Option<SocketAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map(|ConnectInfo(peer)| *peer)
}

/// Says who sent the request.
pub(super) fn client(out: &mut Writer, peer: Option<SocketAddr>) {
    if let Some(peer) = peer {
        let address = peer.ip().to_string();
        text(out, "client.address", &address);
        text(out, "network.peer.address", &address);
        number(out, "network.peer.port", u64::from(peer.port()));
    }
}

/// Says that the span failed.
pub(super) fn failed(out: &mut Writer, message: &str) {
    out.message(otlp::span::STATUS, |out| {
        if !message.is_empty() {
            out.bytes(otlp::status::MESSAGE, cut(message).as_bytes());
        }
        out.varint(otlp::status::CODE, STATUS_ERROR);
    });
}

pub(super) fn text(out: &mut Writer, key: &str, value: &str) {
    let value = Value::String(value.into());
    out.attribute(otlp::span::ATTRIBUTES, key.as_bytes(), value);
}

pub(super) fn number(out: &mut Writer, key: &str, value: u64) {
    let value = Value::Int(i64::try_from(value).unwrap_or(i64::MAX));
    out.attribute(otlp::span::ATTRIBUTES, key.as_bytes(), value);
}

fn header(request: &Request, name: &HeaderName) -> Option<String> {
    let value = request.headers().get(name)?.to_str().ok()?;
    Some(cut(value))
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(TEXT_BYTES_MAX);
    text.get(..end).unwrap_or_default().to_owned()
}

fn version(version: Version) -> Option<&'static str> {
    match version {
        Version::HTTP_10 => Some("1.0"),
        Version::HTTP_11 => Some("1.1"),
        Version::HTTP_2 => Some("2"),
        _ => None,
    }
}

/// Returns the name of a route as Jaeger's spans of itself have it; the page has none.
fn pattern(route: Route<'_>) -> Option<&'static str> {
    Some(match route {
        Route::Services => "/api/services",
        Route::Operations => "/api/operations",
        Route::OperationsOf { .. } => "/api/services/{service}/operations",
        Route::Search => "/api/traces",
        Route::Trace { .. } => "/api/traces/{traceID}",
        Route::Archive { .. } => "/api/archive/{traceID}",
        Route::Dependencies => "/api/dependencies",
        Route::Transform => "/api/transform",
        Route::Metrics(Metric::Latencies) => "/api/metrics/latencies",
        Route::Metrics(Metric::Calls) => "/api/metrics/calls",
        Route::Metrics(Metric::Errors) => "/api/metrics/errors",
        Route::Metrics(Metric::MinStep) => "/api/metrics/minstep",
        Route::V3(V3Route::Services) => "/api/v3/services",
        Route::V3(V3Route::Operations) => "/api/v3/operations",
        Route::V3(V3Route::Search) => "/api/v3/traces",
        Route::V3(V3Route::Summaries) => "/api/v3/trace-summaries",
        Route::V3(V3Route::Trace { .. }) => "/api/v3/traces/{trace_id}",
        Route::Ui(route) => route.pattern(),
        Route::MadeUp | Route::Page | Route::Asset { .. } | Route::MethodNotAllowed => return None,
    })
}

const KIND_SERVER: u64 = 2;
const STATUS_ERROR: u64 = 2;
const SPAN_BYTES_USUAL: usize = 512;
/// A client chooses paths and headers, and the queue holds many.
const TEXT_BYTES_MAX: usize = 512;
