//! A number of bytes, written plainly (`4194304`) or with a binary unit (`4MiB`).

use std::fmt;

use crate::options::OptionValue;

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteSize(u64);

impl ByteSize {
    /// Returns a size of so many bytes.
    pub const fn bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// Returns a size of so many KiB.
    pub const fn kib(kib: u64) -> Self {
        Self(kib << 10)
    }

    /// Returns a size of so many MiB.
    pub const fn mib(mib: u64) -> Self {
        Self(mib << 20)
    }

    /// Returns a size of so many GiB.
    pub const fn gib(gib: u64) -> Self {
        Self(gib << 30)
    }

    /// Returns the number of bytes.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// Returns the number of bytes, or the greatest `usize` if that is less.
    pub fn as_usize(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Writes the greatest unit of which the size is a multiple.
impl fmt::Display for ByteSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS
            .iter()
            .find(|(_, shift)| self.0 != 0 && self.0.is_multiple_of(1 << *shift));
        match unit {
            Some((unit, shift)) => write!(formatter, "{}{unit}", self.0 >> *shift),
            None => write!(formatter, "{}", self.0),
        }
    }
}

impl OptionValue for ByteSize {
    const KIND: &'static str = "size";

    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let digits_end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (digits, unit) = text.split_at(digits_end);
        let number = digits.parse::<u64>().ok();
        let shift = shift_of(unit.trim_start());
        number
            .zip(shift)
            .and_then(|(number, shift)| number.checked_mul(1_u64 << shift))
            .map(Self)
            .ok_or_else(|| String::from("expected a size such as 4194304, 512KiB, 4MiB or 2GiB"))
    }

    fn render(&self) -> String {
        self.to_string()
    }
}

const UNITS: [(&str, u32); 4] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];

/// Kubernetes writes `Mi` where others write `MiB`; both are taken.
fn shift_of(unit: &str) -> Option<u32> {
    if unit.is_empty() || unit == "B" {
        return Some(0);
    }
    let known = |name: &str| name == unit || name.strip_suffix('B') == Some(unit);
    UNITS
        .iter()
        .find(|(name, _)| known(name))
        .map(|(_, shift)| *shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_bytes_and_binary_units() {
        let check = |text: &str, bytes: u64| assert_eq!(ByteSize::parse(text).unwrap().0, bytes);
        check("0", 0);
        check("4194304", 4 << 20);
        check("4194304B", 4 << 20);
        check("4MiB", 4 << 20);
        check("4Mi", 4 << 20);
        check("1536 KiB", 3 << 19);
        for text in ["", "MiB", "-1", "1.5GiB", "4MB", "99999999TiB"] {
            assert!(ByteSize::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn writes_the_greatest_whole_unit() {
        assert_eq!(ByteSize::mib(20).render(), "20MiB");
        assert_eq!(ByteSize::kib(1536).render(), "1536KiB");
        assert_eq!(ByteSize::bytes(1_000).render(), "1000");
        assert_eq!(ByteSize::default().render(), "0");
    }
}
