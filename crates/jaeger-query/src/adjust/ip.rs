//! IP addresses that were sent as a number or as bytes. Jaeger's first clients did so.

use std::net::{Ipv4Addr, Ipv6Addr};

use jaeger_model::Text;

/// True for the key of an attribute whose number is an IPv4 address.
pub(crate) fn is_key(key: Text<'_>) -> bool {
    key == "ip" || key == "peer.ipv4"
}

/// The IPv4 address in the lower 32 bits of a number. Some clients extended its sign to the upper ones.
pub(crate) fn dotted(number: i64) -> String {
    Ipv4Addr::from(number as u32).to_string()
}

/// The address in 4 or 16 bytes.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<String> {
    if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        return Some(Ipv4Addr::from(bytes).to_string());
    }
    let address = Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?);
    Some(match address.to_ipv4_mapped() {
        Some(short) => short.to_string(),
        None => address.to_string(),
    })
}
