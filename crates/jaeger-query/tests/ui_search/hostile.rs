//! Questions that make no sense, or too much of it.

use crate::harness::{Served, Span, TIMES};

#[tokio::test]
async fn what_is_wrong_is_said() {
    let served = Served::new().await;
    served.write(&[Span::root(1)]).await;
    let long = "x".repeat(8_000);
    let between = |start: &str, end: &str| {
        let time_of_day = "T00:00:00Z";
        let start = format!("query.startTimeMin={start}{time_of_day}");
        format!("overview?{start}&query.startTimeMax={end}{time_of_day}")
    };
    let cases = [
        ("overview".to_owned(), 400),
        (between("x", "2024-01-01"), 400),
        (format!("overview?{TIMES}&q=%7B"), 400),
        (format!("overview?{TIMES}&query.pageToken=x"), 400),
        (format!("overview?{TIMES}&query.searchDepth=999999999"), 200),
        (format!("overview?{TIMES}&query.serviceName={long}"), 200),
        (between("0000-01-01", "9999-01-01"), 200),
        (between("2024-01-02", "2024-01-01"), 200),
        (format!("overview?{TIMES}&facet="), 400),
        (format!("overview?{TIMES}&facet=span."), 400),
        (format!("overview?{TIMES}&facet={long}"), 400),
        (format!("overview?{TIMES}{}", "&facet=k".repeat(100)), 200),
        (
            format!("overview?{TIMES}&facet=1&facet=2&facet=3&facet=4&facet=5&facet=6"),
            400,
        ),
        (format!("overview?{TIMES}&facet=%00%FF"), 200),
        ("attributes?limit=x".to_owned(), 400),
        ("attributes?limit=-9223372036854775808".to_owned(), 200),
        ("attributes?query.startTimeMin=x".to_owned(), 400),
        (
            "attributes?query.startTimeMin=2030-01-01T00:00:00Z".to_owned(),
            200,
        ),
        (format!("attributes?prefix={long}"), 200),
        ("values".to_owned(), 400),
        ("values?key=%00".to_owned(), 200),
        ("tail?q=%7B".to_owned(), 400),
        ("tail?q=%7B%7D&query.filter=%7B%7D".to_owned(), 400),
        ("cells".to_owned(), 200),
        ("cells?ids=x".to_owned(), 400),
        (format!("cells?ids={}", "1,".repeat(2_000)), 200),
        (format!("cells?ids=1&key={long}"), 200),
        ("cells?ids=1&key=".to_owned(), 400),
        ("cells?ids=1&query.startTimeMin=x".to_owned(), 400),
        ("quality?hours=x".to_owned(), 400),
        ("quality?hours=9223372036854775807".to_owned(), 200),
        (format!("quality?service={long}"), 200),
    ];
    for (asked, expected) in cases {
        let (status, reply) = served.get(&asked).await;
        assert_eq!(status, expected, "{asked}: {reply}");
        if status != 200 {
            assert_eq!(reply["error"]["httpCode"], expected, "{asked}: {reply}");
        }
    }
}

#[tokio::test]
async fn bodies_are_read_with_care() {
    let served = Served::new().await;
    let deep = "[".repeat(100_000);
    let large = format!(r#"{{"search":"{}"}}"#, "x".repeat(256 << 10));
    let untimed = r#"{"search":"","selection":{"errors":true}}"#;
    let unselected = format!(r#"{{"search":"{TIMES}","selection":{{}}}}"#);
    let cases = [
        ("", 400),
        (deep.as_str(), 400),
        (large.as_str(), 413),
        (untimed, 400),
        (unselected.as_str(), 400),
    ];
    for (body, expected) in cases {
        let (status, reply) = served.post("in-common", body).await;
        assert_eq!(status, expected, "{reply}");
        assert_eq!(reply["error"]["httpCode"], expected, "{reply}");
    }
}
