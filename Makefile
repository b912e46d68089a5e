# Every target is one line; whatever needs a loop or an `if` is a subcommand of `cargo xtask`.
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

check: fmt clippy layers deny ## what must hold before anything is tested

fmt: ## formatting
	cargo fmt --all --check

clippy: ## lints, warnings are errors
	cargo clippy --workspace --all-targets --locked -- -D warnings

layers: ## imports lead to lower floors only
	cargo xtask layers

deny: ## licences, sources and doubled versions of dependencies
	cargo deny --version || cargo install --locked cargo-deny --version 0.20.2
	cargo deny --log-level error check bans licenses sources

run: ## build and start the all-in-one
	cargo run --release --locked --package jaeger-all-in-one

clients: ## install the client programs that tests run
	cargo xtask clients

test: clients ## all tests
	cargo test --workspace --locked

bench: ## criterion benches
	cargo bench --workspace

.PHONY: help check fmt clippy layers deny run clients test bench
