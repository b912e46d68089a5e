//! Faults that others shipped and their users told about, each as a test of the whole program.
//!
//! Those that a test elsewhere covers are not repeated:
//!
//! | Seen in | Fault | Covered by |
//! |---|---|---|
//! | jaegertracing/jaeger#7125 | spans received as OTLP are not counted | `tests/metrics.rs` |
//! | jaegertracing/jaeger#1772 | dropped datagrams are not counted with a reason | `jaeger-receivers/tests/doors/served.rs`: `a_full_queue_drops_and_counts` |
//! | jaegertracing/jaeger#3321 | more is accepted than can be held, then dropped | `jaeger-receivers/tests/doors/replies.rs` |
//! | jaegertracing/jaeger#2379, #2021 | acknowledged spans are lost at SIGTERM | `jaeger-collector/tests/drain.rs` |
//! | jaegertracing/jaeger#2300 | spans without a process are refused | `jaeger-collector/src/pipeline/sanitize/tests.rs`: `a_span_without_a_resource_gets_one` |
//! | jaegertracing/jaeger#337 | Zipkin's spans without a service name | `jaeger-codec/tests/codec/zipkin_json.rs`: `the_service_of_v1_is_that_of_the_best_host` |
//! | jaegertracing/jaeger#5111 | datagrams that are too long vanish unseen | `jaeger-receivers/tests/doors/hostile.rs`: `datagrams` |
//! | jaegertracing/jaeger#703, #4459 | pages in a browser cannot send | `jaeger-receivers/tests/doors/http_words.rs`: `pages_are_told_whether_they_may_send` |
//! | jaegertracing/jaeger#3925, #3891 | strategies are merged or shaped otherwise than expected | `jaeger-sampling/tests/doors/golden.rs` |
//! | jaegertracing/jaeger#768, #690 | operation, tags and durations do not hold together | conformance cases `form.json` |
//! | jaegertracing/jaeger#892, #1568 | the limit comes before the order or the filter | conformance cases `order-and-limit.json` |
//! | jaegertracing/jaeger-clickhouse#100 | the limit counts spans | conformance cases `order-and-limit.json` |
//! | jaegertracing/jaeger#2540, #9205 | tags that are no text; `error=false` | conformance cases `form-tags.json` |
//! | jaegertracing/jaeger#8712, #1922 | operations without the kind of their spans | conformance cases `services-and-operations.json` |
//! | jaegertracing/jaeger#1511 | an archived trace is not found | `jaeger-query/tests/grpc/refusals.rs`: `an_archived_trace_outlives_the_others` |
//! | jaegertracing/jaeger#1051 | a huge answer takes all memory | `tests/limits.rs` |
//! | jaegertracing/jaeger#4350 | an answer over gRPC is larger than a message may be | `jaeger-query/tests/grpc/chunks.rs` |
//! | CVE-2020-10750 of Jaeger | passwords in the log | `jaeger-service/src/load/tests.rs`: `a_secret_shows_in_nothing_that_is_printed` |
//! | open-telemetry/opentelemetry-collector#50358 | an unknown method ends the process | `jaeger-receivers/tests/doors/served.rs`: `grpc_tells_what_it_does_not_serve` |
//! | GHSA-66jq-2c23-2xh5 of `VictoriaMetrics` | memory is taken for sizes that are only claimed | `tests/hostile`: `every_port_outlives_every_kind` |
//!
//! Paths are those in `crates`, or from this crate; the cases stand in `jaeger-storage-conformance/cases`.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod asked;
mod jaeger;
mod stored;
