//! Where our replies are meant to be other ones than the recorded, request by request, and which
//! decision wants it. What holds for many requests at once stands in `compare` and `reshape`.

use std::ops::RangeInclusive;

use crate::recording::Recording;

/// Replies that are meant to be others, for one reason.
pub(crate) struct Departure {
    file: &'static str,
    pub(crate) why: &'static str,
    pub(crate) instead: Instead,
    requests: &'static [&'static str],
}

/// What is compared in place of the recording.
pub(crate) enum Instead {
    /// This status.
    Status(u16),
    /// This status with this message in the envelope.
    Message(u16, &'static str),
    /// These traces, in any order.
    Traces(&'static [&'static str]),
}

/// Returns the departure of a request.
pub(crate) fn of(file: &str, request: &str) -> Option<&'static Departure> {
    DEPARTURES
        .iter()
        .find(|departure| departure.file == file && departure.requests.contains(&request))
}

/// Returns a complaint for each departure that is none of a recorded request.
pub(crate) fn without_request(recordings: &[Recording]) -> Vec<String> {
    let is_recorded = |file: &str, request: &str| {
        let mut of_file = recordings.iter().filter(|recording| recording.file == file);
        of_file.any(|recording| {
            let mut exchanges = recording.exchanges.iter();
            exchanges.any(|exchange| exchange.name == request)
        })
    };
    let requests = DEPARTURES.iter().flat_map(|departure| {
        let requests = departure.requests.iter();
        requests.map(|request| (departure.file, *request))
    });
    requests
        .filter(|(file, request)| !is_recorded(file, request))
        .map(|(file, request)| format!("{file}: no request {request}"))
        .collect()
}

/// Returns which statuses the inputs of a recording may get: with tenancy on, Jaeger takes spans
/// for no tenant at all and then shows them to nobody, while we refuse them.
pub(crate) fn status_of_input(file: &str) -> RangeInclusive<u16> {
    match file {
        "tenancy.json" => 401..=401,
        _ => 200..=299,
    }
}

const fn departure(
    file: &'static str,
    why: &'static str,
    instead: Instead,
    requests: &'static [&'static str],
) -> Departure {
    Departure {
        file,
        why,
        instead,
        requests,
    }
}

use Instead::{Message, Status, Traces};

const ADMIN: &str = "the admin port is our own but for health";
const ALONE: &str = "a span without a usable id is left out alone";
const ARCHIVE: &str = "memory has an archive";
const ATTRIBUTES: &str = "Jaeger 2 searches by attributes";
const BACKWARDS: &str = "a span that ends before it starts lasts for nothing, not for 584 years";
const BOUNDED: &str = "size and depth are bounded, and more is 413";
const CAMEL_CASE: &str = "names in camelCase are those of Jaeger 2";
const CLAMPED: &str = "what thrift says beyond our range is clamped and kept";
const FORGED: &str = "nobody can send our own marks";
const GO_DUMP: &str = "a dump of a struct of Go is no value";
const LENIENT: &str = "OTLP JSON is read as leniently as JSON of protobuf";
const LINKS: &str = "a link is no call";
const MADE_UP: &str = "made-up data is not answered";
const MICROSECOND: &str = "the end takes in its whole microsecond";
const MINUTES: &str = "calls are kept by the minute of the child";
const NEWEST: &str = "the newest traces come first, by their earliest span";
const NO_SERVICE: &str = "a search needs no service";
const OTLP_OUT: &str = "OTLP comes out as it went in";
const OWN_FAULT: &str = "what cannot be read is not our fault";
const REPAIRED: &str = "what is shown repaired is found repaired";
const MARK_LAST: &str = "the mark of the format is the last tag";
const SLASHES: &str = "Grafana does not escape the slashes of a service";
const SENT_TWICE: &str = "a span sent twice is stored once";
const SUMMARIES: &str = "Jaeger 2 has summaries";
const TENANT: &str = "every door reads the tenant";
const URI: &str = "a query string with a bare quotation mark is no URI";
const VALUES: &str = "arrays and maps stay what they are";
const WRAPPED: &str = "times do not wrap around";
const ZERO: &str = "minus zero keeps its sign";

