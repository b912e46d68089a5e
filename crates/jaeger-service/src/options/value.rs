//! The types an option can have: how each reads its text and writes it back.
//!
//! `parse(render(x))` is `x` for every type but [`Secret`](crate::options::Secret).

use std::path::PathBuf;
use std::time::Duration;

use crate::duration;

/// A type that an option can have.
pub trait OptionValue: Sized {
    /// What it is, in a word, for help and reference page.
    const KIND: &'static str;
    /// Whether repeated flags append.
    const LIST: bool = false;
    /// Whether the value must never be shown.
    const SECRET: bool = false;

    /// Reads the value; the error says what was expected.
    fn parse(text: &str) -> Result<Self, String>;

    /// Returns the text that [`parse`](Self::parse) reads as this value.
    fn render(&self) -> String;
}

/// The set of words that Go's `ParseBool` takes.
impl OptionValue for bool {
    const KIND: &'static str = "bool";

    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
            _ => Err(String::from("expected true or false")),
        }
    }

    fn render(&self) -> String {
        self.to_string()
    }
}

macro_rules! whole_numbers {
    ($($number:ty),+) => {
        $(
            impl OptionValue for $number {
                const KIND: &'static str = "number";

                fn parse(text: &str) -> Result<Self, String> {
                    text.trim().parse().map_err(|_| {
                        format!("expected a whole number from {} to {}", Self::MIN, Self::MAX)
                    })
                }

                fn render(&self) -> String {
                    self.to_string()
                }
            }
        )+
    };
}

whole_numbers!(u16, u32, u64, usize, i64);

impl OptionValue for f64 {
    const KIND: &'static str = "fraction";

    fn parse(text: &str) -> Result<Self, String> {
        let number = text
            .trim()
            .parse()
            .ok()
            .filter(|number: &Self| number.is_finite());
        number.ok_or_else(|| String::from("expected a number"))
    }

    fn render(&self) -> String {
        self.to_string()
    }
}

impl OptionValue for String {
    const KIND: &'static str = "text";

    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }

    fn render(&self) -> String {
        self.clone()
    }
}

impl OptionValue for PathBuf {
    const KIND: &'static str = "path";

    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self::from(text))
    }

    fn render(&self) -> String {
        self.display().to_string()
    }
}

/// A comma list. Blanks around a part and empty parts vanish, so empty text is an empty list.
impl OptionValue for Vec<String> {
    const KIND: &'static str = "list";
    const LIST: bool = true;

    fn parse(text: &str) -> Result<Self, String> {
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        Ok(parts.map(str::to_owned).collect())
    }

    fn render(&self) -> String {
        self.join(",")
    }
}

impl OptionValue for Duration {
    const KIND: &'static str = "duration";

    fn parse(text: &str) -> Result<Self, String> {
        duration::parse(text)
    }

    fn render(&self) -> String {
        duration::format(*self)
    }
}

/// Empty text is none.
impl<T: OptionValue> OptionValue for Option<T> {
    const KIND: &'static str = T::KIND;
    const LIST: bool = T::LIST;
    const SECRET: bool = T::SECRET;

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            Ok(None)
        } else {
            T::parse(text).map(Some)
        }
    }

    fn render(&self) -> String {
        self.as_ref().map(T::render).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;
    use crate::options::{ByteSize, ListenAddress};

    fn accepts<T: OptionValue + PartialEq + Debug>(text: &str, expected: T) {
        assert_eq!(T::parse(text).as_ref(), Ok(&expected), "{text}");
        assert_eq!(
            T::parse(&expected.render()),
            Ok(expected),
            "rendered, from {text}"
        );
    }

    fn refuses<T: OptionValue + Debug>(text: &str, reason: &str) {
        assert_eq!(T::parse(text).unwrap_err(), reason, "{text}");
    }

    #[test]
    fn reads_what_it_writes() {
        accepts("T", true);
        accepts("0", false);
        accepts(" 65535 ", u16::MAX);
        accepts("010", 10_u32);
        accepts("-3", -3_i64);
        accepts("1e-3", 0.001);
        accepts("", Vec::<String>::new());
        accepts(
            " a, b,,c ",
            vec![String::from("a"), String::from("b"), String::from("c")],
        );
        accepts("1h30m", Duration::from_secs(5_400));
        accepts("20MiB", ByteSize::mib(20));
        accepts("localhost:4317", ListenAddress::local(4317));
        accepts("", None::<u64>);
        accepts("7", Some(7_u64));
        accepts("/etc/x.yaml", Some(PathBuf::from("/etc/x.yaml")));
    }

    #[test]
    fn says_what_it_expected() {
        refuses::<bool>("yes", "expected true or false");
        refuses::<u16>("65536", "expected a whole number from 0 to 65535");
        refuses::<u16>("-1", "expected a whole number from 0 to 65535");
        refuses::<f64>("NaN", "expected a number");
        refuses::<Option<bool>>("maybe", "expected true or false");
    }
}
