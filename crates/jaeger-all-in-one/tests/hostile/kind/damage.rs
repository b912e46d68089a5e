//! Bytes that are not what they say they are.

use jaeger_codec::thrift::protocol::Type;
use jaeger_model::wire::Writer as Wire;

use crate::bomb::{WINDOW_1_GIB, zstd_bomb};
use crate::door::{Door, Form};
use crate::payload::{Payload, thrift};
use crate::shot::{Expected, Shot};

/// Arrays within arrays, or structs and groups that nobody knows within each other.
pub(super) fn nested(door: Door) -> Vec<Shot> {
    const DEPTH: usize = 10_000;
    match door.form {
        Form::OtlpProtobuf => {
            let mut request = Wire::default();
            request.message(1, |resource_spans| {
                resource_spans.message(1, |resource| {
                    resource.message(1, |attribute| {
                        attribute.bytes(1, b"k");
                        attribute.bytes(2, &nested_value(DEPTH));
                    });
                });
                resource_spans.bytes(2, &[0x12, 0]);
            });
            vec![Shot::new(request.into_bytes(), Expected::TooLarge)]
        }
        Form::OtlpJson => {
            let request = [
                br#"{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":"#.to_vec(),
                br#"{"arrayValue":{"values":["#.repeat(DEPTH),
            ]
            .concat();
            vec![Shot::new(request, Expected::Refused)]
        }
        // The start of group 99, again and again: groups are no part of today's protobuf.
        Form::JaegerProtobuf | Form::ZipkinProtobuf => {
            let groups = [0x9b, 0x06].repeat(DEPTH);
            vec![Shot::new(groups, Expected::Undecodable)]
        }
        Form::ZipkinV1Json | Form::ZipkinV2Json => {
            let known = [br#"[{"annotations":"#.to_vec(), b"[".repeat(DEPTH)].concat();
            let unknown = format!("[{}{}]", "[".repeat(DEPTH), "]".repeat(DEPTH));
            let member = format!(r#"[{{"unknown":{unknown},"#);
            let good = Payload::of(u64::MAX).bytes(door);
            let skipped = [member.as_bytes(), &good[2..]].concat();
            vec![
                Shot::new(known, Expected::Undecodable),
                Shot::new(skipped, Expected::Taken),
            ]
        }
        Form::JaegerThrift | Form::ZipkinThrift => {
            let structs = thrift(door, 1, |span| {
                span.struct_begin();
                for _ in 0..DEPTH {
                    span.field(99, Type::Struct);
                    span.struct_begin();
                }
            });
            vec![Shot::new(structs, Expected::TooLarge)]
        }
    }
}

/// An array that holds an array that holds an array, in protobuf and written from its end.
fn nested_value(depth: usize) -> Vec<u8> {
    // ArrayValue.values, and AnyValue.array_value around it.
    const TAGS: [u8; 2] = [0x0a, 0x2a];
    let mut reversed = Vec::new();
    for tag in TAGS.repeat(depth) {
        let mut header = vec![tag];
        let mut len = reversed.len();
        while len >= 0x80 {
            header.push(len as u8 | 0x80);
            len >>= 7;
        }
        header.push(len as u8);
        reversed.extend(header.into_iter().rev());
    }
    reversed.reverse();
    reversed
}

pub(super) fn cut_off(door: Door) -> Vec<Shot> {
    let good = Payload::of(u64::MAX).bytes(door);
    let len = good.len();
    [1, len / 4, len / 2, len / 4 * 3, len - 3]
        .map(|len| Shot::new(good[..len].to_vec(), Expected::Undecodable))
        .into()
}

pub(super) fn random_bytes() -> Vec<Shot> {
    let mut random = Random(0x5eed);
    [8, 100, 1_000, 10_000, 60_000]
        .map(|len| Shot::new(random.bytes(len), Expected::Any))
        .into()
}

/// A request that ends before its length, or before its number of spans.
pub(super) fn less_than_announced(door: Door) -> Vec<Shot> {
    if door.is_udp() {
        let bytes = spans_that_are_missing(door, 1_000);
        return vec![Shot::new(bytes, Expected::Undecodable)];
    }
    let good = Payload::of(u64::MAX).bytes(door);
    let more = [1, 1_000, 10 << 20].map(|more| good.len() + more);
    more.map(|announced| {
        let expected = match announced > door.bytes_max {
            true => Expected::TooLarge,
            false => Expected::Undecodable,
        };
        Shot::announcing(announced as u64, good.clone(), expected)
    })
    .into()
}

pub(super) fn absurd_sizes(door: Door) -> Vec<Shot> {
    const LENGTH: &[u8] = &[0x0a, 0xff, 0xff, 0xff, 0xff, 0x07];
    const TWO_BILLION: usize = i32::MAX as usize;
    // -1 in 32 bits.
    const LESS_THAN_NONE: usize = u32::MAX as usize;
    let mut shots = match door.form {
        Form::OtlpProtobuf | Form::JaegerProtobuf | Form::ZipkinProtobuf => {
            vec![Shot::new(LENGTH.to_vec(), Expected::Undecodable)]
        }
        Form::OtlpJson | Form::ZipkinV1Json | Form::ZipkinV2Json => Vec::new(),
        Form::JaegerThrift | Form::ZipkinThrift => {
            let shot = |(len, expected)| Shot::new(spans_that_are_missing(door, len), expected);
            let cases = [
                (TWO_BILLION, Expected::TooLarge),
                (LESS_THAN_NONE, Expected::Undecodable),
            ];
            cases.map(shot).into()
        }
    };
    if door.inflates() {
        let bomb = zstd_bomb(WINDOW_1_GIB);
        shots.push(Shot::compressed(bomb, "zstd", Expected::Refused));
    }
    if !door.is_udp() {
        for announced in [u64::from(u32::MAX), 99_999_999_999] {
            shots.push(Shot::announcing(announced, Vec::new(), Expected::TooLarge));
        }
    }
    shots
}

/// A list of so many spans of which none follows.
fn spans_that_are_missing(door: Door, len: usize) -> Vec<u8> {
    thrift(door, len, |_| {})
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as u8
    }

    fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.byte()).collect()
    }
}
