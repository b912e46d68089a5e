//! The span in JSON, whose strings need not be UTF-8.

use crate::payload::{Payload, SPAN_ID, nanos};

pub(super) fn otlp(payload: &Payload) -> Vec<u8> {
    let attribute = |(key, text): &(Vec<u8>, Vec<u8>)| {
        let values = [quoted(key), quoted(text)];
        filled(r#"{"key":@,"value":{"stringValue":@}}"#, &values)
    };
    let end_us = payload.start_us.wrapping_add(payload.duration_us);
    let values = [
        attribute(&(b"service.name".to_vec(), payload.service.clone())),
        hex(&payload.trace_id),
        hex(&SPAN_ID.to_be_bytes()),
        quoted(&payload.name),
        number(nanos(payload.start_us)),
        number(nanos(end_us)),
        listed(payload.attributes.iter().map(attribute)),
    ];
    filled(
        r#"{"resourceSpans":[{"resource":{"attributes":[@]},"scopeSpans":[{"spans":[{"traceId":"@",
            "spanId":"@","name":@,"startTimeUnixNano":"@","endTimeUnixNano":"@","attributes":[@]}
        ]}]}]}"#,
        &values,
    )
}

pub(super) fn zipkin_v1(payload: &Payload) -> Vec<u8> {
    let local = filled(
        r#"{"key":"lc","value":"","endpoint":{"serviceName":@}}"#,
        &[quoted(&payload.service)],
    );
    let tag = |(key, text): &(Vec<u8>, Vec<u8>)| {
        filled(r#"{"key":@,"value":@}"#, &[quoted(key), quoted(text)])
    };
    let tags = listed(
        [local]
            .into_iter()
            .chain(payload.attributes.iter().map(tag)),
    );
    let template = r#"[{"traceId":"@","id":"@","name":@,"timestamp":@,"duration":@,
        "binaryAnnotations":[@]}]"#;
    let mut values = common(payload);
    values.push(tags);
    filled(template, &values)
}

pub(super) fn zipkin_v2(payload: &Payload) -> Vec<u8> {
    let tag = |(key, text): &(Vec<u8>, Vec<u8>)| filled("@:@", &[quoted(key), quoted(text)]);
    let template = r#"[{"traceId":"@","id":"@","name":@,"timestamp":@,"duration":@,
        "localEndpoint":{"serviceName":@},"tags":{@}}]"#;
    let mut values = common(payload);
    values.push(quoted(&payload.service));
    values.push(listed(payload.attributes.iter().map(tag)));
    filled(template, &values)
}

/// What both of Zipkin's forms begin with.
fn common(payload: &Payload) -> Vec<Vec<u8>> {
    vec![
        hex(&payload.trace_id),
        hex(&SPAN_ID.to_be_bytes()),
        quoted(&payload.name),
        number(payload.start_us),
        number(payload.duration_us),
    ]
}

/// The template with a value in place of each `@`.
fn filled(template: &str, values: &[Vec<u8>]) -> Vec<u8> {
    let mut parts = template.split('@');
    let mut filled = parts.next().unwrap_or_default().as_bytes().to_vec();
    for (value, part) in values.iter().zip(parts) {
        filled.extend_from_slice(value);
        filled.extend_from_slice(part.as_bytes());
    }
    filled
}

fn listed(items: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    items.collect::<Vec<_>>().join(&b","[..])
}

/// A string; only what JSON does not allow in one is escaped.
fn quoted(text: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for &byte in text {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', byte]),
            0..=0x1f => quoted.extend(format!("\\u{byte:04x}").into_bytes()),
            _ => quoted.push(byte),
        }
    }
    quoted.push(b'"');
    quoted
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<String>().into_bytes()
}

fn number(number: impl ToString) -> Vec<u8> {
    number.to_string().into_bytes()
}
