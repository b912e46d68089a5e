//! The kinds of hostile requests, and what each may cost.

use jaeger_codec::thrift::protocol::Type;
use jaeger_model::wire::Writer as Wire;

use crate::Answer;
use crate::bomb::{WINDOW_1_GIB, WINDOW_128_KIB, gzip_bomb, zstd_bomb};
use crate::door::Door;
use crate::payload::{Payload, begin_spans, thrift};

/// A kind of hostile requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    GzipBomb,
    ZstdBomb,
    EmptySpans,
    ManyAttributes,
    DeepNesting,
    CutOff,
    RandomBytes,
    LessThanAnnounced,
    AbsurdSizes,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Shot {
    pub(crate) bytes: Vec<u8>,
    /// How they are compressed, as a header says it; empty for not at all.
    pub(crate) encoding: &'static str,
    /// The length that is announced in place of theirs.
    pub(crate) announced: Option<u64>,
    pub(crate) expected: Expected,
}

/// What should become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Taken,
    NotTaken,
    Either,
}

impl Expected {
    pub(crate) fn allows(self, answer: Answer) -> bool {
        match self {
            Self::Taken => answer == Answer::Taken,
            Self::NotTaken => answer == Answer::NotTaken,
            Self::Either => true,
        }
    }
}

impl Shot {
    /// A request that must be taken.
    pub(crate) fn good(bytes: Vec<u8>) -> Self {
        Self::of(bytes, Expected::Taken)
    }

    fn bad(bytes: Vec<u8>) -> Self {
        Self::of(bytes, Expected::NotTaken)
    }

    fn of(bytes: Vec<u8>, expected: Expected) -> Self {
        Self {
            bytes,
            encoding: "",
            announced: None,
            expected,
        }
    }

    fn compressed(bytes: Vec<u8>, encoding: &'static str) -> Self {
        Self {
            encoding,
            ..Self::bad(bytes)
        }
    }

    fn announcing(announced: u64, bytes: Vec<u8>) -> Self {
        Self {
            announced: Some(announced),
            ..Self::bad(bytes)
        }
    }

    pub(crate) fn is_compressed(&self) -> bool {
        !self.encoding.is_empty()
    }

    /// How much more memory it may take. Of what is compressed here nothing is admitted.
    pub(crate) fn memory_bytes_max(&self) -> u64 {
        let admitted = match self.is_compressed() {
            true => 0,
            false => self.bytes.len() as u64,
        };
        REFUSED_BOMB_BYTES_MAX.max(MEMORY_PER_BYTE_MAX * admitted)
    }
}

impl Kind {
    pub(crate) const ALL: [Self; 9] = [
        Self::GzipBomb,
        Self::ZstdBomb,
        Self::EmptySpans,
        Self::ManyAttributes,
        Self::DeepNesting,
        Self::CutOff,
        Self::RandomBytes,
        Self::LessThanAnnounced,
        Self::AbsurdSizes,
    ];

    /// The requests of this kind to `door`.
    pub(crate) fn shots(self, door: Door) -> Vec<Shot> {
        let mut shots = match self {
            Self::GzipBomb => vec![Shot::compressed(gzip_bomb(), "gzip")],
            Self::ZstdBomb => vec![Shot::compressed(zstd_bomb(WINDOW_128_KIB), "zstd")],
            Self::EmptySpans => vec![Shot::of(empty_spans(door), Expected::Either)],
            Self::ManyAttributes => vec![Shot::good(many_attributes(door))],
            Self::DeepNesting => vec![Shot::bad(nested(door))],
            Self::CutOff => cut_off(door),
            Self::RandomBytes => random_bytes(),
            Self::LessThanAnnounced => less_than_announced(door),
            Self::AbsurdSizes => absurd_sizes(door),
        };
        if door.is_udp() {
            let cut = |shot: &mut Shot| shot.bytes.truncate(DATAGRAM_BYTES_MAX);
            shots.iter_mut().for_each(cut);
        }
        shots
    }
}

