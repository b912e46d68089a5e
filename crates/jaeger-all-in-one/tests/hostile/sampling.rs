//! Absurd questions to the port that tells clients how to sample.

/// One question.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    /// Lines of its head besides.
    pub(crate) lines: String,
    pub(crate) status: u16,
    /// The metric that counts it.
    pub(crate) counted: Option<&'static str>,
}

impl Asked {
    fn get(target: impl Into<String>, status: u16, counted: Option<&'static str>) -> Self {
        Self {
            method: "GET",
            target: target.into(),
            lines: String::new(),
            status,
            counted,
        }
    }
}

pub(crate) fn all() -> Vec<Asked> {
    let mut all: Vec<Asked> = QUESTIONS
        .iter()
        .map(|&(target, status, counted)| Asked::get(target, status, counted))
        .collect();
    let parameters = "&x=1".repeat(10_000);
    let escaped = "%00%0d%0a".repeat(5_000);
    let name = "s".repeat(60_000);
    for (target, status, counted) in [
        (format!("/sampling?service={name}"), 200, NAMED),
        (format!("/?service={name}"), 200, NUMBERED),
        (format!("/sampling?service={escaped}"), 200, NAMED),
        (format!("/sampling?service=a{parameters}"), 200, NAMED),
        (format!("/sampling?{name}"), 400, UNNAMED),
    ] {
        all.push(Asked::get(target, status, Some(counted)));
    }
    for (target, status) in [
        (format!("/sampling?service={name}{name}"), URI_TOO_LONG),
        (format!("/{name}"), 404),
        (format!("/{}sampling?service=a", "../".repeat(10_000)), 404),
        (format!("/{}", "%2e%2e%2f".repeat(5_000)), 404),
    ] {
        all.push(Asked::get(target, status, None));
    }
    for method in METHODS {
        all.push(Asked {
            method,
            ..Asked::get("/sampling?service=a", 405, None)
        });
    }
    for (lines, status, counted) in [
        // A body that nobody waits for.
        (
            "Content-Length: 99999999999\r\n".to_owned(),
            200,
            Some(NAMED),
        ),
        (format!("X-Long: {name}\r\n"), 200, Some(NAMED)),
        ("X: y\r\n".repeat(200), 431, None),
        ("Content-Length: -1\r\n".to_owned(), 400, None),
        ("No colon\r\n".to_owned(), 400, None),
    ] {
        all.push(Asked {
            lines,
            ..Asked::get("/sampling?service=a", status, counted)
        });
    }
    all
}

const QUESTIONS: [(&str, u16, Option<&str>); 21] = [
    ("/sampling?service=web", 200, Some(NAMED)),
    ("//sampling?service=web", 200, Some(NAMED)),
    ("/%73ampling?service=web", 200, Some(NAMED)),
    ("/sampling?service=", 200, Some(NAMED)),
    ("/sampling?service=%00%1b%5b31m", 200, Some(NAMED)),
    ("/sampling?service=%ff%fe", 200, Some(NAMED)),
    ("/sampling?service=a&x=%zz&;=;", 200, Some(NAMED)),
    ("/?service=web", 200, Some(NUMBERED)),
    ("/", 400, Some(UNNAMED)),
    ("/sampling", 400, Some(UNNAMED)),
    ("/sampling?service=%", 400, Some(UNNAMED)),
    ("/sampling?service=a&service=b", 400, Some(UNNAMED)),
    ("/sampling?Service=a", 400, Some(UNNAMED)),
    ("/sampling?service=a;b", 400, Some(UNNAMED)),
    ("/sampling?=&&=&%=", 400, Some(UNNAMED)),
    ("/sampling/?service=a", 404, None),
    ("/sampling%00?service=a", 404, None),
    ("/SAMPLING?service=a", 404, None),
    ("/baggageRestrictions?service=a", 404, None),
    ("/../../etc/passwd", 404, None),
    ("/%2e%2e/%2e%2e/etc/passwd", 404, None),
];

const METHODS: [&str; 6] = ["HEAD", "POST", "DELETE", "OPTIONS", "get", "NONSENSE"];

pub(crate) const NAMED: &str = r#"jaeger_agent_http_server_requests_total{type="sampling"} "#;
const NUMBERED: &str = r#"jaeger_agent_http_server_requests_total{type="sampling-legacy"} "#;
const UNNAMED: &str = r#"jaeger_agent_http_server_errors_total{source="all",status="4xx"} "#;

/// What the server for HTTP says to a target of more than 65,534 bytes.
const URI_TOO_LONG: u16 = 414;
