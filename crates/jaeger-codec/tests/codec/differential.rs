//! Our protocols against those of Apache's `thrift` crate, token by token, in both directions.

use jaeger_codec::thrift::protocol::{
    Budget, Field, Header, List, Map, ONEWAY, Protocol, Reader, Type, Writer,
};
use proptest::prelude::*;
use thrift::protocol::{
    TBinaryInputProtocol, TBinaryOutputProtocol, TCompactInputProtocol, TCompactOutputProtocol,
    TFieldIdentifier, TInputProtocol, TListIdentifier, TMapIdentifier, TMessageIdentifier,
    TMessageType, TOutputProtocol, TSetIdentifier, TStructIdentifier, TType,
};

/// A value with everything that both sides know about it. Doubles are their bits, so that NaN equals itself.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Bool(bool),
    Byte(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    Double(u64),
    Binary(Vec<u8>),
    Uuid([u8; 16]),
    Struct(Vec<(i16, Self)>),
    List(Vec<Self>),
    Set(Vec<Self>),
    Map(Vec<(Self, Self)>),
}

impl Node {
    fn kind(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Byte(_) => Type::Byte,
            Self::I16(_) => Type::I16,
            Self::I32(_) => Type::I32,
            Self::I64(_) => Type::I64,
            Self::Double(_) => Type::Double,
            Self::Binary(_) => Type::Binary,
            Self::Uuid(_) => Type::Uuid,
            Self::Struct(_) => Type::Struct,
            Self::List(_) => Type::List,
            Self::Set(_) => Type::Set,
            Self::Map(_) => Type::Map,
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// Small and large numbers alike.
    fn number(&mut self) -> i64 {
        let bits = self.below(64);
        self.next() as i64 >> bits
    }

    fn kind(&mut self, depth: usize) -> Type {
        const KINDS: [Type; 11] = [
            Type::Bool,
            Type::Byte,
            Type::I16,
            Type::I32,
            Type::I64,
            Type::Double,
            Type::Binary,
            Type::Struct,
            Type::List,
            Type::Set,
            Type::Map,
        ];
        let choices = if depth == 0 { 7 } else { KINDS.len() };
        KINDS[self.below(choices)]
    }

    fn node(&mut self, kind: Type, depth: usize) -> Node {
        match kind {
            Type::Bool => Node::Bool(self.below(2) == 0),
            Type::Byte => Node::Byte(self.number() as i8),
            Type::I16 => Node::I16(self.number() as i16),
            Type::I32 => Node::I32(self.number() as i32),
            Type::I64 => Node::I64(self.number()),
            Type::Double => Node::Double(self.next()),
            Type::Binary => {
                let len = self.below(20) * self.below(20);
                Node::Binary((0..len).map(|_| self.next() as u8).collect())
            }
            Type::Uuid => Node::Uuid(u128::from(self.next()).to_be_bytes()),
            Type::Struct => self.fields(depth),
            Type::List => Node::List(self.nodes(depth)),
            Type::Set => Node::Set(self.nodes(depth)),
            Type::Map => {
                let (keys, values) = (self.kind(depth - 1), self.kind(depth - 1));
                let len = self.below(4);
                let pair = |_| (self.node(keys, depth - 1), self.node(values, depth - 1));
                Node::Map((0..len).map(pair).collect())
            }
        }
    }

    fn fields(&mut self, depth: usize) -> Node {
        let len = self.below(6);
        let field = |_| {
            let kind = self.kind(depth - 1);
            let id = match self.below(3) {
                // Half the range: the other writer overflows where two ids are further apart.
                0 => self.number() as i16 / 2,
                _ => self.below(40) as i16,
            };
            (id, self.node(kind, depth - 1))
        };
        Node::Struct((0..len).map(field).collect())
    }

    fn nodes(&mut self, depth: usize) -> Vec<Node> {
        let kind = self.kind(depth - 1);
        let len = self.below(5) * self.below(5);
        (0..len).map(|_| self.node(kind, depth - 1)).collect()
    }
}

fn write_ours(w: &mut Writer, node: &Node) {
    match node {
        Node::Bool(value) => w.bool(*value),
        Node::Byte(value) => w.byte(*value),
        Node::I16(value) => w.i16(*value),
        Node::I32(value) => w.i32(*value),
        Node::I64(value) => w.i64(*value),
        Node::Double(bits) => w.double(f64::from_bits(*bits)),
        Node::Binary(value) => w.binary(value),
        Node::Uuid(value) => w.uuid(*value),
        Node::Struct(fields) => w.write_struct(|w| {
            for (id, value) in fields {
                if let Node::Bool(value) = value {
                    w.bool_field(*id, *value);
                } else {
                    w.field(*id, value.kind());
                    write_ours(w, value);
                }
            }
        }),
        Node::List(members) | Node::Set(members) => {
            w.list(List {
                element: members.first().map(Node::kind),
                len: members.len(),
            });
            members.iter().for_each(|member| write_ours(w, member));
        }
        Node::Map(pairs) => {
            w.map(Map {
                key: pairs.first().map(|(key, _)| key.kind()),
                value: pairs.first().map(|(_, value)| value.kind()),
                len: pairs.len(),
            });
            for (key, value) in pairs {
                write_ours(w, key);
                write_ours(w, value);
            }
        }
    }
}

fn read_ours(r: &mut Reader<'_>, kind: Type) -> Result<Node, jaeger_codec::DecodeError> {
    Ok(match kind {
        Type::Bool => Node::Bool(r.bool()?),
        Type::Byte => Node::Byte(r.byte()?),
        Type::I16 => Node::I16(r.i16()?),
        Type::I32 => Node::I32(r.i32()?),
        Type::I64 => Node::I64(r.i64()?),
        Type::Double => Node::Double(r.double()?.to_bits()),
        Type::Binary => Node::Binary(r.binary()?.to_vec()),
        Type::Uuid => Node::Uuid(r.uuid()?),
        Type::Struct => {
            let mut fields = Vec::new();
            r.struct_begin()?;
            while let Some(Field { id, kind }) = r.field_begin()? {
                fields.push((id, read_ours(r, kind)?));
            }
            r.struct_end();
            Node::Struct(fields)
        }
        Type::List | Type::Set => {
            let list = r.list_begin()?;
            let mut members = Vec::new();
            for _ in 0..list.len {
                members.push(read_ours(r, list.element.expect("a type"))?);
            }
            match kind {
                Type::List => Node::List(members),
                _ => Node::Set(members),
            }
        }
        Type::Map => {
            let map = r.map_begin()?;
            let mut pairs = Vec::new();
            for _ in 0..map.len {
                let key = read_ours(r, map.key.expect("a type"))?;
                pairs.push((key, read_ours(r, map.value.expect("a type"))?));
            }
            Node::Map(pairs)
        }
    })
}

fn their_type(kind: Type) -> TType {
    match kind {
        Type::Bool => TType::Bool,
        Type::Byte => TType::I08,
        Type::I16 => TType::I16,
        Type::I32 => TType::I32,
        Type::I64 => TType::I64,
        Type::Double => TType::Double,
        Type::Binary => TType::String,
        Type::Uuid => TType::Uuid,
        Type::Struct => TType::Struct,
        Type::List => TType::List,
        Type::Set => TType::Set,
        Type::Map => TType::Map,
    }
}

fn write_theirs(o: &mut dyn TOutputProtocol, node: &Node) -> thrift::Result<()> {
    let kind_of = |member: Option<&Node>| member.map_or(TType::I08, |m| their_type(m.kind()));
    match node {
        Node::Bool(value) => o.write_bool(*value),
        Node::Byte(value) => o.write_i8(*value),
        Node::I16(value) => o.write_i16(*value),
        Node::I32(value) => o.write_i32(*value),
        Node::I64(value) => o.write_i64(*value),
        Node::Double(bits) => o.write_double(f64::from_bits(*bits)),
        Node::Binary(value) => o.write_bytes(value),
        Node::Uuid(_) => unreachable!("never generated"),
        Node::Struct(fields) => {
            o.write_struct_begin(&TStructIdentifier::new("s"))?;
            for (id, value) in fields {
                let kind = their_type(value.kind());
                o.write_field_begin(&TFieldIdentifier::new("f", kind, *id))?;
                write_theirs(o, value)?;
                o.write_field_end()?;
            }
            o.write_field_stop()?;
            o.write_struct_end()
        }
        Node::List(members) => {
            let kind = kind_of(members.first());
            o.write_list_begin(&TListIdentifier::new(kind, members.len() as i32))?;
            members.iter().try_for_each(|m| write_theirs(o, m))?;
            o.write_list_end()
        }
        Node::Set(members) => {
            let kind = kind_of(members.first());
            o.write_set_begin(&TSetIdentifier::new(kind, members.len() as i32))?;
            members.iter().try_for_each(|m| write_theirs(o, m))?;
            o.write_set_end()
        }
        Node::Map(pairs) => {
            let key = kind_of(pairs.first().map(|(key, _)| key));
            let value = kind_of(pairs.first().map(|(_, value)| value));
            o.write_map_begin(&TMapIdentifier::new(key, value, pairs.len() as i32))?;
            for (key, value) in pairs {
                write_theirs(o, key)?;
                write_theirs(o, value)?;
            }
            o.write_map_end()
        }
    }
}

fn read_theirs(i: &mut dyn TInputProtocol, kind: TType) -> thrift::Result<Node> {
    Ok(match kind {
        TType::Bool => Node::Bool(i.read_bool()?),
        TType::I08 => Node::Byte(i.read_i8()?),
        TType::I16 => Node::I16(i.read_i16()?),
        TType::I32 => Node::I32(i.read_i32()?),
        TType::I64 => Node::I64(i.read_i64()?),
        TType::Double => Node::Double(i.read_double()?.to_bits()),
        TType::String => Node::Binary(i.read_bytes()?),
        TType::Uuid => Node::Uuid(*i.read_uuid()?.as_bytes()),
        TType::Struct => {
            let mut fields = Vec::new();
            i.read_struct_begin()?;
            loop {
                let field = i.read_field_begin()?;
                if field.field_type == TType::Stop {
                    break;
                }
                let id = field.id.unwrap_or_default();
                fields.push((id, read_theirs(i, field.field_type)?));
                i.read_field_end()?;
            }
            i.read_struct_end()?;
            Node::Struct(fields)
        }
        TType::List => {
            let list = i.read_list_begin()?;
            Node::List(their_members(i, list.element_type, list.size)?)
        }
        TType::Set => {
            let set = i.read_set_begin()?;
            Node::Set(their_members(i, set.element_type, set.size)?)
        }
        TType::Map => {
            let map = i.read_map_begin()?;
            let (keys, values) = (map.key_type, map.value_type);
            let mut pairs = Vec::new();
            for _ in 0..map.size {
                let key = read_theirs(i, keys.unwrap_or(TType::Stop))?;
                pairs.push((key, read_theirs(i, values.unwrap_or(TType::Stop))?));
            }
            Node::Map(pairs)
        }
        TType::Stop | TType::Void | TType::Utf7 => return Err("no value has this type".into()),
    })
}

fn their_members(i: &mut dyn TInputProtocol, kind: TType, size: i32) -> thrift::Result<Vec<Node>> {
    (0..size).map(|_| read_theirs(i, kind)).collect()
}

/// A message with `node` as its arguments, as they write it.
fn message_theirs(node: &Node, protocol: Protocol, is_strict: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let write = |o: &mut dyn TOutputProtocol| {
        o.write_message_begin(&TMessageIdentifier::new("m", TMessageType::OneWay, -7))?;
        write_theirs(o, node)?;
        o.write_message_end()
    };
    match protocol {
        Protocol::Compact => write(&mut TCompactOutputProtocol::new(&mut bytes)),
        Protocol::Binary => write(&mut TBinaryOutputProtocol::new(&mut bytes, is_strict)),
    }
    .expect("memory takes all");
    bytes
}

fn message_ours(node: &Node, protocol: Protocol) -> Vec<u8> {
    let mut w = Writer::new(protocol);
    w.message_begin(Header {
        method: b"m",
        kind: ONEWAY,
        sequence: -7,
    });
    write_ours(&mut w, node);
    w.into_bytes()
}

/// What a message says and how many bytes it has.
type Message = (String, i32, Node, usize);

fn ours(bytes: &[u8], protocol: Protocol) -> Result<Message, jaeger_codec::DecodeError> {
    let budget = Budget {
        bytes: bytes.len(),
        elements: bytes.len(),
    };
    let mut r = Reader::new(bytes, protocol, budget)?;
    let header = r.message_begin()?;
    let node = read_ours(&mut r, Type::Struct)?;
    let name = String::from_utf8_lossy(header.method).into_owned();
    Ok((name, header.sequence, node, r.position()))
}

fn theirs(bytes: &[u8], protocol: Protocol) -> thrift::Result<Message> {
    let mut rest = bytes;
    let read = |i: &mut dyn TInputProtocol| {
        let header = i.read_message_begin()?;
        let node = read_theirs(i, TType::Struct)?;
        Ok::<_, thrift::Error>((header.name, header.sequence_number, node))
    };
    let (name, sequence, node) = match protocol {
        Protocol::Compact => read(&mut TCompactInputProtocol::new(&mut rest)),
        Protocol::Binary => read(&mut TBinaryInputProtocol::new(&mut rest, false)),
    }?;
    Ok((name, sequence, node, bytes.len() - rest.len()))
}

const PROTOCOLS: [Protocol; 2] = [Protocol::Compact, Protocol::Binary];

proptest! {
    #[test]
    fn each_reads_what_the_other_writes(seed: u64) {
        let node = Random(seed).node(Type::Struct, 4);
        for protocol in PROTOCOLS {
            let written = message_ours(&node, protocol);
            let expected = ("m".to_owned(), -7, node.clone(), written.len());
            prop_assert_eq!(&theirs(&written, protocol).expect("our message"), &expected);
            prop_assert_eq!(&ours(&written, protocol).expect("our message"), &expected);
            for is_strict in [true, false] {
                let written = message_theirs(&node, protocol, is_strict);
                let read = ours(&written, protocol).expect("their message");
                prop_assert_eq!(read, ("m".to_owned(), -7, node.clone(), written.len()));
            }
        }
    }

    #[test]
    fn skipping_ends_where_reading_ends(seed: u64) {
        let node = Random(seed).node(Type::Struct, 4);
        for protocol in PROTOCOLS {
            let written = message_ours(&node, protocol);
            let budget = Budget { bytes: written.len(), elements: written.len() };
            let mut r = Reader::new(&written, protocol, budget).expect("small");
            r.message_begin().expect("a header");
            r.skip(Type::Struct).expect("a struct");
            prop_assert_eq!(r.position(), written.len());
        }
    }

    #[test]
    fn damaged_bytes_mean_the_same_to_both_or_are_refused_by_one(
        seed: u64,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let node = Random(seed).node(Type::Struct, 3);
        for protocol in PROTOCOLS {
            let mut bytes = message_theirs(&node, protocol, true);
            for (at, with) in &damage {
                *at.get_mut(&mut bytes) = *with;
            }
            for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
                if let (Ok(ours), Ok(theirs)) = (ours(bytes, protocol), theirs(bytes, protocol)) {
                    prop_assert_eq!(ours, theirs);
                }
            }
        }
    }
}