/// 4 MiB of spans without anything in them.
fn empty_spans(door: Door) -> Vec<u8> {
    const BYTES: usize = 4 << 20;
    match door {
        Door::OtlpGrpc | Door::OtlpProtobuf => {
            // ScopeSpans.spans, of no bytes.
            let spans = [0x12_u8, 0].repeat(BYTES / 2);
            let mut request = Wire::default();
            request.message(1, |resource_spans| resource_spans.bytes(2, &spans));
            request.into_bytes()
        }
        Door::OtlpJson => {
            let spans = "{},".repeat(BYTES / 3);
            let request =
                format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}{{}}]}}]}}]}}"#);
            request.into_bytes()
        }
        Door::ThriftHttp | Door::CompactUdp | Door::BinaryUdp => {
            let len = if door.is_udp() { 50_000 } else { BYTES };
            thrift(door, |batch| {
                begin_spans(batch, len);
                (0..len).for_each(|_| batch.write_struct(|_| {}));
            })
        }
    }
}

/// As many as the port promises to take.
fn many_attributes(door: Door) -> Vec<u8> {
    let attributes = if door.is_udp() { 1_500 } else { 10_000 };
    Payload::of(u64::MAX)
        .with_attributes(attributes)
        .bytes(door)
}

/// Arrays within arrays, or structs that nobody knows within each other.
fn nested(door: Door) -> Vec<u8> {
    const DEPTH: usize = 10_000;
    match door {
        Door::OtlpGrpc | Door::OtlpProtobuf => {
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
            request.into_bytes()
        }
        Door::OtlpJson => [
            br#"{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":"#.to_vec(),
            br#"{"arrayValue":{"values":["#.repeat(DEPTH),
        ]
        .concat(),
        Door::ThriftHttp | Door::CompactUdp | Door::BinaryUdp => thrift(door, |batch| {
            for _ in 0..DEPTH {
                batch.field(99, Type::Struct);
                batch.struct_begin();
            }
        }),
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

fn cut_off(door: Door) -> Vec<Shot> {
    let good = Payload::of(u64::MAX).bytes(door);
    let len = good.len();
    [1, len / 4, len / 2, len / 4 * 3, len - 3]
        .map(|len| Shot::bad(good[..len].to_vec()))
        .into()
}

fn random_bytes() -> Vec<Shot> {
    let mut random = Random(0x5eed);
    [8, 100, 1_000, 10_000, 60_000]
        .map(|len| Shot::of(random.bytes(len), Expected::Either))
        .into()
}

fn less_than_announced(door: Door) -> Vec<Shot> {
    if door.is_udp() {
        return vec![Shot::bad(spans_that_are_missing(door, 1_000))];
    }
    let good = Payload::of(u64::MAX).bytes(door);
    let more = [1, 1_000, 10 << 20].map(|more| good.len() as u64 + more);
    more.map(|announced| Shot::announcing(announced, good.clone()))
        .into()
}

fn absurd_sizes(door: Door) -> Vec<Shot> {
    const LENGTH: &[u8] = &[0x0a, 0xff, 0xff, 0xff, 0xff, 0x07];
    const TWO_BILLION: usize = i32::MAX as usize;
    let mut shots = match door {
        Door::OtlpGrpc | Door::OtlpProtobuf => vec![
            Shot::bad(LENGTH.to_vec()),
            Shot::compressed(zstd_bomb(WINDOW_1_GIB), "zstd"),
        ],
        Door::OtlpJson => vec![Shot::compressed(zstd_bomb(WINDOW_1_GIB), "zstd")],
        Door::ThriftHttp | Door::CompactUdp | Door::BinaryUdp => {
            vec![Shot::bad(spans_that_are_missing(door, TWO_BILLION))]
        }
    };
    if !door.is_udp() {
        shots.push(Shot::announcing(u64::from(u32::MAX), Vec::new()));
        shots.push(Shot::announcing(99_999_999_999, Vec::new()));
    }
    shots
}

/// A list of so many spans of which none follows.
fn spans_that_are_missing(door: Door, len: usize) -> Vec<u8> {
    thrift(door, |batch| begin_spans(batch, len))
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

/// What the ports promise of a request, taken or not: memory of at most so many times its inflated
/// bytes, of which they admit 20 MiB.
const MEMORY_PER_BYTE_MAX: u64 = 8;
/// What they promise of a bomb that is refused: the most that they inflate, while it moves to a larger
/// buffer, and what the allocator keeps. Of small requests nothing less can be told from its noise.
const REFUSED_BOMB_BYTES_MAX: u64 = 80 << 20;
/// Below the longest that is taken, 65,000.
const DATAGRAM_BYTES_MAX: usize = 60_000;
