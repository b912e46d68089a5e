//! The objects that name a service and its address.

use std::borrow::Cow;
use std::net::IpAddr;
use std::str;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess};

use super::members::{Members, Object, Progress};
use super::scalar::{Integer, Text};
use crate::zipkin::draft::Dialect;
use crate::zipkin::endpoint::{Address, Endpoint};

/// Any number passes for a port in v1.
const V1_PORT: Integer = Integer {
    min: i32::MIN as i64,
    max: i32::MAX as i64,
};
const V2_PORT: Integer = Integer {
    min: 0,
    max: 65_535,
};

struct Reading<'s, 'de> {
    endpoint: Endpoint<'de>,
    progress: &'s mut Progress,
    dialect: Dialect,
}

/// Reads an endpoint; null is an empty one.
pub(super) struct EndpointSeed<'s> {
    pub(super) progress: &'s mut Progress,
    pub(super) dialect: Dialect,
}

impl<'de> DeserializeSeed<'de> for EndpointSeed<'_> {
    type Value = Endpoint<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let reading = Object(Reading {
            endpoint: Endpoint::default(),
            progress: self.progress,
            dialect: self.dialect,
        });
        let read = reading.deserialize(deserializer)?;
        Ok(read.map(|read| read.endpoint).unwrap_or_default())
    }
}

impl<'de> Members<'de> for Reading<'_, 'de> {
    const WHAT: &'static str = "an endpoint";
    const NAMES: &'static [&'static str] = &["serviceName", "ipv4", "ipv6", "port"];

    fn progress(&mut self) -> &mut Progress {
        self.progress
    }

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match name {
            "serviceName" => self.endpoint.service = map.next_value_seed(Text)?,
            "ipv4" => {
                self.endpoint.ipv4 = self.address::<A::Error>(map.next_value_seed(Text)?)?;
            }
            "ipv6" => {
                self.endpoint.ipv6 = self.address::<A::Error>(map.next_value_seed(Text)?)?;
            }
            _ => {
                let bounds = match self.dialect {
                    Dialect::V1 => V1_PORT,
                    Dialect::V2 => V2_PORT,
                };
                self.endpoint.port = map.next_value_seed(bounds)?.unwrap_or_default();
            }
        }
        Ok(())
    }
}

impl<'de> Reading<'_, 'de> {
    /// In v1 an address is any text.
    fn address<E: Error>(&self, text: Cow<'de, [u8]>) -> Result<Address<'de>, E> {
        if text.is_empty() {
            return Ok(Address::Missing);
        }
        let ip: Option<IpAddr> = str::from_utf8(&text)
            .ok()
            .and_then(|text| text.parse().ok());
        match (ip, self.dialect) {
            (Some(ip), _) => Ok(Address::Ip(ip)),
            (None, Dialect::V1) => Ok(Address::Text(text)),
            (None, Dialect::V2) => {
                let text = String::from_utf8_lossy(&text);
                Err(E::custom(format_args!("invalid IP address: {text}")))
            }
        }
    }
}
