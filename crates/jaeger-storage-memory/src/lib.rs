#![doc = include_str!("../README.md")]

mod config;
mod figures;
mod links;
mod memory;
mod store;

pub use config::Config;
pub use memory::MemoryStorage;
