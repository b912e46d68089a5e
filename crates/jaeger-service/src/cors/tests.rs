use axum::http::Request;

use super::*;

const METHODS: Methods = Methods {
    of_any: &["GET"],
    of_named: &["GET", "POST"],
};

fn cors(origins: &[&str]) -> Cors {
    let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    Cors::new(&owned(origins), &owned(&["Content-Type"]), METHODS)
}

fn request(method: &str, headers: &[(&str, &str)]) -> Parts {
    let request = Request::builder().method(method).uri("/api/traces");
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    request.body(()).unwrap().into_parts().0
}

/// What a reply says to a page: the origin, and whether with credentials.
fn allowed(response: &Response) -> (Option<&[u8]>, bool) {
    let headers = response.headers();
    let origin = headers.get(ACCESS_CONTROL_ALLOW_ORIGIN);
    (
        origin.map(HeaderValue::as_bytes),
        headers.contains_key(ACCESS_CONTROL_ALLOW_CREDENTIALS),
    )
}

#[test]
fn a_preflight_is_always_answered() {
    let named = ["https://app.example", "https://*.corp.example"];
    let cases = [
        ("https://app.example", "POST", "content-type", true),
        ("https://app.example", "GET", "content-type", true),
        (
            "https://a.b.corp.example",
            "POST",
            "Content-Type, origin",
            true,
        ),
        ("https://app.example", "POST", "", true),
        ("https://corp.example", "POST", "content-type", false),
        ("https://app.example.evil", "POST", "content-type", false),
        ("https://app.example", "DELETE", "content-type", false),
        ("https://app.example", "POST", "x-other", false),
    ];
    for (origin, method, headers, is_allowed) in cases {
        let parts = request(
            "OPTIONS",
            &[
                ("origin", origin),
                ("access-control-request-method", method),
                ("access-control-request-headers", headers),
            ],
        );
        let response = cors(&named).preflight(&parts).unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert_eq!(response.headers()[VARY], PREFLIGHT_VARY);
        let expected = is_allowed.then_some(origin.as_bytes());
        let case = format!("{origin} {method} {headers}");
        assert_eq!(allowed(&response), (expected, is_allowed), "{case}");
        let methods = response.headers().get(ACCESS_CONTROL_ALLOW_METHODS);
        assert_eq!(methods.is_some(), is_allowed, "{case}");
    }
    let plain = request("OPTIONS", &[("origin", "https://app.example")]);
    assert!(cors(&named).preflight(&plain).is_none());
}

#[test]
fn any_origin_gets_no_credentials_and_may_do_less() {
    let cases: [(&[&str], &str, Option<&str>, bool); 6] = [
        (&["*"], "GET", Some("*"), false),
        (&["*"], "POST", None, false),
        (&["*", "http://x"], "GET", Some("*"), false),
        (&["*", "http://x"], "POST", Some("http://x"), true),
        (&["http://y"], "GET", None, false),
        (&[], "GET", None, false),
    ];
    for (origins, method, origin, has_credentials) in cases {
        let cors = cors(origins);
        assert_eq!(cors.is_off(), origins.is_empty());
        let mut response = Response::new(Body::empty());
        cors.mark(&request(method, &[("origin", "http://x")]), &mut response);
        assert_eq!(response.headers()[VARY], "Origin");
        let expected = (origin.map(str::as_bytes), has_credentials);
        assert_eq!(allowed(&response), expected, "{origins:?} {method}");
    }
}

#[test]
fn a_page_from_elsewhere_is_foreign_unless_it_is_named() {
    let here = ("host", "jaeger:16686");
    let evil = ("origin", "https://evil");
    let cases = [
        ("POST", vec![here], false),
        ("POST", vec![here, evil], true),
        ("GET", vec![here, evil], false),
        ("DELETE", vec![here, evil], true),
        ("POST", vec![here, ("origin", "null")], true),
        ("POST", vec![here, ("origin", "https://app.example")], false),
        ("POST", vec![here, ("origin", "http://Jaeger:16686")], false),
        ("POST", vec![here, ("origin", "http://jaeger")], true),
        // Behind a proxy that asks for another host than the browser did.
        (
            "POST",
            vec![here, evil, ("sec-fetch-site", "same-origin")],
            false,
        ),
        (
            "POST",
            vec![here, evil, ("sec-fetch-site", "same-site")],
            true,
        ),
        (
            "POST",
            vec![
                here,
                ("origin", "http://jaeger:16686"),
                ("sec-fetch-site", "cross-site"),
            ],
            true,
        ),
    ];
    for (method, headers, is_foreign) in cases {
        let parts = request(method, &headers);
        let cors = cors(&["*", "https://app.example"]);
        assert_eq!(cors.is_foreign(&parts), is_foreign, "{method} {headers:?}");
    }
}
