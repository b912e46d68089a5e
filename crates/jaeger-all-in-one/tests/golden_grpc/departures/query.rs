//! The query API: traces by id and by search, names, calls, the archive.

use tonic::Code;

use super::Instead::{But, Ended, Said, Traces};
use super::{
    ARCHIVE, DEPENDENCIES, Departure, MARK_LAST, MINUTES, NEAR, NEWEST, NO_SERVICE, ONCE, OTLP_OUT,
    OWN_FAULT, PROCESS_ID, TEXTS, TOGETHER, WRAPPED, departure,
};

pub(super) static DEPARTURES: &[Departure] = &[
    departure(
        &["archive.json"],
        ARCHIVE,
        Ended(Code::Ok),
        &["known", "known again", "with times", "from 8 bytes"],
    ),
    departure(
        &["archive.json"],
        ARCHIVE,
        Said(Code::NotFound, "trace not found"),
        &["unknown"],
    ),
    departure(
        &["archive.json"],
        OWN_FAULT,
        Said(Code::InvalidArgument, "invalid length for TraceID"),
        &["id of 3 bytes"],
    ),
    departure(
        &["archive.json"],
        NEAR,
        Ended(Code::Ok),
        &["nanos below zero"],
    ),
    departure(
        &["dependencies.json"],
        NEAR,
        Ended(Code::Ok),
        &["nanos below zero", "year 10000"],
    ),
    departure(
        &["dependencies.json"],
        WRAPPED,
        But {
            unordered: &["dependencies"],
            changes: &[("/dependencies", ALL_CALLS)],
        },
        &["last second of 9999"],
    ),
    departure(
        &["dependencies.json"],
        MINUTES,
        But {
            unordered: &["dependencies"],
            changes: &[("/dependencies", ALL_CALLS)],
        },
        &["of trace 1 alone"],
    ),
    departure(
        &["dependencies.json"],
        DEPENDENCIES,
        Ended(Code::Ok),
        &["v3 all"],
    ),
    departure(
        &["dependencies.json"],
        DEPENDENCIES,
        Said(
            Code::InvalidArgument,
            "StartTime and EndTime must be initialized.",
        ),
        &["v3 no times"],
    ),
    departure(
        &["empty.json"],
        ONCE,
        Said(Code::NotFound, "trace not found"),
        &["v2 get"],
    ),
    departure(
        &["empty.json"],
        ARCHIVE,
        Said(Code::NotFound, "trace not found"),
        &["v2 archive"],
    ),
    departure(
        &["find_traces.json"],
        MARK_LAST,
        But {
            unordered: &["tags"],
            changes: &[],
        },
        &["whole trace, raw"],
    ),
    departure(
        &["find_traces.json"],
        PROCESS_ID,
        But {
            unordered: &[],
            changes: &[("/spans/1/process_id", "")],
        },
        &["both"],
    ),
    departure(
        &["find_traces.json"],
        NO_SERVICE,
        Traces(EVERY),
        &["empty query", "only times"],
    ),
    departure(
        FIND_TRACES,
        NO_SERVICE,
        Traces(&[
            "6a000000000000000000000000000084",
            "6a000000000000000000000000000082",
            "6a000000000000000000000000000080",
        ]),
        &["operation without service"],
    ),
    departure(
        FIND_TRACES,
        NO_SERVICE,
        Traces(&[
            "6a000000000000000000000000000085",
            "6a000000000000000000000000000084",
            "6a000000000000000000000000000083",
            "6a000000000000000000000000000082",
            "6a000000000000000000000000000081",
            "6a000000000000000000000000000080",
        ]),
        &["tag without service"],
    ),
    departure(
        FIND_TRACES,
        NEAR,
        Ended(Code::Ok),
        &[
            "duration longer than int64",
            "duration signs differ",
            "duration too long",
            "nanos below zero",
            "year 10000",
        ],
    ),
    departure(
        FIND_TRACES,
        NEWEST,
        Traces(&[
            "6a000000000000000000000000000085",
            "6a000000000000000000000000000084",
        ]),
        &["depth 2"],
    ),
    departure(
        FIND_TRACES,
        NEWEST,
        Traces(&[
            "6a000000000000000000000000000085",
            "6a000000000000000000000000000084",
            "6a000000000000000000000000000083",
            "6a000000000000000000000000000082",
            "6a000000000000000000000000000081",
        ]),
        &["depth 5"],
    ),
    departure(
        FIND_TRACES,
        NEWEST,
        Traces(&[
            "6a000000000000000000000000000084",
            "6a000000000000000000000000000082",
        ]),
        &["depth 2 with a tag"],
    ),
    departure(
        FIND_TRACES,
        TEXTS,
        Ended(Code::Internal),
        &["no UTF-8 in the service"],
    ),
    departure(
        &["get_trace.json"],
        PROCESS_ID,
        But {
            unordered: &[],
            changes: &[("/spans/1/process_id", "")],
        },
        &["6"],
    ),
    departure(
        &["get_trace.json"],
        TOGETHER,
        But {
            unordered: &["spans"],
            changes: &[("/spans/1/process_id", "")],
        },
        &["6, raw"],
    ),
    departure(
        &["get_trace.json"],
        MARK_LAST,
        But {
            unordered: &["tags"],
            changes: &[],
        },
        &["7, raw"],
    ),
    departure(
        &["get_trace.json"],
        ONCE,
        Said(Code::NotFound, "trace not found"),
        &["unknown", "unknown, raw"],
    ),
    departure(
        &["get_trace.json"],
        OWN_FAULT,
        Said(Code::InvalidArgument, "invalid length for TraceID"),
        &[
            "id of 1 bytes",
            "id of 3 bytes",
            "id of 7 bytes",
            "id of 9 bytes",
            "id of 15 bytes",
            "id of 17 bytes",
            "id of 32 bytes",
        ],
    ),
    departure(
        &["get_trace.json"],
        NEAR,
        Ended(Code::Ok),
        &[
            "nanos below zero",
            "nanos of a second",
            "year 10000",
            "year 0",
        ],
    ),
    departure(
        &["names.json"],
        TEXTS,
        Ended(Code::Internal),
        &["v2 operations, no UTF-8", "v3 operations, no UTF-8"],
    ),
    departure(
        &["v3_find_traces.json"],
        NO_SERVICE,
        Traces(EVERY),
        &["only times"],
    ),
    departure(
        &["v3_get_trace.json"],
        OTLP_OUT,
        Ended(Code::Ok),
        &["1", "1, raw"],
    ),
    departure(
        &["v3_get_trace.json"],
        OTLP_OUT,
        But {
            unordered: &[],
            changes: &[(
                "/resource_spans/0/scope_spans/0/spans/0/links/0/attributes",
                "",
            )],
        },
        &["5", "5, raw"],
    ),
    departure(
        &["v3_get_trace.json"],
        NEAR,
        Ended(Code::Ok),
        &["nanos below zero", "year 10000"],
    ),
    departure(
        &["v3_get_trace.json"],
        TEXTS,
        Ended(Code::Internal),
        &["id that is no UTF-8"],
    ),
];

const FIND_TRACES: &[&str] = &["find_traces.json", "v3_find_traces.json"];

/// What there is, the newest first.
const EVERY: &[&str] = &[
    "6a000000000000000000000000000085",
    "6a000000000000000000000000000084",
    "6a000000000000000000000000000083",
    "6a000000000000000000000000000082",
    "6a000000000000000000000000000081",
    "6a000000000000000000000000000080",
    "6a000000000000000000000000000007",
    "6a000000000000000000000000000006",
    "6a000000000000000000000000000005",
    "000000000000000000000000000004f3",
    "000000000000000000000000000004f2",
    "00000000000000010000000000000041",
    "6a000000000000000000000000000002",
    "6a000000000000000000000000000003",
    "6a000000000000000000000000000001",
];

const ALL_CALLS: &str = r#"[
    {"parent": "web", "child": "db", "call_count": 1},
    {"parent": "near", "child": "far", "call_count": 1},
    {"parent": "own", "child": "shared", "call_count": 1}
]"#;
