//! Zipkin in protobuf: what is refused, and that it means what the same spans in JSON mean.

use jaeger_codec::zipkin::{json, proto};
use jaeger_codec::{DecodeError, DecodeErrorKind};
use jaeger_model::wire::Writer;
use jaeger_model::{BatchErrorKind, Limits, Scanned};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

const TRACE_ID: [u8; 16] = [1; 16];
const SPAN_ID: [u8; 8] = [2; 8];

fn decode(bytes: &[u8]) -> Result<Scanned, DecodeError> {
    proto::decode_v2(bytes, &Limits::default(), false)
}

/// A list of one span.
fn list(span: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut w = Writer::default();
    w.message(1, span);
    w.into_bytes()
}

fn ids(w: &mut Writer) {
    w.bytes(1, &TRACE_ID);
    w.bytes(3, &SPAN_ID);
}

#[test]
fn nothing_is_an_empty_batch() {
    let scanned = decode(&[]).expect("a list");
    assert!(scanned.batch.is_empty() && scanned.rejected == 0);
}

#[test]
fn ids_of_a_wrong_length_refuse_the_request() {
    for (field, len, expected) in [
        (1, 0, "a trace id has a wrong length"),
        (1, 7, "a trace id has a wrong length"),
        (1, 17, "a trace id has a wrong length"),
        (2, 7, "a span id has a wrong length"),
        (3, 0, "a span id has a wrong length"),
        (3, 16, "a span id has a wrong length"),
    ] {
        let body = list(|w| {
            ids(w);
            w.bytes(field, &vec![1; len]);
        });
        let error = decode(&body).expect_err("refused");
        assert_eq!(error.kind, DecodeErrorKind::BadValue(expected), "{field}");
        assert_eq!(error.reading, "Span");
        // Behind the list's tag and length, and both ids.
        assert_eq!(error.offset, 2 + 18 + 10, "{field}");
    }
    for (body, missing) in [
        (list(|w| w.bytes(3, &SPAN_ID)), "trace_id"),
        (list(|w| w.bytes(1, &TRACE_ID)), "id"),
    ] {
        let error = decode(&body).expect_err("refused");
        assert_eq!(error.kind, DecodeErrorKind::MissingField(missing));
    }
}

#[test]
fn fields_of_another_type_refuse_the_request() {
    for field in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] {
        let body = list(|w| {
            ids(w);
            w.fixed32(field, 1);
        });
        let error = decode(&body).expect_err("refused");
        assert!(
            matches!(error.kind, DecodeErrorKind::Protobuf(_)),
            "{error}"
        );
    }
}

#[test]
fn budgets_end_the_reading() {
    let limits = Limits {
        bytes: 200,
        spans: 2,
        elements: 4,
        depth: 4,
    };
    let one = list(ids);
    let tagged = list(|w| {
        ids(w);
        (0..4).for_each(|_| w.bytes(11, &[]));
    });
    for (body, expected) in [
        (one.repeat(2), None),
        (one.repeat(3), Some(BatchErrorKind::TooManySpans(2))),
        (tagged, Some(BatchErrorKind::TooManyElements(4))),
        (one.repeat(20), Some(BatchErrorKind::TooManyBytes(200))),
    ] {
        let refused = proto::decode_v2(&body, &limits, false).err();
        let kind = refused.map(|error| error.kind);
        assert_eq!(kind, expected.map(DecodeErrorKind::from));
    }
}

#[derive(Clone, Debug)]
struct Endpoint {
    service: &'static str,
    ipv4: Option<[u8; 4]>,
    port: u16,
}

