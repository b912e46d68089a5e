use super::*;
use crate::pipeline::sample::{is_same, one_span, only, shown, text};

#[test]
fn a_batch_within_its_limits_is_handed_back_itself() {
    let batch = one_span(&text("service.name", "s"), &members(3, 2, 2));
    let len = only(&batch).bytes().len();
    for limit in [
        Limit::new(0, 0, 0),
        Limit::new(3, 0, 0),
        Limit::new(0, 4, 0),
        Limit::new(0, 0, len),
    ] {
        let found = limit.apply(&batch).unwrap();
        assert!(is_same(&found, &batch), "{limit:?}");
    }
}

#[test]
fn values_are_cut_at_a_character() {
    let cases = [
        ("abcd", 4, None),
        ("abcde", 4, Some("abcd")),
        ("ab\u{e4}cd", 3, Some("ab")),
        ("ab\u{e4}cd", 4, Some("ab\u{e4}")),
        ("\u{1f680}", 3, Some("")),
    ];
    for (value, max, expected) in cases {
        let span = format!(r#""attributes":[{}]"#, text("k", value));
        let batch = one_span("", &span);
        let found = Limit::new(0, max, 0).apply(&batch).unwrap();
        let mut lines = vec![
            String::from("name: "),
            format!("span: k={}", expected.unwrap_or(value)),
        ];
        if expected.is_some() {
            lines.push(format!("warning: values cut to {max} bytes: 1"));
        }
        assert_eq!(shown(&only(&found)), lines, "{value}");
    }
    assert_eq!(beginning(b"a\xffbc", 3), b"a\xffb", "broken before");
}

#[test]
fn values_are_cut_on_every_level() {
    let long = text("k", "12345");
    let nested = format!(
        r#"{{"key":"m","value":{{"kvlistValue":{{"values":[{long}]}}}}}},
           {{"key":"l","value":{{"arrayValue":{{"values":[{{"stringValue":"12345"}}]}}}}}},
           {{"key":"b","value":{{"bytesValue":"AQIDBAU="}}}}"#
    );
    let span = format!(
        r#""attributes":[{long},{nested}],
        "events":[{{"name":"a long name","attributes":[{long}]}}],"links":[{{"attributes":[{long}]}}]"#
    );
    let found = Limit::new(0, 4, 0).apply(&one_span(&long, &span)).unwrap();
    let expected = [
        "name: ",
        "resource: k=1234",
        r#"span: k=1234 m={"k":"1234"} l=["1234"] b=01020304"#,
        "event a long name: k=1234",
        "link: k=1234",
        "warning: values cut to 4 bytes: 7",
    ];
    assert_eq!(shown(&only(&found)), expected);
}

#[test]
fn the_last_attributes_are_left_out() {
    let span = format!(r#"{},"droppedAttributesCount":5"#, members(4, 0, 0));
    let found = Limit::new(3, 0, 0).apply(&one_span("", &span)).unwrap();
    let span = only(&found);
    let expected = [
        "name: s",
        "span: k0=v k1=v k2=v",
        "warning: attributes left out: 1",
    ];
    assert_eq!(shown(&span), expected);
    let count = last_varint(span.bytes(), span::DROPPED_ATTRIBUTES_COUNT);
    assert_eq!(count, 6);
}

#[test]
fn a_long_span_loses_events_then_links_then_attributes() {
    let batch = one_span("", &members(2, 2, 2));
    let mut last = (2, 2, 2);
    for max in (1..only(&batch).bytes().len()).rev() {
        let limit = Limit::new(0, 0, max);
        let found = limit.apply(&batch).unwrap();
        let span = only(&found);
        let now = (
            span.events().count(),
            span.links().count(),
            span.attributes().count(),
        );
        assert!(now <= last, "{max} bytes: {now:?} after {last:?}");
        assert!(now.1 == 2 || now.0 == 0, "{max} bytes: {now:?}");
        assert!(now.2 == 2 || now.1 == 0, "{max} bytes: {now:?}");
        last = now;
        assert_eq!(span.name(), "s");
        if now != (0, 0, 0) {
            let again = limit.apply(&found).unwrap();
            assert!(
                is_same(&again, &found),
                "{max} bytes: nothing is left to cut"
            );
        }
    }
    assert_eq!(last, (0, 0, 0));
}

/// The members of a span named `s` with so many attributes, events and links.
fn members(attributes: usize, events: usize, links: usize) -> String {
    let attributes: Vec<_> = (0..attributes)
        .map(|index| text(&format!("k{index}"), "v"))
        .collect();
    let many = |one: &str, count: usize| vec![one.to_owned(); count].join(",");
    format!(
        r#""name":"s","attributes":[{}],"events":[{}],"links":[{}]"#,
        attributes.join(","),
        many(r#"{"name":"event"}"#, events),
        many(r#"{"spanId":"0000000000000001"}"#, links),
    )
}
