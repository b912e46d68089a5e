//! OPTIONS.md says what the program says.

use jaeger_collector::Collector;
use jaeger_service::{Command, Environment, Exit, Role, load};

#[test]
fn the_reference_page_is_up_to_date() {
    type Config = <Collector as Role>::Config;
    let loaded = load::<Config>(
        &Command::of::<Collector>(),
        ["docs"],
        &Environment::default(),
    );
    let Err(Exit::Print(page)) = loaded else {
        panic!("expected a page, not {loaded:?}");
    };
    let written = include_str!("../OPTIONS.md");
    assert!(
        written.trim_end().ends_with(page.trim_end()),
        "run `cargo xtask options`"
    );
}
