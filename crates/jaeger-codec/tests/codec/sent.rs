//! Batches as a client means them, and their Thrift, written token by token.

use jaeger_codec::thrift::protocol::{Header, List, ONEWAY, Protocol, Type, Writer};
use jaeger_model::{Attribute, Text, Value};

#[derive(Clone, Debug)]
pub(crate) enum SentValue {
    Text(Vec<u8>),
    Double(f64),
    Bool(bool),
    Long(i64),
    /// Without bytes the value field is missing.
    Binary(Option<Vec<u8>>),
}

#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) key: &'static str,
    pub(crate) value: SentValue,
}

impl Tag {
    /// The attribute that stands for it.
    pub(crate) fn attribute(&self) -> Attribute<'_> {
        Attribute {
            key: self.key.into(),
            value: match &self.value {
                SentValue::Text(text) => Value::String(Text::new(text)),
                SentValue::Double(value) => Value::Double(*value),
                SentValue::Bool(value) => Value::Bool(*value),
                SentValue::Long(value) => Value::Int(*value),
                SentValue::Binary(bytes) => Value::Bytes(bytes.as_deref().unwrap_or_default()),
            },
        }
    }

    fn write(&self, w: &mut Writer) {
        text(w, 1, self.key.as_bytes());
        let kind = match self.value {
            SentValue::Text(_) => 0,
            SentValue::Double(_) => 1,
            SentValue::Bool(_) => 2,
            SentValue::Long(_) => 3,
            SentValue::Binary(_) => 4,
        };
        int(w, 2, kind);
        match &self.value {
            SentValue::Text(value) => text(w, 3, value),
            SentValue::Double(value) => {
                w.field(4, Type::Double);
                w.double(*value);
            }
            SentValue::Bool(value) => w.bool_field(5, *value),
            SentValue::Long(value) => long(w, 6, *value),
            SentValue::Binary(Some(value)) => text(w, 7, value),
            SentValue::Binary(None) => {}
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) is_follows_from: bool,
    pub(crate) trace: (i64, i64),
    pub(crate) span: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) timestamp_us: i64,
    pub(crate) fields: Vec<Tag>,
}

#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// High and low half.
    pub(crate) trace: (i64, i64),
    pub(crate) id: i64,
    pub(crate) parent: i64,
    pub(crate) name: Vec<u8>,
    pub(crate) references: Vec<Reference>,
    pub(crate) flags: i32,
    pub(crate) start_us: i64,
    pub(crate) duration_us: i64,
    pub(crate) tags: Vec<Tag>,
    pub(crate) logs: Vec<Log>,
}

impl Span {
    /// The smallest span that is kept.
    pub(crate) fn small() -> Self {
        Self {
            trace: (0, 1),
            id: 2,
            parent: 0,
            name: Vec::new(),
            references: Vec::new(),
            flags: 0,
            start_us: 1,
            duration_us: 0,
            tags: Vec::new(),
            logs: Vec::new(),
        }
    }

    fn write(&self, w: &mut Writer) {
        long(w, 1, self.trace.1);
        long(w, 2, self.trace.0);
        long(w, 3, self.id);
        long(w, 4, self.parent);
        text(w, 5, &self.name);
        if !self.references.is_empty() {
            structs(w, 6, &self.references, |w, reference| {
                int(w, 1, i32::from(reference.is_follows_from));
                long(w, 2, reference.trace.1);
                long(w, 3, reference.trace.0);
                long(w, 4, reference.span);
            });
        }
        int(w, 7, self.flags);
        long(w, 8, self.start_us);
        long(w, 9, self.duration_us);
        if !self.tags.is_empty() {
            structs(w, 10, &self.tags, |w, tag| tag.write(w));
        }
        if !self.logs.is_empty() {
            structs(w, 11, &self.logs, |w, log| {
                long(w, 1, log.timestamp_us);
                structs(w, 2, &log.fields, |w, field| field.write(w));
            });
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) service: Vec<u8>,
    pub(crate) process_tags: Vec<Tag>,
    pub(crate) spans: Vec<Span>,
    /// Whether the process stands behind the spans, which Thrift allows.
    pub(crate) is_process_last: bool,
}

impl Batch {
    pub(crate) fn of(spans: Vec<Span>) -> Self {
        Self {
            service: b"svc".to_vec(),
            process_tags: Vec::new(),
            spans,
            is_process_last: false,
        }
    }

    pub(crate) fn thrift(&self, protocol: Protocol) -> Vec<u8> {
        let mut w = Writer::new(protocol);
        self.write(&mut w);
        w.into_bytes()
    }

    pub(crate) fn message(&self, protocol: Protocol) -> Vec<u8> {
        let mut w = Writer::new(protocol);
        w.message_begin(Header {
            method: b"emitBatch",
            kind: ONEWAY,
            sequence: 1,
        });
        w.write_struct(|w| {
            w.field(1, Type::Struct);
            self.write(w);
        });
        w.into_bytes()
    }

    fn write(&self, w: &mut Writer) {
        w.write_struct(|w| {
            if !self.is_process_last {
                self.write_process(w);
            }
            structs(w, 2, &self.spans, |w, span| span.write(w));
            if self.is_process_last {
                self.write_process(w);
            }
        });
    }

    fn write_process(&self, w: &mut Writer) {
        w.field(1, Type::Struct);
        w.write_struct(|w| {
            text(w, 1, &self.service);
            structs(w, 2, &self.process_tags, |w, tag| tag.write(w));
        });
    }
}

fn structs<T>(w: &mut Writer, id: i16, items: &[T], write: impl Fn(&mut Writer, &T)) {
    w.field(id, Type::List);
    w.list(List {
        element: Some(Type::Struct),
        len: items.len(),
    });
    for item in items {
        w.write_struct(|w| write(w, item));
    }
}

fn text(w: &mut Writer, id: i16, text: &[u8]) {
    w.field(id, Type::Binary);
    w.binary(text);
}

fn int(w: &mut Writer, id: i16, value: i32) {
    w.field(id, Type::I32);
    w.i32(value);
}

fn long(w: &mut Writer, id: i16, value: i64) {
    w.field(id, Type::I64);
    w.i64(value);
}
