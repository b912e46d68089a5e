//! Absurd questions to the query port, and the form of the answers.

use serde_json::Value;

use crate::clients::Reply;

/// Every path that is asked for, with the status of its reply: that of Jaeger's recordings where
/// they have it.
pub(crate) fn all() -> Vec<(String, u16)> {
    let search = |(parameters, status): (String, u16)| {
        (format!("/api/traces?service=web&{parameters}"), status)
    };
    let mut questions: Vec<(String, u16)> = searches().into_iter().map(search).collect();
    let others = OTHERS
        .iter()
        .map(|&(path, status)| (path.to_owned(), status));
    questions.extend(others);
    for path in ["/api/v3/traces", "/api/v3/trace-summaries"] {
        questions.push((path.to_owned(), 400));
        questions.push((
            format!("{path}?query.startTimeMin=yesterday&query.startTimeMax=today"),
            400,
        ));
        let asked = |parameters: String| (format!("{path}?{V3_TIMES}&{parameters}"), 400);
        questions.extend(v3_searches().into_iter().map(asked));
    }
    questions
}

/// Checks that the reply has the status, and an error the words that clients look for.
pub(crate) fn check(path: &str, status: u16, reply: &Reply) -> Result<(), String> {
    let text = reply.text();
    if reply.status != status {
        return Err(format!("{} in place of {status}: {text}", reply.status));
    }
    // A path that is too long ends before anybody knows what it asks.
    if status < 400 || status == URI_TOO_LONG {
        return Ok(());
    }
    let said: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
    let (code, message) = match path.starts_with("/api/v3/") {
        true => (&said["error"]["httpCode"], &said["error"]["message"]),
        false => (&said["errors"][0]["code"], &said["errors"][0]["msg"]),
    };
    let has_message = message.as_str().is_some_and(|message| !message.is_empty());
    match code.as_u64() == Some(u64::from(status)) && has_message {
        true => Ok(()),
        false => Err(format!("not the envelope of an error: {text}")),
    }
}

/// Parameters of Jaeger's search form.
fn searches() -> Vec<(String, u16)> {
    let made = [
        (format!("tags={}", escaped(&"[".repeat(10_000))), 400),
        (format!("tags={}", escaped(&r#"{"a":"#.repeat(3_000))), 400),
        (format!("tag=k:{}", "v".repeat(60_000)), 200),
        (format!("tag=k:{}", "v".repeat(100 << 10)), URI_TOO_LONG),
        (format!("traceID={}", "f".repeat(33)), 400),
        (vec!["traceID=1"; 1_001].join("&"), 400),
        (format!("limit={}", "9".repeat(1_000)), 400),
    ];
    let written = SEARCHES
        .iter()
        .map(|&(parameters, status)| (parameters.to_owned(), status));
    written.chain(made).collect()
}

/// Parameters of a search of version 3; all of them are refused.
fn v3_searches() -> Vec<String> {
    let regex = r#"{"op":"regex","args":[{"attr":{"key":"k"}},{"scalar":{"value":"PATTERN"}}]}"#;
    let filters = [
        String::from("not json"),
        String::from("[]"),
        String::from("{}"),
        String::from(r#"{"op":"eq"}"#),
        String::from(r#"{"trace":"duration","op":"gt","value":"soon"}"#),
        "[".repeat(10_000),
        r#"{"not":"#.repeat(3_000),
        format!(
            r#"{}{{"spans":{{}}}}{}"#,
            r#"{"not":"#.repeat(60),
            "}".repeat(60)
        ),
        regex.replace("PATTERN", "(((a{100}){100}){100}){100}"),
        regex.replace("PATTERN", "(unclosed"),
    ];
    let filters = filters.map(|filter| format!("query.filter={}", escaped(&filter)));
    let others = V3_SEARCHES.iter().map(ToString::to_string);
    others.chain(filters).collect()
}

fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

const SEARCHES: [(&str, u16); 22] = [
    ("limit=1e99", 400),
    ("limit=abc", 400),
    ("limit=0x10", 400),
    ("limit=-5", 200),
    ("start=-1", 200),
    ("start=18446744073709551616", 400),
    ("start=9223372036854775807", 200),
    ("end=1.5", 400),
    ("end=-9223372036854775809", 400),
    ("start=9&end=1", 200),
    ("lookback=abc", 200),
    ("minDuration=5", 400),
    ("minDuration=NaN", 400),
    ("minDuration=2s&maxDuration=1s", 400),
    ("maxDuration=99999999999999999999h", 400),
    ("tags=not%20json", 400),
    ("tags=%7B%22a%22%3A1%7D", 400),
    ("tag=novalue", 400),
    ("tag=:", 200),
    ("traceID=zz", 400),
    ("raw=maybe", 400),
    ("prettyPrint=maybe&%zz=%&;=;&%ff=%00", 200),
];

const OTHERS: [(&str, u16); 20] = [
    ("/api/traces/zz", 400),
    ("/api/traces/00000000000000000000000000000000f", 400),
    ("/api/traces/ffff", 404),
    ("/api/traces/1?start=abc", 400),
    ("/api/traces/1?end=99999999999999999999", 400),
    ("/api/traces/1?raw=2", 400),
    ("/api/dependencies", 200),
    ("/api/dependencies?endTs=-1", 200),
    ("/api/dependencies?endTs=abc", 400),
    ("/api/dependencies?endTs=1&lookback=abc", 400),
    (
        "/api/dependencies?endTs=1&lookback=9223372036854775807",
        200,
    ),
    ("/api/operations", 400),
    ("/api/operations?service=%zz", 400),
    ("/api/operations?service=web&spanKind=sideways", 200),
    ("/api/metrics/calls", 400),
    ("/api/metrics/calls?service=web&step=abc", 400),
    ("/api/metrics/latencies?service=web&quantile=abc", 400),
    ("/api/v3/traces/zz", 400),
    ("/api/v3/traces/ffff", 404),
    ("/api/v3/traces/1?startTime=abc", 400),
];

const V3_SEARCHES: [&str; 9] = [
    "query.searchDepth=abc",
    "query.searchDepth=1e99",
    "query.durationMin=5",
    "query.durationMax=soon",
    "query.attributes=not%20json",
    "query.rawTraces=maybe",
    "query.sort=sideways",
    "query.pageToken=foreign",
    "query.filter=%7B%22spans%22%3A%7B%7D%7D&query.serviceName=web",
];

const V3_TIMES: &str =
    "query.startTimeMin=2024-01-01T00:00:00Z&query.startTimeMax=2024-01-02T00:00:00Z";

/// What the server for HTTP says to a path of more than 65,534 bytes.
const URI_TOO_LONG: u16 = 414;
