#![doc = include_str!("../README.md")]

mod above;
mod config;
mod envelopes;
mod figures;
#[cfg(test)]
mod fixture;
mod footprint;
mod links;
mod memory;
mod meters;
mod names;
mod store;
mod tenants;
mod trace;

pub use config::Config;
pub use memory::MemoryStorage;
