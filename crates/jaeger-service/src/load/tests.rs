//! Loading through the public door: arguments, variables and a file in, a configuration or the
//! reason against it out.

use std::io::Write as _;
use std::time::Duration;

use super::*;
use crate::options;
use crate::options::{ConfigError, ListenAddress, OptionValue as _, Origin, Secret};

options! {
    #[derive(PartialEq)]
    struct Config {
        /// How many spans wait.
        "collector.queue-size" queue_size: usize = 2_000,
        /// Tags for every span.
        "collector.tags" tags: Vec<String> = Vec::new(),
        /// Whether OTLP is served.
        "collector.otlp.enabled" otlp: bool = true,
        /// Where gRPC is served.
        "collector.grpc-server.host-port" grpc: ListenAddress = ListenAddress::local(14250),
        /// Where Zipkin is served.
        "collector.zipkin.host-port" zipkin: ListenAddress = ListenAddress::off(),
        /// How long a strategy lives.
        "sampling.reload" reload: Duration = Duration::from_secs(60),
        /// Pass word of the store.
        "es.password" password: Secret = Secret::default(),
        /// Address of the store.
        "es.server-urls" urls: Vec<String> = vec![String::from("http://127.0.0.1:9200")],
        /// Kinds of storage.
        env "SPAN_STORAGE_TYPE" storage: Vec<String> = vec![String::from("memory")],
    }
}

const ACCEPTED: &[Accepted] = &[
    Accepted {
        name: "badger.*",
        instead: "the embedded store has no such knob",
    },
    Accepted {
        name: "collector.num-workers",
        instead: "writers scale by themselves",
    },
];

fn command() -> Command {
    Command {
        name: "jaeger-test",
        about: "Tests.",
        defaults: vec![(
            String::from("admin.http.host-port"),
            String::from("localhost:14271"),
        )],
        accepted: &[ACCEPTED],
    }
}

