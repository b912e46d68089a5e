//! Messages as the JSON of the recordings, by what reflection knows of them.

use jaeger_proto::DESCRIPTORS;
use protox::prost::Message as _;
use protox::prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor,
    MethodDescriptor, Value as Field,
};
use serde_json::Value;

/// The messages of every method that is known.
pub(crate) struct Messages {
    pool: DescriptorPool,
}

impl Messages {
    pub(crate) fn described() -> Self {
        let mut pool = DescriptorPool::decode(DESCRIPTORS).expect("our services are described");
        for beside in [
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ] {
            let added = pool.decode_file_descriptor_set(beside);
            added.expect("the services beside ours are described");
        }
        Self { pool }
    }

    /// Returns the bytes of a request.
    pub(crate) fn encode(&self, method: &str, request: &Value) -> Vec<u8> {
        let description = match method {
            EXPORT => self.pool.get_message_by_name(EXPORTED),
            _ => self.method(method).map(|known| known.input()),
        };
        let description = description.unwrap_or_else(|| panic!("nothing is known of {method}"));
        message_of(&description, request).encode_to_vec()
    }

    /// Returns a reply as JSON, as a text of its bytes if it is none of the method.
    pub(crate) fn decode(&self, method: &str, bytes: &[u8]) -> Value {
        let description = self.method(method).map(|known| known.output());
        let message = description.and_then(|it| DynamicMessage::decode(it, bytes).ok());
        match message {
            Some(message) => json_of(&message),
            None => Value::from(digits(bytes)),
        }
    }

    fn method(&self, method: &str) -> Option<MethodDescriptor> {
        let (service, name) = method.rsplit_once('/')?;
        let service = self.pool.get_service_by_name(service)?;
        service.methods().find(|known| known.name() == name)
    }
}

fn message_of(description: &MessageDescriptor, given: &Value) -> DynamicMessage {
    let mut message = DynamicMessage::new(description.clone());
    for (name, given) in given.as_object().expect("a message is an object") {
        let field = description.get_field_by_name(name);
        let field = field.unwrap_or_else(|| panic!("no field {name}"));
        message.set_field(&field, field_of(&field, given));
    }
    message
}

fn field_of(field: &FieldDescriptor, given: &Value) -> Field {
    match (field.kind(), given) {
        (Kind::Message(entry), Value::Object(entries)) if field.is_map() => {
            let kind = entry.map_entry_value_field().kind();
            let entry = |(key, given): (&String, &Value)| {
                (MapKey::String(key.clone()), single(&kind, given))
            };
            Field::Map(entries.iter().map(entry).collect())
        }
        (kind, Value::Array(items)) => {
            Field::List(items.iter().map(|item| single(&kind, item)).collect())
        }
        (kind, given) => single(&kind, given),
    }
}

fn single(kind: &Kind, given: &Value) -> Field {
    let signed = || given.as_i64().expect("a number");
    let unsigned = || given.as_u64().expect("a number from zero on");
    let text = || given.as_str().expect("a text");
    let enumerator = |number: i64| i32::try_from(number).expect("32 bits");
    match kind {
        Kind::Message(description) => Field::Message(message_of(description, given)),
        Kind::Enum(known) => Field::EnumNumber(match given.as_str() {
            Some(name) => known.get_value_by_name(name).expect("a name").number(),
            None => enumerator(signed()),
        }),
        Kind::Bytes => Field::Bytes(bytes(text()).into()),
        Kind::String => Field::String(text().to_owned()),
        Kind::Bool => Field::Bool(given.as_bool().expect("true or false")),
        Kind::Double => Field::F64(match given.as_f64() {
            Some(number) => number,
            None => text().parse().expect("a number"),
        }),
        Kind::Int32 => Field::I32(enumerator(signed())),
        Kind::Int64 => Field::I64(signed()),
        Kind::Uint32 => Field::U32(u32::try_from(unsigned()).expect("32 bits")),
        Kind::Uint64 | Kind::Fixed64 => Field::U64(unsigned()),
        other => panic!("no request has {other:?}"),
    }
}

fn json_of(message: &DynamicMessage) -> Value {
    let members = message
        .fields()
        .map(|(field, value)| (field.name().to_owned(), member_of(&field.kind(), value)));
    Value::Object(members.collect())
}

fn member_of(kind: &Kind, value: &Field) -> Value {
    match value {
        Field::Bool(value) => Value::from(*value),
        Field::I32(value) => Value::from(*value),
        Field::I64(value) => Value::from(*value),
        Field::U32(value) => Value::from(*value),
        Field::U64(value) => Value::from(*value),
        Field::F32(value) => number(f64::from(*value)),
        Field::F64(value) => number(*value),
        Field::String(value) => Value::from(value.as_str()),
        Field::Bytes(value) => Value::from(digits(value)),
        Field::EnumNumber(number) => {
            let known = match kind {
                Kind::Enum(known) => known.get_value(*number),
                _ => None,
            };
            known.map_or_else(|| Value::from(*number), |known| Value::from(known.name()))
        }
        Field::Message(message) => json_of(message),
        Field::List(items) => items.iter().map(|item| member_of(kind, item)).collect(),
        Field::Map(_) => panic!("no reply has a map"),
    }
}

fn number(number: f64) -> Value {
    if number.is_finite() {
        return Value::from(number);
    }
    Value::from(match number {
        _ if number.is_nan() => "NaN",
        _ if number > 0.0 => "Infinity",
        _ => "-Infinity",
    })
}

/// Reads hexadecimal digits.
pub(crate) fn bytes(digits: &str) -> Vec<u8> {
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).expect("hexadecimal digits");
        u8::from_str_radix(pair, 16).expect("hexadecimal digits")
    };
    digits.as_bytes().chunks(2).map(byte).collect()
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What it takes is on the wire what a trace is, and nothing else of it is described here.
const EXPORT: &str = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
const EXPORTED: &str = "opentelemetry.proto.trace.v1.TracesData";
