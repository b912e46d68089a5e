//! What a span did, in a word or two for its row, by OpenTelemetry's semantic conventions.

use std::borrow::Cow;

use jaeger_model::{Attribute, Value};

use super::text;

/// Returns `GET 200`, `postgresql`, `grpc`, `kafka`, the name of a model, or nothing.
///
/// Of two names for the same thing the newer one counts, and of a repeated key the first value.
pub(super) fn of<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> Cow<'a, str> {
    let mut found: [Option<Value<'a>>; PLACES] = [None; PLACES];
    for attribute in attributes {
        let place = place(attribute.key.as_bytes());
        if let Some(found) = place.and_then(|place| found.get_mut(place)) {
            found.get_or_insert(attribute.value);
        }
    }
    let [
        method,
        old_method,
        code,
        old_code,
        database,
        old_database,
        rpc,
        messaging,
        model,
    ] = found;
    let method = method.or(old_method).map(text::of).unwrap_or_default();
    let code = code.or(old_code).map(text::of).unwrap_or_default();
    let badge = match (method.is_empty(), code.is_empty()) {
        (false, false) => Cow::Owned(format!("{method} {code}")),
        (false, true) => method,
        (true, false) => code,
        (true, true) => {
            let systems = [database.or(old_database), rpc, messaging, model];
            let mut systems = systems.into_iter().flatten().map(text::of);
            systems.find(|text| !text.is_empty()).unwrap_or_default()
        }
    };
    shortened(badge)
}

fn place(key: &[u8]) -> Option<usize> {
    Some(match key {
        b"http.request.method" => 0,
        b"http.method" => 1,
        b"http.response.status_code" => 2,
        b"http.status_code" => 3,
        b"db.system.name" => 4,
        b"db.system" => 5,
        b"rpc.system" => 6,
        b"messaging.system" => 7,
        b"gen_ai.request.model" => 8,
        _ => return None,
    })
}

/// A badge is a word in a row; a value of a megabyte is none. Lengths are JavaScript's.
fn shortened(badge: Cow<'_, str>) -> Cow<'_, str> {
    if badge.len() <= UNITS_MAX {
        return badge;
    }
    let mut units = 0;
    let over = badge.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > UNITS_MAX
    });
    match over.and_then(|(end, _)| badge.get(..end)) {
        Some(short) => Cow::Owned(short.to_owned()),
        None => badge,
    }
}

const PLACES: usize = 9;
const UNITS_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_a_span_did() {
        let method = ("http.request.method", Value::from("GET"));
        let old_method = ("http.method", Value::from("POST"));
        let code = ("http.response.status_code", Value::Int(200));
        let old_code = ("http.status_code", Value::from("404"));
        let database = ("db.system.name", Value::from("postgresql"));
        let old_database = ("db.system", Value::from("mysql"));
        let rpc = ("rpc.system", Value::from("grpc"));
        let messaging = ("messaging.system", Value::from("kafka"));
        let model = ("gen_ai.request.model", Value::from("m-1"));
        let other = ("db.systems", Value::from("none"));
        let empty = ("http.request.method", Value::from(""));
        let long = "ä".repeat(70);
        let astral = "𝄞".repeat(40);
        let long_model = ("gen_ai.request.model", Value::from(long.as_str()));
        let astral_model = ("gen_ai.request.model", Value::from(astral.as_str()));
        type Case<'a> = (&'a [(&'a str, Value<'a>)], String);
        let cases: [Case<'_>; 13] = [
            (&[], String::new()),
            (&[other], String::new()),
            (&[code, method], String::from("GET 200")),
            (&[old_code, old_method], String::from("POST 404")),
            (&[old_method, method, old_code], String::from("GET 404")),
            (&[method], String::from("GET")),
            (&[code, database], String::from("200")),
            (&[empty, old_method, rpc], String::from("grpc")),
            (&[old_database, database], String::from("postgresql")),
            (&[messaging, old_database], String::from("mysql")),
            (&[model, messaging], String::from("kafka")),
            (&[long_model], "ä".repeat(64)),
            (&[astral_model], "𝄞".repeat(32)),
        ];
        for (attributes, badge) in cases {
            let given = attributes.iter().map(|(key, value)| Attribute {
                key: (*key).into(),
                value: *value,
            });
            assert_eq!(of(given), badge, "{attributes:?}");
        }
    }

    #[test]
    fn the_first_of_a_repeated_key_counts() {
        let values = [Value::from("a"), Value::from("b")];
        let given = values.map(|value| Attribute {
            key: "rpc.system".into(),
            value,
        });
        assert_eq!(of(given.into_iter()), "a");
    }
}
