//! What is offered to somebody who types a query.

use serde_json::json;

use crate::harness::{Served, Span, TIMES};

#[tokio::test]
async fn offers_keys_and_values() {
    let served = Served::new().await;
    let web = Span::root(1)
        .with("http.route", "/a")
        .with("http.request.method", "GET");
    let again = Span::root(2).with("http.route", "/b");
    let thrice = Span::root(3).with("http.route", "/b");
    let db = Span {
        service: "db",
        ..Span::root(4).with("db.system", "sqlite")
    };
    served.write(&[web, again, thrice, db]).await;

    let within = format!("&{TIMES}");
    let before = "&query.startTimeMin=2023-11-14T20:00:00Z&query.startTimeMax=2023-11-14T21:00:00Z";
    let cases = [
        (
            "attributes?prefix=http",
            json!({"keys": ["http.route", "http.request.method"]}),
        ),
        (
            "attributes?prefix=HTTP.R&limit=1",
            json!({"keys": ["http.route"]}),
        ),
        ("attributes?prefix=none", json!({"keys": []})),
        (
            "attributes?service=db",
            json!({"keys": ["db.system", "service.name"]}),
        ),
        ("attributes?service=none", json!({"keys": []})),
        ("values?key=http.route", json!({"values": ["/b", "/a"]})),
        ("values?key=http.route&prefix=/a", json!({"values": ["/a"]})),
        (
            "values?key=http.route&service=web",
            json!({"values": ["/b", "/a"]}),
        ),
        ("values?key=http.route&service=db", json!({"values": []})),
        (
            "values?key=service.name&service=db",
            json!({"values": ["db"]}),
        ),
        ("values?key=none", json!({"values": []})),
    ];
    for (asked, expected) in &cases {
        for times in ["", within.as_str()] {
            let reply = served.get(&format!("{asked}{times}")).await;
            assert_eq!(reply, (200, expected.clone()), "{asked}{times}");
        }
        let (status, reply) = served.get(&format!("{asked}{before}")).await;
        assert_eq!(status, 200);
        let member = match asked.starts_with("values") {
            true => "values",
            false => "keys",
        };
        assert_eq!(reply, json!({member: []}), "{asked}{before}");
    }
}
