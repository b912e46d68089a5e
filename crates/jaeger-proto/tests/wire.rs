//! The generated code against the numbers of the interfaces, and the messages that stay bytes.

use bytes::Bytes;
use jaeger_proto::api_v2::{
    Batch, OperationSamplingStrategy, PerOperationSamplingStrategies,
    ProbabilisticSamplingStrategy, Process, SamplingStrategyResponse, SamplingStrategyType, Span,
};
use jaeger_proto::{DESCRIPTORS, Encoded};
use prost::Message;

#[test]
fn a_strategy_has_the_numbers_of_the_interface() {
    let half = ProbabilisticSamplingStrategy { sampling_rate: 0.5 };
    let strategy = SamplingStrategyResponse {
        strategy_type: SamplingStrategyType::RateLimiting.into(),
        probabilistic_sampling: Some(half),
        rate_limiting_sampling: None,
        operation_sampling: Some(PerOperationSamplingStrategies {
            default_sampling_probability: 0.0,
            default_lower_bound_traces_per_second: 0.0,
            per_operation_strategies: vec![OperationSamplingStrategy {
                operation: "a".into(),
                probabilistic_sampling: Some(half),
            }],
            default_upper_bound_traces_per_second: 0.0,
        }),
    };
    let half = [0x09, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f];
    let operation = [&[0x1a, 14, 0x0a, 1, b'a', 0x12, 9][..], &half].concat();
    let expected = [&[0x08, 1, 0x12, 9][..], &half, &[0x22, 16], &operation].concat();
    assert_eq!(strategy.encode_to_vec(), expected);
}

#[test]
fn a_message_with_spans_stays_as_it_is() {
    let batch = Batch {
        spans: vec![Span {
            trace_id: vec![1; 16],
            ..Span::default()
        }],
        process: Some(Process::default()),
    };
    let sent = Bytes::from(batch.encode_to_vec());
    let encoded = Encoded::decode(sent.clone()).unwrap();
    assert_eq!(encoded.0.as_ptr(), sent.as_ptr(), "nothing is copied");
    assert_eq!(encoded.encode_to_vec(), sent);
    assert_eq!(Batch::decode(encoded.0).unwrap(), batch);
}

#[test]
fn a_message_with_spans_can_stand_in_another_one() {
    let inner = [
        0x08, 0x96, 0x01, 0x12, 0x01, b'a', 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8,
    ];
    let outer = [&[inner.len() as u8][..], &inner].concat();
    let encoded = Encoded::decode_length_delimited(&*outer).unwrap();
    assert_eq!(&*encoded.0, inner);
    assert_eq!(encoded.encode_length_delimited_to_vec(), outer);
}

#[test]
fn the_description_has_all_services() {
    let files = prost_types::FileDescriptorSet::decode(DESCRIPTORS).unwrap();
    let mut services: Vec<_> = files
        .file
        .iter()
        .flat_map(|file| {
            file.service
                .iter()
                .map(move |it| (file.package(), it.name()))
        })
        .collect();
    services.sort_unstable();
    let expected = [
        ("jaeger.api_v2", "CollectorService"),
        ("jaeger.api_v2", "QueryService"),
        ("jaeger.api_v2", "SamplingManager"),
        ("jaeger.api_v3", "QueryService"),
    ];
    assert_eq!(services, expected);
    let has_traces = files
        .file
        .iter()
        .any(|file| file.package() == "opentelemetry.proto.trace.v1");
    assert!(has_traces, "imports are in it");
}
