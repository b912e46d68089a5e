use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

#[tokio::test]
async fn a_change_is_seen_and_what_is_broken_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ui.json");
    fs::write(&path, r#"{"a":1}"#).unwrap();
    let (mut follower, mut shown) = followed(&path).await;
    let one = text(&shown);
    assert!(one.contains(r#"= {"a":1};"#), "{one}");
    let steps = [
        (Some(r#"{"a":1}"#), None),
        (Some(r#" { "a" : 1.0 } "#), None),
        (Some(r#"{"a":2}"#), Some(r#"= {"a":2};"#)),
        (Some(r#"{"a":"#), None),
        (Some(""), None),
        (Some("[]"), None),
        (None, None),
        (Some(r#"{"a":2}"#), None),
        (Some(r#"{"b":3}"#), Some(r#"= {"b":3};"#)),
    ];
    for (written, seen) in steps {
        match written {
            Some(written) => fs::write(&path, written).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let before = text(&shown);
        follower.look().await;
        assert_eq!(shown.has_changed().unwrap(), seen.is_some(), "{written:?}");
        shown.mark_unchanged();
        let after = text(&shown);
        match seen {
            Some(seen) => assert!(after.contains(seen), "{written:?}: {after}"),
            None => assert_eq!(after, before, "{written:?}"),
        }
    }
}

#[tokio::test]
async fn it_looks_until_the_process_stops() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ui.json");
    fs::write(&path, "{}").unwrap();
    let (follower, mut shown) = followed(&path).await;
    let shutdown = CancellationToken::new();
    let following = tokio::spawn(follower.follow(Duration::ZERO, shutdown.clone()));
    for config in [r#"{"a":1}"#, r#"{"a":2}"#] {
        fs::write(&path, config).unwrap();
        let seen = shown.wait_for(|shown| String::from_utf8_lossy(&shown.text).contains(config));
        let seen = tokio::time::timeout(PATIENCE, seen).await;
        seen.expect("it is seen").expect("it still looks");
    }
    shutdown.cancel();
    let ended = tokio::time::timeout(PATIENCE, following).await;
    ended.expect("it ends").expect("no panic");
}

#[tokio::test]
async fn a_change_widens_the_policy_and_narrows_it_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ui.json");
    fs::write(&path, "{}").unwrap();
    let (mut follower, shown) = followed(&path).await;
    let policy = || shown.borrow().outside.policy("N");
    let narrow = policy();
    fs::write(&path, r#"{"tracking":{"gaID":"G-1"}}"#).unwrap();
    follower.look().await;
    assert!(policy().contains("https://*.google-analytics.com"));
    fs::write(&path, "{}").unwrap();
    follower.look().await;
    assert_eq!(policy(), narrow);
    // The policy of a page of others is theirs.
    follower.maker.has_policy = false;
    fs::write(&path, r#"{"tracking":{"gaID":"G-2"}}"#).unwrap();
    follower.look().await;
    assert_eq!(policy(), narrow);
}

async fn followed(ui_config: &Path) -> (Follower, watch::Receiver<Shown>) {
    let maker = Maker {
        template: String::from("JAEGER_CONFIG = DEFAULT_CONFIG;"),
        told: Told {
            base: BasePath::new("/").unwrap(),
            version: String::from("{}"),
            has_archive: false,
            has_metrics: false,
            searches_all_services: true,
        },
        ui_config: Some(ui_config.to_owned()),
        has_policy: true,
    };
    let (sender, shown) = watch::channel(maker.make().await.unwrap());
    (Follower::new(maker, sender), shown)
}

fn text(shown: &watch::Receiver<Shown>) -> String {
    String::from_utf8_lossy(&shown.borrow().text).into_owned()
}

const PATIENCE: Duration = Duration::from_secs(30);
