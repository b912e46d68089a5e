//! OTLP in JSON, read as leniently as the OpenTelemetry collector does, and written as it does.
//!
//! Reference: <https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding>. Ids are hexadecimal, and integers of
//! 64 bits are strings. Reading takes members in camelCase and snake_case, enums by name and number, 64-bit integers
//! as strings and numbers, and nulls; members that are not known are ignored, and so is what follows the closing
//! brace.

mod decode;
mod encode;
mod schema;
mod slot;
pub(crate) mod text;

pub use decode::decode;
pub use encode::encode;
