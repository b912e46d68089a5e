use super::*;

#[test]
fn a_page_reaches_its_own_server_alone() {
    let cases = [
        "{}",
        "null",
        r#"{"tracking":{"gaID":""}}"#,
        r#"{"tracking":{"gaID":null},"gaTrackingID":"G-1"}"#,
        r#"{"tracking":{"gaID":5,"trackErrors":true}}"#,
        r#"{"scripts":"https://a.example/"}"#,
        r#"{"scripts":[null,{"type":"inline"},{"text":"'https://a.example/'"}]}"#,
        r#"{"menu":[{"label":"Wiki","url":"https://wiki.example/"}]}"#,
        r#"{"linkPatterns":[{"type":"traces","url":"https://logs.example/","text":"Logs"}]}"#,
    ];
    let expected = "default-src 'self'; img-src 'self' data:; connect-src 'self'; \
                    object-src 'none'; base-uri 'self'; form-action 'self'; \
                    script-src 'self' 'nonce-N'";
    for json in cases {
        let outside = Outside::named_by(&UiConfig::Json(json.to_owned()));
        assert_eq!(outside.policy("N"), expected, "{json}");
        assert_eq!(outside.described(), "", "{json}");
    }
}

#[test]
fn google_analytics_reaches_what_it_asks_for() {
    let json = |text: &str| UiConfig::Json(text.to_owned());
    let script = |text: &str| UiConfig::JavaScript(format!("function UIConfig() {{ {text} }}"));
    let cases = [
        (json(r#"{"tracking":{"gaID":"G-1"}}"#), true),
        (json(r#"{"gaTrackingID":"G-1"}"#), true),
        (json(r#"{"menu":[{"label":"gaID: 'G-1'"}]}"#), false),
        (script("return { tracking: { gaID: 'G-1' } };"), true),
        (script("return { \"gaTrackingID\" : id };"), true),
        (script("config.gaID = \"G-1\";"), true),
        (script("return { tracking: { gaID: null } };"), false),
        (script("return { tracking: { gaID: '' } };"), false),
        (script("if (tracking.gaID == null) return {};"), false),
        (script("return {};"), false),
    ];
    for (config, expected) in cases {
        let outside = Outside::named_by(&config);
        let policy = outside.policy("N");
        let wanted = [
            "img-src 'self' data: https://*.google-analytics.com https://*.googletagmanager.com;",
            "connect-src 'self' https://*.google-analytics.com https://*.analytics.google.com \
             https://*.googletagmanager.com;",
            "script-src 'self' 'nonce-N' https://*.googletagmanager.com",
        ];
        for wanted in wanted {
            assert_eq!(policy.contains(wanted), expected, "{config:?}: {policy}");
        }
        let said = "https://*.analytics.google.com (tracking.gaID), \
                    https://*.google-analytics.com (tracking.gaID), \
                    https://*.googletagmanager.com (tracking.gaID)";
        let said = if expected { said } else { "" };
        assert_eq!(outside.described(), said, "{config:?}");
    }
}

#[test]
fn a_script_reaches_the_hosts_that_it_names() {
    let cases = [
        ("load('https://a.example/x.js')", "https://a.example"),
        ("load(\"http://b.example:8080\")", "http://b.example:8080"),
        ("open(`wss://c.example?${q}`)", "wss://c.example"),
        ("u = \"//Matomo.Example/\"", "matomo.example"),
        (r"'https:\/\/d.example\/x'", "https://d.example"),
        ("'http://localhost:9/'", "http://localhost:9"),
        (
            "'https://a.example' + 'https://a.example/y'",
            "https://a.example",
        ),
        // None of these names one.
        ("// see https://a.example/", ""),
        ("'see https://a.example/'", ""),
        ("'https://' + host", ""),
        ("`https://${host}/`", ""),
        ("`https://a.${domain}/`", ""),
        ("'https://a.' + domain", ""),
        ("'https://user@a.example/'", ""),
        ("'https://*.example/'", ""),
        ("'https://a.example;script-src *'", ""),
        ("'https://a.example:0/'", ""),
        ("'https://a.example:99999/'", ""),
        ("'https://-a.example/'", ""),
        ("'https://[::1]/'", ""),
        ("'https://ä.example/'", ""),
        ("'// a comment'", ""),
        ("'//comment'", ""),
        ("'data:text/html,x'", ""),
    ];
    for (text, expected) in cases {
        let json = serde_json::json!({ "scripts": [{ "type": "inline", "text": text }] });
        let named = [
            (UiConfig::Json(json.to_string()), "scripts"),
            (
                UiConfig::JavaScript(text.to_owned()),
                "the configuration in JavaScript",
            ),
        ];
        for (config, by) in named {
            let outside = Outside::named_by(&config);
            let hosts: Vec<&str> = outside.hosts.keys().map(String::as_str).collect();
            assert_eq!(hosts.join(" "), expected, "{text}");
            let policy = outside.policy("N");
            assert_eq!(policy.matches(';').count(), 6, "{policy}");
            if !expected.is_empty() {
                assert!(policy.contains(&format!("data: {expected};")), "{policy}");
                assert!(policy.contains(&format!("connect-src 'self' {expected};")));
                assert!(
                    policy.ends_with(&format!("'nonce-N' {expected}")),
                    "{policy}"
                );
                assert_eq!(outside.described(), format!("{expected} ({by})"));
            }
        }
    }
}

#[test]
fn a_policy_stays_short() {
    let script: String = (0..40)
        .map(|host| format!("'https://h{host}.example'"))
        .collect();
    let outside = Outside::named_by(&UiConfig::JavaScript(script.repeat(2)));
    assert_eq!(outside.hosts.len(), HOSTS_MAX);
    assert!(outside.left_out > 0);
    assert!(outside.policy("N").len() < 4_000);
}
