//! Sampling, health, reflection, and what is not served.

use tonic::Code;

use super::Instead::{But, Ended, Said};
use super::{BOUNDED, Departure, LIBRARY, LIMITS, TEXTS, departure};

pub(super) static DEPARTURES: &[Departure] = &[
    departure(
        &["beside.json"],
        LIBRARY,
        Said(Code::NotFound, "service not registered"),
        &[
            "query: health of jaeger.api_v2.CollectorService",
            "query: health of jaeger.api_v2.SamplingManager",
            "query: health of grpc.health.v1.Health",
            "query: health of nobody",
            "collector: health of jaeger.api_v2.QueryService",
            "collector: health of jaeger.api_v3.QueryService",
            "collector: health of jaeger.api_v2.metrics.MetricsQueryService",
            "collector: health of grpc.health.v1.Health",
            "collector: health of nobody",
        ],
    ),
    departure(
        &["beside.json"],
        LIBRARY,
        Said(Code::Unimplemented, ""),
        &[
            "query: health, list",
            "collector: health, list",
            "query: /grpc.health.v1.Health/Nothing",
            "query: /jaeger.api_v2.QueryService/Nothing",
            "query: /jaeger.api_v3.QueryService/Nothing",
            "collector: /grpc.health.v1.Health/Nothing",
            "collector: /jaeger.api_v2.SamplingManager/Nothing",
        ],
    ),
    departure(
        &["beside.json"],
        LIBRARY,
        Said(Code::NotFound, "symbol 'nobody' not found"),
        &[
            "query: v1 unknown symbol",
            "query: v1alpha unknown symbol",
            "collector: v1 unknown symbol",
            "collector: v1alpha unknown symbol",
        ],
    ),
    departure(
        &["beside.json"],
        LIBRARY,
        Said(Code::NotFound, "file 'nobody.proto' not found"),
        &[
            "query: v1 unknown file",
            "query: v1alpha unknown file",
            "collector: v1 unknown file",
            "collector: v1alpha unknown file",
        ],
    ),
    departure(
        &["beside.json"],
        LIBRARY,
        Said(Code::InvalidArgument, "invalid MessageRequest"),
        &[
            "query: v1 nothing asked",
            "query: v1alpha nothing asked",
            "collector: v1 nothing asked",
            "collector: v1alpha nothing asked",
        ],
    ),
    departure(
        &["beside.json"],
        LIBRARY,
        Said(
            Code::Unimplemented,
            "unknown service jaeger.api_v2.QueryService",
        ),
        &[
            "query: /jaeger.api_v2.QueryService",
            "query: /jaeger.api_v2.QueryService/",
        ],
    ),
    departure(
        &["beside.json"],
        LIBRARY,
        Said(Code::Unimplemented, "unknown service "),
        &["query: /"],
    ),
    departure(
        &["beside.json"],
        BOUNDED,
        Ended(Code::OutOfRange),
        &["query: 100 kB", "query: over 4 MiB"],
    ),
    departure(
        &["sampling.json"],
        LIMITS,
        But {
            unordered: &[],
            changes: &[("/rateLimitingSampling/maxTracesPerSecond", "2147483647")],
        },
        &["service above int32"],
    ),
    departure(
        &["sampling.json"],
        TEXTS,
        Ended(Code::Internal),
        &["no UTF-8"],
    ),
    departure(
        &["sampling_default.json"],
        TEXTS,
        Ended(Code::Internal),
        &["no UTF-8"],
    ),
];
