//! Trace and span identifiers and their hexadecimal text.

use std::fmt;

/// 128-bit trace id, big-endian. Jaeger's 64-bit ids have a zero upper half.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TraceId(pub [u8; 16]);

/// 64-bit span id, big-endian.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpanId(pub [u8; 8]);

/// A text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseIdError {
    /// No digits at all.
    #[error("id is empty")]
    Empty,
    /// More digits than the id has.
    #[error("id has {0} digits, at most {1} are allowed")]
    TooLong(usize, usize),
    /// Something that is not a hexadecimal digit.
    #[error("id has a character that is not a hexadecimal digit at position {0}")]
    NotHex(usize),
}

impl TraceId {
    /// From the two halves that Jaeger's formats carry.
    pub fn from_halves(high: u64, low: u64) -> Self {
        Self(((u128::from(high) << 64) | u128::from(low)).to_be_bytes())
    }

    /// The upper 64 bits; zero for ids of old clients.
    pub fn high(self) -> u64 {
        (u128::from_be_bytes(self.0) >> 64) as u64
    }

    /// The lower 64 bits.
    pub fn low(self) -> u64 {
        u128::from_be_bytes(self.0) as u64
    }

    /// True for the id that OTLP calls invalid.
    pub fn is_zero(self) -> bool {
        self.0 == [0; 16]
    }

    /// Reads 1 to 32 hexadecimal digits in either case, padded with zeros on the left.
    pub fn from_hex(text: &str) -> Result<Self, ParseIdError> {
        parse_hex(text, 32).map(|value| Self(value.to_be_bytes()))
    }

    /// All 32 digits, as OTLP writes it. [`fmt::Display`] is Jaeger's form.
    pub fn to_hex(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }
}

impl SpanId {
    /// From the integer that Jaeger's formats carry.
    pub fn from_u64(value: u64) -> Self {
        Self(value.to_be_bytes())
    }

    /// As an integer.
    pub fn to_u64(self) -> u64 {
        u64::from_be_bytes(self.0)
    }

    /// True for the id that OTLP calls invalid.
    pub fn is_zero(self) -> bool {
        self.0 == [0; 8]
    }

    /// Reads 1 to 16 hexadecimal digits in either case, padded with zeros on the left.
    pub fn from_hex(text: &str) -> Result<Self, ParseIdError> {
        parse_hex(text, 16).map(|value| Self::from_u64(value as u64))
    }
}

fn parse_hex(text: &str, digits_max: usize) -> Result<u128, ParseIdError> {
    if text.is_empty() {
        return Err(ParseIdError::Empty);
    }
    if text.len() > digits_max {
        return Err(ParseIdError::TooLong(text.len(), digits_max));
    }
    let mut value = 0;
    for (position, byte) in text.bytes().enumerate() {
        let digit = char::from(byte)
            .to_digit(16)
            .ok_or(ParseIdError::NotHex(position))?;
        value = (value << 4) | u128::from(digit);
    }
    Ok(value)
}

/// 16 digits when the upper half is zero, else 32: how Jaeger prints it.
impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high() {
            0 => write!(f, "{:016x}", self.low()),
            _ => write!(f, "{:032x}", u128::from_be_bytes(self.0)),
        }
    }
}

/// Always 16 digits.
impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.to_u64())
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceId({self})")
    }
}

impl fmt::Debug for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpanId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_short_padded_and_upper_case_ids() {
        let id = TraceId::from_halves(0, 0xabc);
        for text in [
            "abc",
            "ABC",
            "0000000000000abc",
            "00000000000000000000000000000abc",
        ] {
            assert_eq!(TraceId::from_hex(text), Ok(id), "{text}");
        }
        assert_eq!(id.to_string(), "0000000000000abc");
        assert_eq!(
            TraceId::from_halves(1, 2).to_string(),
            "00000000000000010000000000000002"
        );
    }

    #[test]
    fn refuses_what_is_not_an_id() {
        assert_eq!(TraceId::from_hex(""), Err(ParseIdError::Empty));
        assert_eq!(SpanId::from_hex("x1"), Err(ParseIdError::NotHex(0)));
        assert_eq!(
            SpanId::from_hex(&"1".repeat(17)),
            Err(ParseIdError::TooLong(17, 16))
        );
        assert_eq!(TraceId::from_hex("+1"), Err(ParseIdError::NotHex(0)));
    }
}
