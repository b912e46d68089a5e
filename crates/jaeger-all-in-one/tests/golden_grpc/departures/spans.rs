//! `PostSpans`, and what is shown of what it took.

use tonic::Code;

use super::Instead::{But, Ended, Said};
use super::{
    ALONE, CLAMPED, Departure, FORGED, GO_DUMP, GROUPS, KEPT, MARK_LAST, NO_TIME, ONCE, ONE_VALUE,
    OTLP_OUT, OUR_WORDS, OWN_FAULT, PARENT, PROCESS_ID, SENT_TWICE, departure,
};

pub(super) static DEPARTURES: &[Departure] = &[
    departure(
        &["post_spans.json"],
        OWN_FAULT,
        Ended(Code::InvalidArgument),
        &[
            "trace id of 1 bytes",
            "trace id of 3 bytes",
            "trace id of 7 bytes",
            "trace id of 9 bytes",
            "trace id of 15 bytes",
            "trace id of 17 bytes",
            "trace id of 20 bytes",
            "trace id of 32 bytes",
            "span id of 1 bytes",
            "span id of 4 bytes",
            "span id of 7 bytes",
            "span id of 9 bytes",
            "span id of 16 bytes",
            "good beside bad",
            "reference with an id of 3 bytes",
            "reference with a span id of 3 bytes",
            "cut off",
            "endless varint",
            "field 0",
            "garbage",
            "length beyond",
            "negative length",
            "wrong wire type",
        ],
    ),
    departure(
        &["post_spans.json"],
        ONCE,
        Said(Code::NotFound, "trace not found"),
        &["good beside bad: shown"],
    ),
    departure(
        &["post_spans.json"],
        ALONE,
        Ended(Code::Ok),
        &["empty span: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        NO_TIME,
        But {
            unordered: &["tags"],
            changes: &[("/spans/0/start_time/seconds", "")],
        },
        &["no times: shown"],
    ),
    departure(
        &["post_spans.json"],
        NO_TIME,
        But {
            unordered: &[],
            changes: &[
                (
                    "/resource_spans/0/scope_spans/0/spans/0/start_time_unix_nano",
                    "",
                ),
                (
                    "/resource_spans/0/scope_spans/0/spans/0/end_time_unix_nano",
                    "1",
                ),
            ],
        },
        &["no times: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        NO_TIME,
        But {
            unordered: &[],
            changes: &[("/spans/0/logs/0/timestamp/seconds", "")],
        },
        &["log: no time, no fields: shown"],
    ),
    departure(
        &["post_spans.json"],
        MARK_LAST,
        But {
            unordered: &["tags"],
            changes: &[],
        },
        &["times of zero: shown"],
    ),
    departure(
        &["post_spans.json"],
        KEPT,
        But {
            unordered: &[],
            changes: &[("/resource_spans/0/scope_spans/0/spans/0/links", EMPTY_LINK)],
        },
        &["reference without ids: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        PARENT,
        But {
            unordered: &[],
            changes: &[("/spans/0/references/0/ref_type", "")],
        },
        &["reference of an unknown type: shown"],
    ),
    departure(
        &["post_spans.json"],
        PARENT,
        But {
            unordered: &[],
            changes: &[
                ("/resource_spans/0/scope_spans/0/spans/0/links", ""),
                (
                    "/resource_spans/0/scope_spans/0/spans/0/parent_span_id",
                    r#""0000000000000002""#,
                ),
            ],
        },
        &["reference of an unknown type: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        CLAMPED,
        Ended(Code::Ok),
        &[
            "start: nanos below zero",
            "start: nanos of a second",
            "start: year 10000",
            "start: year 0",
            "start: most seconds",
            "duration: signs differ",
            "duration: nanos of a second",
            "duration: too long",
            "duration: longer than int64",
            "log: nanos below zero",
        ],
    ),
    departure(
        &["post_spans.json"],
        CLAMPED,
        Ended(Code::Ok),
        &[
            "start: before 1970: shown",
            "start: before 1970: shown by v3",
            "start: year 1: shown",
            "start: last second of 9999: shown",
            "start: last second of 9999: shown by v3",
            "duration: below zero: shown",
            "duration: below zero: shown by v3",
            "log: before 1970: shown",
            "log: before 1970: shown by v3",
        ],
    ),
    departure(
        &["post_spans.json"],
        GO_DUMP,
        But {
            unordered: &[],
            changes: &[
                ("/spans/0/tags/0/v_type", ""),
                ("/spans/0/tags/0/v_str", r#""unknown type""#),
            ],
        },
        &["tag: unknown type: shown"],
    ),
    departure(
        &["post_spans.json"],
        GO_DUMP,
        But {
            unordered: &[],
            changes: &[(
                "/resource_spans/0/scope_spans/0/spans/0/attributes/0/value/string_value",
                r#""unknown type""#,
            )],
        },
        &["tag: unknown type: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        ONE_VALUE,
        But {
            unordered: &[],
            changes: &[
                ("/spans/0/tags/0/v_str", ""),
                ("/spans/0/tags/1/v_bool", ""),
                ("/spans/0/tags/1/v_int64", ""),
            ],
        },
        &["tag: value of another type: shown"],
    ),
    departure(
        &["post_spans.json"],
        OTLP_OUT,
        But {
            unordered: &[],
            changes: &[(
                "/resource_spans/0/scope_spans/0/spans/0/attributes",
                BOTH_VALUES,
            )],
        },
        &["tag: same key twice: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        FORGED,
        But {
            unordered: &[],
            changes: &[("/spans/0/tags/0/key", r#""client.@jaeger@format""#)],
        },
        &["tag: own format: shown"],
    ),
    departure(
        &["post_spans.json"],
        FORGED,
        But {
            unordered: &[],
            changes: &[("/spans/0/tags/0/key", r#""client.@jaeger@warnings""#)],
        },
        &["tag: own warnings: shown"],
    ),
    departure(
        &["post_spans.json"],
        FORGED,
        But {
            unordered: &[],
            changes: &[(
                "/resource_spans/0/scope_spans/0/spans/0/attributes",
                r#"[{"key":"client.@jaeger@warnings","value":{"string_value":"mine"}}]"#,
            )],
        },
        &["tag: own warnings: shown by v3"],
    ),
    departure(
        &["post_spans.json"],
        PROCESS_ID,
        But {
            unordered: &[],
            changes: &[("/spans/0/process_id", "")],
        },
        &["process id: shown"],
    ),
    departure(
        &["post_spans.json"],
        GROUPS,
        Ended(Code::InvalidArgument),
        &["group"],
    ),
    departure(
        &["post_spans.json"],
        GROUPS,
        Said(Code::NotFound, "trace not found"),
        &["group: shown"],
    ),
    departure(
        &["post_spans.json"],
        OUR_WORDS,
        Ended(Code::ResourceExhausted),
        &["over 4 MiB", "over 4 MiB, gzip"],
    ),
    departure(
        &["post_spans.json"],
        SENT_TWICE,
        But {
            unordered: &[],
            changes: &[("/spans/1", "")],
        },
        &["sent twice: shown raw"],
    ),
];

const BOTH_VALUES: &str = r#"[
    {"key": "k", "value": {"string_value": "b"}},
    {"key": "k", "value": {"string_value": "a"}}
]"#;

const EMPTY_LINK: &str = r#"[
    {
        "attributes": [{"key": "opentracing.ref_type", "value": {"string_value": "child_of"}}]
    }
]"#;