#[derive(Clone, Debug)]
struct Span {
    id: u64,
    parent: u64,
    kind: usize,
    name: &'static str,
    start_us: i64,
    duration_us: i64,
    local: Endpoint,
    remote: Endpoint,
    annotations: Vec<(i64, &'static str)>,
    tags: Vec<(&'static str, &'static str)>,
    is_debug: bool,
}

static KINDS: [&str; 5] = ["", "CLIENT", "SERVER", "PRODUCER", "CONSUMER"];
static TEXTS: [&str; 9] = [
    "",
    "a",
    "true",
    "OK",
    "internal",
    "\u{20ac}",
    "1|2||{\"a\":1}|3",
    "e|{\"a\":[1,{}]}|0",
    "e|{|0",
];
static KEYS: [&str; 9] = [
    "error",
    "k",
    "otel.status_code",
    "otel.scope.name",
    "otel.library.version",
    "otlp.link.0",
    "peer.service",
    "span.kind",
    "@jaeger@flags",
];

fn endpoint() -> impl Strategy<Value = Endpoint> {
    let ipv4 = any::<Option<[u8; 4]>>();
    (select(&TEXTS[..]), ipv4, any::<u16>()).prop_map(|(service, ipv4, port)| Endpoint {
        service,
        ipv4,
        port,
    })
}

fn span() -> impl Strategy<Value = Span> {
    let scalars = (
        1..u64::MAX,
        0..3_u64,
        0..KINDS.len(),
        select(&TEXTS[..]),
        0..3_i64,
        0..3_i64,
        any::<bool>(),
    );
    let annotations = vec((0..9_i64, select(&TEXTS[..])), 0..3);
    let tags = vec((select(&KEYS[..]), select(&TEXTS[..])), 0..5);
    (scalars, endpoint(), endpoint(), annotations, tags).prop_map(
        |(scalars, local, remote, annotations, tags)| {
            let (id, parent, kind, name, start_us, duration_us, is_debug) = scalars;
            Span {
                id,
                parent,
                kind,
                name,
                start_us,
                duration_us,
                local,
                remote,
                annotations,
                tags: without_repeated_keys(tags),
                is_debug,
            }
        },
    )
}

/// A JSON object that is built from them has each key once, and sorted.
fn without_repeated_keys(
    mut tags: Vec<(&'static str, &'static str)>,
) -> Vec<(&'static str, &'static str)> {
    tags.sort_unstable();
    tags.dedup_by_key(|(key, _)| *key);
    tags
}

impl Endpoint {
    fn json(&self) -> Json {
        let mut json = json!({"serviceName": self.service, "port": self.port});
        if let Some([a, b, c, d]) = self.ipv4 {
            json["ipv4"] = json!(format!("{a}.{b}.{c}.{d}"));
        }
        json
    }

    fn write(&self, w: &mut Writer) {
        w.bytes(1, self.service.as_bytes());
        if let Some(ipv4) = self.ipv4 {
            w.bytes(2, &ipv4);
        }
        w.varint(4, u64::from(self.port));
    }
}

impl Span {
    fn json(&self) -> Json {
        let annotations = self.annotations.iter();
        let annotations: Vec<Json> = annotations
            .map(|(time, value)| json!({"timestamp": time, "value": value}))
            .collect();
        let tags = self.tags.iter();
        let tags: Map<String, Json> = tags
            .map(|(key, value)| ((*key).to_owned(), json!(value)))
            .collect();
        json!({
            "annotations": annotations,
            "debug": self.is_debug,
            "duration": self.duration_us,
            "id": format!("{:x}", self.id),
            "kind": KINDS[self.kind],
            "localEndpoint": self.local.json(),
            "name": self.name,
            "parentId": format!("{:x}", self.parent),
            "remoteEndpoint": self.remote.json(),
            "tags": tags,
            "timestamp": self.start_us,
            "traceId": "01".repeat(16),
        })
    }

    /// Its fields in the order of the members of the JSON.
    fn write(&self, w: &mut Writer) {
        for (time_us, value) in &self.annotations {
            w.message(10, |w| {
                w.fixed64(1, time_us.cast_unsigned());
                w.bytes(2, value.as_bytes());
            });
        }
        w.varint(12, u64::from(self.is_debug));
        w.varint(7, self.duration_us.cast_unsigned());
        w.bytes(3, &self.id.to_be_bytes());
        w.varint(4, self.kind as u64);
        w.message(8, |w| self.local.write(w));
        w.bytes(5, self.name.as_bytes());
        w.bytes(2, &self.parent.to_be_bytes());
        w.message(9, |w| self.remote.write(w));
        for (key, value) in &self.tags {
            w.message(11, |w| {
                w.bytes(1, key.as_bytes());
                w.bytes(2, value.as_bytes());
            });
        }
        w.fixed64(6, self.start_us.cast_unsigned());
        w.bytes(1, &TRACE_ID);
    }
}

proptest! {
    #[test]
    fn json_and_protobuf_mean_the_same(spans in vec(span(), 0..6)) {
        let text = Json::Array(spans.iter().map(Span::json).collect()).to_string();
        let mut w = Writer::default();
        for span in &spans {
            w.message(1, |w| span.write(w));
        }
        let of_json = json::decode_v2(text.as_bytes(), &Limits::default(), false).expect("a request");
        let of_proto = decode(&w.into_bytes()).expect("a list");
        prop_assert_eq!(of_json.batch.len(), spans.len());
        prop_assert_eq!(of_json.batch.bytes(), of_proto.batch.bytes());
    }
}
