//! Faults that others shipped and their users told about, each as a test of the whole program.
//!
//! Issues without a repository are those of jaegertracing/jaeger. Here are:
//!
//! | Seen in | Fault | Test |
//! |---|---|---|
//! | CVE-2026-21728 of Grafana Tempo | a huge limit takes all memory | `asked::a_huge_number_is_served_or_refused` |
//! | #423, #683, #8492 | a search has to name one service | `asked::a_search_without_a_service_looks_at_all` |
//! | #1761 | long values cannot be searched for | `asked::a_long_value_is_found_whole` |
//! | `VictoriaTraces` v0.12.0 | a link changes or deletes | `asked::only_a_post_archives`, `admin::a_page_of_others_does_not_change_the_log_level` |
//! | open-telemetry/opentelemetry-collector-contrib#50358 | a method that is not served ends the process | `asked::a_method_that_is_not_served_ends_its_call_alone`, `datagrams::a_method_that_is_not_served_is_counted`, `datagrams::batches_of_zipkin_are_taken_at_every_port` |
//! | openzipkin/zipkin#3382, #3835 | pages of operators are open to everybody | `admin::pages_for_operators_are_at_the_admin_port_alone` |
//! | #5737, #6207, #6209 | ports move to loopback unseen | `addresses::the_log_says_where_every_port_is` |
//! | CVE-2020-10750 of Jaeger, CVE-2026-28377 of Grafana Tempo, CVE-2026-81870 of `opentelemetry-go` | secrets in logs and in what is printed | `secrets` |
//! | open-telemetry/opentelemetry-collector-contrib#46200 | a token is repeated to its sender | `secrets::a_secret_is_in_nothing_that_a_running_program_says` |
//! | #1796, #4197 | memory grows until the process is killed | `memory`, `stored::the_newest_traces_stay` |
//! | #605 | one slow write holds up all others | `memory::a_request_of_many_spans_holds_nobody_up` |
//! | GHSA-66jq-2c23-2xh5 and #10090 of `VictoriaMetrics` | memory is taken for sizes that are only declared | `declared::sizes_that_are_only_declared_take_no_memory` |
//! | #5111, #2928, open-telemetry/opentelemetry-go#2465 | long datagrams are lost whatever the options say | `datagrams::the_longest_datagram_there_is_is_taken_where_it_is_asked_for` |
//! | #6001 | archiving twice doubles spans | `stored::a_trace_that_is_archived_twice_is_there_once` |
//! | #8058 | archiving nothing is a success | `stored::a_trace_that_is_not_there_is_not_archived` |
//! | #6001, #9035 | retries are spans of their own, or other spans are taken for retries | `stored::a_retry_is_no_other_span_and_another_scope_is_one` |
//! | #4375 | nobody can tell whose spans are not stored | `stored::what_is_not_stored_is_counted_by_its_service` |
//! | open-telemetry/opentelemetry-collector#13954, #15237 | decoders mix requests | `stored::compressed_requests_that_break_off_leave_nothing_to_others` |
//! | #3427, `VictoriaTraces` v0.11.1 | tenants with the same ids see each other's spans | `tenants` |
//! | #337, #2596 | Zipkin's spans without a service, tags without a key | `zipkin::a_span_has_a_service_and_no_tag_without_a_key` |
//! | #703, #8739 | pages in browsers cannot send to Zipkin's port | `zipkin::pages_are_told_whether_they_may_send` |
//!
//! Those that a test elsewhere covers are not repeated:
//!
//! | Seen in | Fault | Covered by |
//! |---|---|---|
//! | #7125, #8433 | spans received as OTLP are not counted | `tests/metrics.rs` |
//! | #1772 | dropped datagrams are not counted with a reason | `jaeger-receivers/tests/doors/served.rs`: `a_full_queue_drops_and_counts` |
//! | jaegertracing/jaeger-client-python#152 | what the system drops of a port is not counted | `jaeger-receivers/src/udp/kernel.rs`: `adds_up_what_was_lost_at_a_port` |
//! | #3050 | memory for datagrams is never given back | `jaeger-receivers/tests/doors/served.rs`: `a_full_queue_drops_and_counts` |
//! | #3321, #361, #7110 | more is accepted than can be held, then dropped; nothing says when to come again | `jaeger-receivers/tests/doors/replies.rs` |
//! | #943, #2433, #2715, #2065, open-telemetry/opentelemetry-collector-contrib#9009 | what waits is bounded in spans or requests, not in bytes | `collector_batches` of the package `tests`: `more_at_once_than_there_is_room_for` |
//! | #2379, #2021, open-telemetry/opentelemetry-collector#13853 | acknowledged spans are lost at SIGTERM, or before they are written | `jaeger-collector/tests/drain.rs` |
//! | #2300 | spans without a process are refused | `jaeger-collector/src/pipeline/sanitize/tests.rs`: `a_span_without_a_resource_gets_one` |
//! | #337 | the service of Zipkin's spans is none of their hosts | `jaeger-codec/tests/codec/zipkin_json.rs`: `the_service_of_v1_is_that_of_the_best_host` |
//! | #5111 | datagrams that are too long vanish unseen | `jaeger-receivers/tests/doors/hostile.rs`: `datagrams` |
//! | #4739 | there is no agent for clients that send datagrams | `real_clients` of the package `tests` |
//! | #6321 | flags and variables of version 1 are unknown | `tests/process.rs`: `runs_with_the_environment_of_a_manifest` |
//! | #1678, #3866 | clients stay with the server they found first | `jaeger-service/src/server/tests.rs`: `an_old_connection_is_asked_to_go` |
//! | #4459 | pages in browsers cannot send OTLP | `jaeger-receivers/tests/doors/http_words.rs`: `pages_are_told_whether_they_may_send` |
//! | #3925, #3891 | strategies are merged or shaped otherwise than expected | `jaeger-sampling/tests/doors/golden.rs` |
//! | #768, #690 | operation, tags and durations do not hold together | conformance cases `form.json` |
//! | #166, #1167, #892, #1568 | the limit comes before the order or the filter | conformance cases `order-and-limit.json` |
//! | jaegertracing/jaeger-clickhouse#100 | the limit counts spans | conformance cases `order-and-limit.json` |
//! | #954, #1015 | the slowest traces cannot be asked for | conformance cases `trace-duration-and-counts.json` |
//! | #684, jaegertracing/jaeger-ui#171 | no alternatives, no negation, no patterns | conformance cases `operators-text.json`, `absent.json` |
//! | jaegertracing/jaeger-ui#73, #1739 | no pages, or spans lost between them | conformance cases `paging.json` |
//! | #2540, #9205 | tags that are no text; `error=false` | conformance cases `form-tags.json` |
//! | #8712, #1922 | operations without the kind of their spans | conformance cases `services-and-operations.json` |
//! | #913, #1828 | dependencies need another program | conformance cases `dependencies.json` |
//! | #1511 | an archived trace is not found | `jaeger-query/tests/grpc/refusals.rs`: `an_archived_trace_outlives_the_others` |
//! | #1051 | a huge answer takes all memory | `tests/limits.rs` |
//! | #4350 | an answer over gRPC is larger than a message may be | `jaeger-query/tests/grpc/chunks.rs` |
//! | #4502, #4676 | the Monitor page stays empty | `jaeger-query/tests/metrics.rs` |
//! | #4752 | the Monitor page loads all operations there ever were | `jaeger-storage-memory/src/figures/tests.rs`: `names_beyond_the_bound_count_for_the_rest` |
//! | CVE-2024-36129 of the `OpenTelemetry` collector | bodies that inflate to gigabytes | `tests/hostile`: `every_port_outlives_every_kind` |
//!
//! Paths are those in `crates`, or from this crate; the cases stand in `jaeger-storage-conformance/cases`.
//!
//! What does not concern this program yet:
//!
//! | Seen in | Why |
//! |---|---|
//! | vectordotdev/vector#25570, #25691, #25525, #17657, #26033 | there is no store on disk |
//! | open-telemetry/opentelemetry-collector-contrib#35899, #50102 | the same |
//! | #1916, #2266, #1659, #2459, #2987 | the same |
//! | #5812, #1052, #1411, #2192, #8476, #3752, #3537, #7467, redpanda-data/connect#4009 | Kafka is neither written nor read |
//! | #1874, #3884, #668, #2208, #906, #7166, #5284, #2976 | there is no Elasticsearch and no Cassandra |
//! | CVE-2024-45043, CVE-2024-42368, GHSA-pjv4-3c63-699f, #7609 | nobody is asked who they are |
//! | #6700, #5717, #425, #2549 | sampling is neither adaptive nor by the end of a trace |
//! | #1078, #3790, #1135, #2462 | there are no quotas, no updates of spans, and no ages at which they go |
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

mod addresses;
mod admin;
mod asked;
mod client;
mod datagrams;
mod declared;
mod jaeger;
mod memory;
mod secrets;
mod sent;
mod stored;
mod tenants;
mod zipkin;

#[path = "../program/memory.rs"]
mod peak;
#[path = "../program/mod.rs"]
mod program;
