//! The values of attributes as the UI writes them out: in one line, and as JavaScript would.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jaeger_model::{Attribute, Text, Value};

use crate::adjust::ip;

/// Returns the value of an attribute. An address that was sent as a number is written out.
pub(super) fn of_attribute<'a>(attribute: &Attribute<'a>) -> Cow<'a, [u8]> {
    match attribute.value {
        Value::String(text) => Cow::Borrowed(text.as_bytes()),
        Value::Int(number) if ip::is_key(attribute.key) => owned(ip::dotted(number)),
        Value::Double(number) if ip::is_key(attribute.key) => owned(ip::dotted(number as i64)),
        value => match of(value) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => owned(text),
        },
    }
}

/// Returns a value: numbers as JavaScript prints them, bytes in base64, arrays and maps as JSON.
pub(super) fn of(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Empty => Cow::Borrowed(""),
        Value::String(text) => text.to_str(),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::Double(number) => Cow::Owned(ryu_js::Buffer::new().format(number).to_owned()),
        Value::Bytes(bytes) => Cow::Owned(BASE64_STANDARD.encode(bytes)),
        Value::Array(_) | Value::Map(_) => {
            let mut json = String::new();
            push_json(&mut json, value);
            Cow::Owned(json)
        }
    }
}

/// Nested no deeper than the limits of a batch allow.
fn push_json(json: &mut String, value: Value<'_>) {
    match value {
        Value::Empty => json.push_str("null"),
        Value::String(text) => push_quoted(json, text),
        Value::Bytes(_) => {
            json.push('"');
            json.push_str(&of(value));
            json.push('"');
        }
        Value::Double(number) if !number.is_finite() => json.push_str("null"),
        Value::Bool(_) | Value::Int(_) | Value::Double(_) => json.push_str(&of(value)),
        Value::Array(items) => {
            json.push('[');
            for (index, item) in items.enumerate() {
                if index > 0 {
                    json.push(',');
                }
                push_json(json, item);
            }
            json.push(']');
        }
        Value::Map(members) => {
            json.push('{');
            for (index, member) in members.enumerate() {
                if index > 0 {
                    json.push(',');
                }
                push_quoted(json, member.key);
                json.push(':');
                push_json(json, member.value);
            }
            json.push('}');
        }
    }
}

fn push_quoted(json: &mut String, text: Text<'_>) {
    json.push_str(&serde_json::Value::from(&*text.to_str()).to_string());
}

fn owned<'a>(text: String) -> Cow<'a, [u8]> {
    Cow::Owned(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use jaeger_codec::otlp;
    use jaeger_model::Limits;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};

    #[test]
    fn values_look_as_javascript_prints_them() {
        let cases = [
            (Value::Empty, ""),
            (Value::from("a<b"), "a<b"),
            (Value::Bool(true), "true"),
            (Value::Int(i64::MIN), "-9223372036854775808"),
            (Value::Double(0.1), "0.1"),
            (Value::Double(200.0), "200"),
            (Value::Double(1e21), "1e+21"),
            (Value::Double(f64::NAN), "NaN"),
            (Value::Double(f64::NEG_INFINITY), "-Infinity"),
            (Value::Bytes(&[0, 0xff]), "AP8="),
        ];
        for (value, text) in cases {
            assert_eq!(of(value), text);
        }
    }

    #[test]
    fn addresses_sent_as_numbers_are_written_out() {
        let attributes = [
            ("ip", Value::Int(134_744_072)),
            ("peer.ipv4", Value::Double(2_130_706_433.0)),
            ("port", Value::Int(134_744_072)),
        ];
        let trace = trace(&[Sketch {
            id: 1,
            attributes: &attributes,
            ..Sketch::default()
        }]);
        let all = trace.spans().flat_map(|span| span.all_attributes());
        let texts: Vec<_> = all.map(|attribute| of_attribute(&attribute)).collect();
        assert_eq!(texts, [&b"8.8.8.8"[..], b"127.0.0.1", b"134744072"]);
    }

    #[test]
    fn arrays_and_maps_are_json() {
        let document = br#"{"resourceSpans":[{"scopeSpans":[{"spans":[{
            "traceId":"00000000000000000000000000000007","spanId":"0000000000000001",
            "attributes":[{"key":"a","value":{"arrayValue":{"values":[
                {"stringValue":"<\"\n"},{"intValue":"7"},{"doubleValue":"NaN"},{},
                {"bytesValue":"AP8="},{"boolValue":true},
                {"kvlistValue":{"values":[{"key":"k","value":{"doubleValue":0.5}}]}}
            ]}}}]}]}]}]}"#;
        let decoded = otlp::json::decode(document, &Limits::default()).unwrap();
        let texts: Vec<_> = decoded
            .batch
            .spans()
            .flat_map(|span| span.attributes())
            .map(|attribute| of(attribute.value).into_owned())
            .collect();
        assert_eq!(texts, [r#"["<\"\n",7,null,null,"AP8=",true,{"k":0.5}]"#]);
    }

    #[test]
    fn broken_text_is_shown_as_far_as_it_goes() {
        assert_eq!(of(Value::String(Text::new(b"a\xff"))), "a\u{fffd}");
    }
}
