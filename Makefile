# Every target is one line; whatever needs a loop or an `if` is a subcommand of `cargo xtask`.
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

check: ui fmt clippy layers deny ## what must hold before anything is tested

fmt: ## formatting
	cargo fmt --all --check

clippy: ## lints, warnings are errors
	cargo clippy --workspace --all-targets --locked -- -D warnings

layers: ## imports lead to lower floors only
	cargo xtask layers

deny: ## licences, sources and doubled versions of dependencies
	cargo deny --version || cargo install --locked cargo-deny --version 0.20.2
	cargo deny --log-level error check bans licenses sources

run: ui ## build and start the all-in-one with its web UI
	cargo run --release --locked --package jaeger-all-in-one

clients: ## install the client programs that tests run
	cargo xtask clients

ui: ## build the web UI
	cargo xtask ui

chromium: ## install the browser that tests drive, on Debian
	command -v chromium || (apt-get update && apt-get install --yes --no-install-recommends chromium)

test: clients ui chromium ## all tests
	cargo test --workspace --locked
	cd crates/jaeger-ui/web && npm test && npm run e2e

ui-bench: ui chromium ## what the web UI costs in a browser
	cargo build --release --locked --package jaeger-all-in-one
	cd crates/jaeger-ui/web && npm run bench

bench: ## criterion benches
	cargo bench --workspace

.PHONY: help check fmt clippy layers deny run clients ui chromium test ui-bench bench