/// All of them, by file.
static DEPARTURES: &[Departure] = &[
    departure(
        "basic.json",
        SLASHES,
        Status(200),
        &["legacy operations raw slash"],
    ),
    departure(
        "adjusters.json",
        OTLP_OUT,
        Status(200),
        &[
            "equal but for the log order, v3",
            "skew: child after the parent, v3",
            "references: zero trace id, v3",
            "references: order, v3",
            "tags and log fields are sorted, v3",
            "numeric ip in the process and OTel tags at once, v3",
        ],
    ),
    departure(
        "adjusters.json",
        SENT_TWICE,
        Status(200),
        &[
            "equal spans twice in one batch, raw",
            "equal client and server pairs, all sent twice",
            "equal client and server pairs, all sent twice, v3",
        ],
    ),
    departure("base-path.json", ARCHIVE, Status(200), &["archive"]),
    departure("base-path.json", MADE_UP, Status(501), &["quality"]),
    departure("base-path.json", OTLP_OUT, Status(200), &["v3 trace"]),
    departure(
        "basic.json",
        ARCHIVE,
        Message(404, "trace not found"),
        &["archive unknown"],
    ),
    departure("basic.json", ARCHIVE, Status(200), &["archive"]),
    departure(
        "basic.json",
        ATTRIBUTES,
        Status(404),
        &["v3 find attributes ignored"],
    ),
    departure(
        "basic.json",
        CAMEL_CASE,
        Status(200),
        &["v3 find camel names", "v3 operations spanKind ignored"],
    ),
    departure(
        "basic.json",
        CAMEL_CASE,
        Status(400),
        &["v3 trace camel raw"],
    ),
    departure(
        "basic.json",
        NO_SERVICE,
        Status(200),
        &["v3 find no service"],
    ),
    departure(
        "basic.json",
        NO_SERVICE,
        Traces(&[]),
        &["search no service"],
    ),
    departure(
        "basic.json",
        OTLP_OUT,
        Status(200),
        &[
            "v3 trace C",
            "v3 trace C raw",
            "v3 trace C short upper",
            "v3 trace D",
            "v3 trace times",
            "v3 trace times far",
            "v3 find one",
            "v3 find operation",
            "v3 find num -1",
            "v3 find max duration",
        ],
    ),
    departure(
        "basic.json",
        SUMMARIES,
        Status(200),
        &["v3 trace-summaries"],
    ),
    departure(
        "basic.json",
        VALUES,
        Status(200),
        &[
            "v3 find 0",
            "v3 find min duration",
            "v3 find newest one",
            "v3 find orders",
            "v3 find orders raw",
            "v3 trace A",
            "v3 trace A raw",
            "v3 trace B",
            "v3 trace B raw",
            "v3 trace F",
            "v3 trace F raw",
        ],
    ),
    departure(
        "basic.json",
        ZERO,
        Status(200),
        &["trace F", "trace F raw", "trace F pretty"],
    ),
    departure(
        "collector-tags.json",
        OTLP_OUT,
        Status(200),
        &["trace 3 v3"],
    ),
    departure(
        "demo.json",
        MADE_UP,
        Status(501),
        &[
            "deep-dependencies",
            "deep-dependencies of a service",
            "quality-metrics",
            "quality-metrics pretty",
        ],
    ),
    departure(
        "dependencies.json",
        LINKS,
        Status(200),
        &["all", "service empty", "only end"],
    ),
    departure(
        "dependencies.json",
        MINUTES,
        Status(200),
        &[
            "end exactly on a span is outside",
            "end 1 ms after is inside",
            "one span inside brings the whole trace",
            "only the first trace",
            "only the late half of a trace",
            "start 1 ms earlier is inside",
            "start exactly on the last span is outside",
        ],
    ),
    departure(
        "doors.json",
        ADMIN,
        Status(200),
        &[
            "admin: double slash",
            "admin: version",
            "admin: version POST",
            "admin: metrics",
            "admin: pprof index",
            "admin: pprof cmdline",
            "admin: vars",
            "admin: log level",
        ],
    ),
    departure(
        "doors.json",
        ALONE,
        Status(200),
        &[
            "otlp: id empty trace id",
            "otlp: id all zero trace id",
            "otlp: id trace id missing",
            "otlp: protobuf body 8-byte trace id",
            "otlp: protobuf body 3-byte trace id",
            "otlp: protobuf body 20-byte trace id",
            "otlp: protobuf body empty trace id",
            "otlp: protobuf body 4-byte span id",
        ],
    ),
    departure("doors.json", ALONE, Status(404), &["kept: zero trace id"]),
    departure("doors.json", BOUNDED, Status(404), &["kept: 95"]),
    departure(
        "doors.json",
        BOUNDED,
        Status(413),
        &[
            "otlp: value 100 arrays deep",
            "otlp: size 20 MiB and 1 byte",
            "otlp: size 21 MiB",
            "otlp: size 21 MiB in gzip",
            "otlp: size 21 MiB in zstd",
            "otlp: size 21 MiB, end of JSON at the start",
            "otlp: size 21 MiB of protobuf",
            "thrift: huge list size",
            "thrift: huge string size",
            "thrift: nested 70 structs",
            "thrift: nested 63 structs",
            "thrift: nested 2000 structs",
            "thrift: size 25 MiB tag",
        ],
    ),
    departure(
        "doors.json",
        FORGED,
        Status(200),
        &["kept: 102", "kept: 103", "kept: injected warnings, v3"],
    ),
    departure(
        "doors.json",
        LENIENT,
        Status(200),
        &[
            "otlp: json body raw newline in a string",
            "otlp: kind null",
            "otlp: id trace id null",
            "otlp: id null span id",
            "otlp: id parent null",
            "otlp: time null",
            "otlp: time plus",
            "otlp: value int null",
            "otlp: value bytes url-safe",
            "otlp: value bytes unpadded",
            "kept: 26",
            "kept: 38",
            "kept: 49",
            "kept: 53",
            "kept: 66",
            "kept: 78",
            "kept: 79",
            "kept: 85",
        ],
    ),
    departure(
        "doors.json",
        OWN_FAULT,
        Status(400),
        &[
            "otlp: json body byte order mark",
            "otlp: time negative",
            "otlp: protobuf sent as json",
        ],
    ),
    departure(
        "doors.json",
        SENT_TWICE,
        Status(200),
        &["kept: 3", "kept: 5", "kept: 132", "kept: 203"],
    ),
    departure("doors.json", WRAPPED, Status(200), &["kept: 48"]),
    departure(
        "search.json",
        MICROSECOND,
        Traces(&[
            "5ea4c40000000000000000000000000a",
            "5ea4c40000000000000000000000000b",
        ]),
        &["full pretty", "time edge exact"],
    ),
    departure(
        "search.json",
        NEWEST,
        Status(200),
        &["full limit 2", "v3 newest"],
    ),
    departure(
        "search.json",
        NEWEST,
        Traces(&[
            "5ea4c400000000000000000000000003",
            "5ea4c400000000000000000000000002",
        ]),
        &["limit with tag"],
    ),
    departure(
        "search.json",
        NEWEST,
        Traces(&[
            "5ea4c400000000000000000000000009",
            "5ea4c400000000000000000000000005",
            "5ea4c400000000000000000000000004",
            "5ea4c400000000000000000000000003",
            "5ea4c400000000000000000000000002",
        ]),
        &["limit 5 of api"],
    ),
    departure(
        "search.json",
        NEWEST,
        Traces(&[
            "5ea4c400000000000000000000000009",
            "5ea4c400000000000000000000000005",
            "5ea4c400000000000000000000000004",
        ]),
        &["limit 3 of api"],
    ),
    departure(
        "search.json",
        NEWEST,
        Traces(&[
            "5ea4c40000000000000000000000000d",
            "5ea4c40000000000000000000000000e",
        ]),
        &["limit 2", "limit %2B2"],
    ),
    departure(
        "search.json",
        NEWEST,
        Traces(&["5ea4c40000000000000000000000000d"]),
        &["limit 1", "limit twice"],
    ),
    departure(
        "search.json",
        NO_SERVICE,
        Message(400, "'maxDuration' should be greater than 'minDuration'"),
        &["service wins over min max"],
    ),
    departure(
        "search.json",
        NO_SERVICE,
        Status(200),
        &[
            "ids lower case name",
            "ids plural name",
            "semicolon separator",
            "service empty",
            "service empty first",
            "service missing",
            "tag fine without service",
            "upper case names",
        ],
    ),
    departure("search.json", URI, Status(400), &["tags unescaped"]),
    departure("tenancy.json", TENANT, Status(200), &["otlp-http, acme"]),
    departure(
        "tenancy.json",
        TENANT,
        Status(401),
        &["otlp-http, no tenant", "thrift, no tenant"],
    ),
    departure(
        "tenancy.json",
        TENANT,
        Status(403),
        &["otlp-http, unknown tenant", "thrift, unknown tenant"],
    ),
    departure(
        "thrift.json",
        ALONE,
        Status(404),
        &[
            "trace id zero",
            "trace id zero, raw",
            "trace id zero, v3",
            "trace id zero, v3 raw",
        ],
    ),
    departure(
        "thrift.json",
        CLAMPED,
        Status(200),
        &[
            "negative duration",
            "negative duration, raw",
            "negative duration, v3",
            "negative duration, v3 raw",
            "search start before 1970",
        ],
    ),
    departure(
        "thrift.json",
        FORGED,
        Status(200),
        &[
            "warnings come back only when made by the server",
            "warnings come back only when made by the server, raw",
            "warnings come back only when made by the server, v3",
            "warnings come back only when made by the server, v3 raw",
        ],
    ),
    departure(
        "thrift.json",
        GO_DUMP,
        Status(200),
        &[
            "unknown tag type",
            "unknown tag type, raw",
            "unknown tag type, v3",
            "unknown tag type, v3 raw",
        ],
    ),
    departure(
        "thrift.json",
        OTLP_OUT,
        Status(200),
        &[
            "tags of every type, v3",
            "tags of every type, v3 raw",
            "references, v3",
            "references, v3 raw",
            "error and status tags, v3",
            "error and status tags, v3 raw",
            "span kinds, v3",
            "span kinds, v3 raw",
            "scope, tracestate and OTel tags, v3",
            "scope, tracestate and OTel tags, v3 raw",
            "duplicate keys, v3",
            "duplicate keys, v3 raw",
            "process tags ip, hostname and others, v3",
            "process tags ip, hostname and others, v3 raw",
            "hostname that is not a string, v3",
            "hostname that is not a string, v3 raw",
            "numeric ip span tags, v3",
            "numeric ip span tags, v3 raw",
        ],
    ),
    departure(
        "thrift.json",
        REPAIRED,
        Traces(&["7f00000000000000000000000000000f"]),
        &["search utf8 value"],
    ),
    departure(
        "thrift.json",
        MARK_LAST,
        Status(200),
        &["zero duration, raw"],
    ),
    departure(
        "transform.json",
        BACKWARDS,
        Status(200),
        &["end before start"],
    ),
];