fn load_from(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Loaded<Config>, Exit> {
    load(&command(), arguments, &variables.iter().copied().collect())
}

fn refusal(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    match load_from(arguments, variables).unwrap_err() {
        Exit::Refused(error) => error.to_string(),
        other => panic!("expected a refusal, not {other:?}"),
    }
}

fn printed(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    match load_from(arguments, variables).unwrap_err() {
        Exit::Print(text) => text,
        other => panic!("expected a text, not {other:?}"),
    }
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[test]
fn each_layer_wins_over_the_one_below() {
    let file = file("collector:\n  queue-size: 3\n");
    let path = file.path().to_str().unwrap();
    let variable = ("COLLECTOR_QUEUE_SIZE", "4");
    let in_file = ("CONFIG_FILE", path);
    let check = |arguments: &[&str], variables: &[(&str, &str)], expected: usize| {
        let loaded = load_from(arguments, variables).unwrap();
        assert_eq!(
            loaded.config.queue_size, expected,
            "{arguments:?} {variables:?}"
        );
    };
    check(&[], &[], 2_000);
    check(&[], &[in_file], 3);
    check(&["--config-file", path], &[], 3);
    check(&[], &[in_file, variable], 4);
    check(&[], &[in_file, ("COLLECTOR_QUEUE_SIZE", "")], 3);
    check(&["--collector.queue-size=5"], &[in_file, variable], 5);
    check(
        &["--collector.queue-size", "6", "--collector.queue-size", "7"],
        &[],
        7,
    );
}

#[test]
fn flags_have_every_spelling_of_jaeger() {
    let otlp = |arguments: &[&str]| load_from(arguments, &[]).unwrap().config.otlp;
    assert!(otlp(&["--collector.otlp.enabled"]));
    assert!(!otlp(&["--collector.otlp.enabled=false"]));
    assert!(!otlp(&["--collector.otlp.enabled=0"]));
    let repeated = ["--collector.tags=a=b", "--collector.tags", "c=d, e=f"];
    let tags = load_from(&repeated, &[]).unwrap().config.tags;
    assert_eq!(tags, ["a=b", "c=d", "e=f"]);
}

#[test]
fn refuses_in_one_line_that_names_what_and_where() {
    let unknown = file("collector:\n  queue-sise: 3\n");
    let unknown = unknown.path().to_str().unwrap();
    let wrong = file("collector.queue-size: many\n");
    let wrong = wrong.path().to_str().unwrap();
    let whole = format!("expected a whole number from 0 to {}", usize::MAX);
    let check = |arguments: &[&str], variables: &[(&str, &str)], expected: &str| {
        assert_eq!(refusal(arguments, variables), expected);
    };
    check(
        &["--collector.queue-sise=3"],
        &[],
        "unknown option collector.queue-sise (flag); did you mean collector.queue-size?",
    );
    check(
        &["--config-file", unknown],
        &[],
        &format!(
            "unknown option collector.queue-sise ({unknown}:2); did you mean collector.queue-size?"
        ),
    );
    check(
        &["--utterly-different"],
        &[],
        "unknown option utterly-different (flag)",
    );
    check(
        &["--config-file", wrong],
        &[],
        &format!("invalid value \"many\" for collector.queue-size ({wrong}:1): {whole}"),
    );
    check(
        &[],
        &[("COLLECTOR_QUEUE_SIZE", "many")],
        &format!(
            "invalid value \"many\" for collector.queue-size \
             (environment COLLECTOR_QUEUE_SIZE): {whole}"
        ),
    );
    check(
        &["--sampling.reload=60"],
        &[],
        "invalid value \"60\" for sampling.reload (flag): \
         expected a duration such as 300ms, 1.5s or 1h30m",
    );
    check(
        &["--metrics-http-route=metrics"],
        &[],
        "metrics-http-route must begin with /, not \"metrics\"",
    );
    let missing = refusal(&["--config-file=/does/not/exist"], &[]);
    assert!(
        missing.starts_with("failed to read /does/not/exist: "),
        "{missing}"
    );
    let misspelt = refusal(&["versoin"], &[]);
    assert!(
        misspelt.contains("versoin") && misspelt.contains("version"),
        "{misspelt}"
    );
    assert!(!misspelt.contains('\n'), "{misspelt}");
}

#[test]
fn environment_only_options_have_a_deprecated_flag() {
    let loaded = load_from(&[], &[("SPAN_STORAGE_TYPE", "kafka,memory")]).unwrap();
    assert_eq!(loaded.config.storage, ["kafka", "memory"]);
    assert_eq!(loaded.notices, Vec::<String>::new());
    let loaded = load_from(&["--span-storage.type=badger"], &[]).unwrap();
    assert_eq!(loaded.config.storage, ["badger"]);
    assert_eq!(
        loaded.notices,
        ["--span-storage.type is deprecated; set SPAN_STORAGE_TYPE"]
    );
}

#[test]
fn accepted_options_are_noticed_and_change_nothing() {
    let file = file("badger:\n  ephemeral: true\n");
    let arguments = ["--config-file", file.path().to_str().unwrap()];
    let more = [
        "--badger.truncate",
        "--collector.num-workers",
        "50",
        "--badger.truncate=true",
    ];
    let arguments: Vec<&str> = arguments.into_iter().chain(more).collect();
    let variables = [
        ("BADGER_SPAN_STORE_TTL", "1h"),
        ("BADGERS", "no"),
        ("HOME", "/root"),
    ];
    let loaded = load_from(&arguments, &variables).unwrap();
    assert_eq!(loaded.config, Config::default());
    let expected = [
        ("badger.ephemeral", "the embedded store has no such knob"),
        (
            "BADGER_SPAN_STORE_TTL",
            "the embedded store has no such knob",
        ),
        ("--badger.truncate", "the embedded store has no such knob"),
        ("--collector.num-workers", "writers scale by themselves"),
    ];
    let expected =
        expected.map(|(name, instead)| format!("{name} is accepted but not served: {instead}"));
    assert_eq!(loaded.notices, expected);
}

#[test]
fn service_links_of_kubernetes_never_bind_an_option() {
    let variables = [
        ("COLLECTOR_ZIPKIN_HOST_PORT", "tcp://10.0.0.1:9411"),
        ("ADMIN_HTTP_HOST_PORT", "tcp://10.0.0.2:14269"),
        ("ES_SERVER_URLS", "tcp://10.0.0.3:9200"),
    ];
    let loaded = load_from(&[], &variables).unwrap();
    assert!(loaded.config.zipkin.is_off());
    assert_eq!(
        loaded.common.admin.http_host_port,
        ListenAddress::local(14271)
    );
    assert_eq!(loaded.config.urls, ["tcp://10.0.0.3:9200"]);
    assert_eq!(
        loaded.notices,
        ["ignored what look like service links of Kubernetes: \
          ADMIN_HTTP_HOST_PORT, COLLECTOR_ZIPKIN_HOST_PORT"]
    );
}

#[test]
fn the_listen_host_moves_loopback_defaults_and_nothing_else() {
    let host = ("JAEGER_LISTEN_HOST", "::");
    let arguments = ["--admin.http.host-port=localhost:1"];
    let loaded = load_from(&arguments, &[host]).unwrap();
    assert_eq!(
        loaded.config.grpc,
        ListenAddress::parse("[::]:14250").unwrap()
    );
    assert!(loaded.config.zipkin.is_off());
    assert_eq!(loaded.common.admin.http_host_port, ListenAddress::local(1));
    let loaded = load_from(&[], &[("JAEGER_LISTEN_HOST", "0.0.0.0")]).unwrap();
    assert_eq!(
        loaded.common.admin.http_host_port.to_string(),
        "0.0.0.0:14271"
    );
}

#[test]
fn prints_a_configuration_that_it_reads_again() {
    let arguments = [
        "print-config",
        "--collector.tags=a=b c,*d",
        "--collector.queue-size=7",
    ];
    let variables = [
        ("ES_PASSWORD", "hunter2"),
        ("ES_SERVER_URLS", "http://u:p@es:9200"),
    ];
    let text = printed(&arguments, &variables);
    for line in [
        "admin.http.host-port: localhost:14271  # default\n",
        "collector.tags: \"a=b c,*d\"  # flag\n",
        "collector.zipkin.host-port: \"\"  # default\n",
        "es.password: \"***\"  # environment ES_PASSWORD\n",
        "es.server-urls: \"http://***@es:9200\"  # environment ES_SERVER_URLS\n",
        "span-storage.type: memory  # default\n",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    let again = file(&text);
    let loaded = load_from(&["--config-file", again.path().to_str().unwrap()], &[]).unwrap();
    assert_eq!(loaded.config.queue_size, 7);
    assert_eq!(loaded.config.tags, ["a=b c", "*d"]);
    assert_eq!(loaded.config.grpc, ListenAddress::local(14250));
    assert!(
        loaded
            .effective
            .sources()
            .contains(again.path().to_str().unwrap())
    );
}

#[test]
fn says_where_the_options_came_from() {
    let sources = |arguments: &[&str], variables: &[(&str, &str)]| {
        load_from(arguments, variables).unwrap().effective.sources()
    };
    assert_eq!(sources(&[], &[]), "defaults");
    let variables = [("LOG_LEVEL", "debug"), ("COLLECTOR_TAGS", "a=b")];
    assert_eq!(
        sources(&["--collector.otlp.enabled"], &variables),
        "2 from the environment, 1 from flags"
    );
}

#[test]
fn prints_what_it_is_asked_for() {
    let help = printed(&["--help"], &[]);
    assert!(help.contains("--collector.queue-size <number>"), "{help}");
    assert!(help.contains("COLLECTOR_QUEUE_SIZE]"), "{help}");
    assert!(!help.contains("--span-storage.type"), "{help}");
    assert!(printed(&["help"], &[]).contains("--collector.queue-size <number>"));
    assert!(printed(&["env"], &[]).contains("\nSPAN_STORAGE_TYPE (default memory)\n"));
    assert!(printed(&["docs"], &[]).contains("| `SPAN_STORAGE_TYPE` | list | `memory` |"));
    for arguments in [["version"], ["--version"]] {
        let version = printed(&arguments, &[]);
        assert!(version.starts_with(r#"{"gitCommit":""#), "{version}");
        assert!(version.contains(r#","gitVersion":"v"#), "{version}");
        assert!(version.contains(r#","buildDate":""#), "{version}");
    }
    assert_eq!(printed(&["--check"], &[]), "the configuration is valid");
    let exit = load_from(&["status", "--status.http.host-port=:99"], &[]).unwrap_err();
    assert_eq!(exit, Exit::Status(ListenAddress::every(99)));
    let exit = load_from(&["status"], &[]).unwrap_err();
    assert_eq!(exit, Exit::Status(ListenAddress::local(14271)));
}

#[test]
fn a_secret_shows_in_nothing_that_is_printed() {
    let arguments = ["--es.password=hunter2"];
    let loaded = load_from(&arguments, &[]).unwrap();
    assert_eq!(loaded.config.password.expose(), "hunter2");
    assert!(!format!("{loaded:?}").contains("hunter2"));
    assert!(!loaded.effective.to_string().contains("hunter2"));
    let error = ConfigError::Invalid {
        name: String::from("x"),
        value: String::from("***"),
        origin: Origin::Flag,
        reason: String::from("no"),
    };
    assert_eq!(error.to_string(), "invalid value \"***\" for x (flag): no");
}
