//! Headers that an operator wants on every reply.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use jaeger_service::options::OptionValue;

/// Headers for every reply. What a reply says itself stands above them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdditionalHeaders(Vec<(HeaderName, HeaderValue)>);

impl AdditionalHeaders {
    /// Adds them to a reply, but for those it has and the one to leave out.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap, leave_out: Option<&HeaderName>) {
        let own: Vec<HeaderName> = headers.keys().cloned().collect();
        for (name, value) in &self.0 {
            if !own.contains(name) && leave_out != Some(name) {
                headers.append(name.clone(), value.clone());
            }
        }
    }
}

/// A comma list, as repeated flags make one. A part that begins no header belongs to the value of
/// the one before, since values have commas too.
impl OptionValue for AdditionalHeaders {
    const KIND: &'static str = "headers";
    const LIST: bool = true;

    fn parse(text: &str) -> Result<Self, String> {
        let mut lines = Vec::<String>::new();
        for part in text.split(',') {
            match lines.last_mut() {
                Some(line) if !begins_a_header(part) => {
                    line.push(',');
                    line.push_str(part);
                }
                _ => lines.push(part.to_owned()),
            }
        }
        let lines = lines.iter().filter(|line| !line.trim().is_empty());
        lines
            .map(|line| header(line))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn render(&self) -> String {
        let lines = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        lines.collect::<Vec<_>>().join(",")
    }
}

fn begins_a_header(part: &str) -> bool {
    part.split_once(':').is_some_and(|(name, value)| {
        HeaderName::try_from(name.trim()).is_ok() && !value.starts_with("//")
    })
}

fn header(line: &str) -> Result<(HeaderName, HeaderValue), String> {
    let expected = || format!("expected \"Name: value\", not {line:?}");
    let (name, value) = line.split_once(':').ok_or_else(expected)?;
    let name = HeaderName::try_from(name.trim()).map_err(|_| expected())?;
    let value = HeaderValue::try_from(value.trim()).map_err(|_| expected())?;
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let cases = [
            ("", ""),
            ("X-Frame-Options: DENY", "x-frame-options: DENY"),
            (
                "A: 1,Cache-Control: no-store, max-age=0,b:2",
                "a: 1,cache-control: no-store, max-age=0,b: 2",
            ),
            ("Link: <x>, http://a/b", "link: <x>, http://a/b"),
        ];
        for (text, written) in cases {
            let headers = AdditionalHeaders::parse(text).unwrap();
            assert_eq!(headers.render(), written, "{text}");
            assert_eq!(AdditionalHeaders::parse(written), Ok(headers), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_header() {
        for text in ["x", "a b: c", ": c", "a: \u{1}"] {
            assert!(AdditionalHeaders::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_reply_keeps_its_own() {
        let wanted = AdditionalHeaders::parse("a: 1,b: 2,a: 3,c: 4").unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("b", HeaderValue::from_static("own"));
        wanted.add_to(&mut headers, Some(&HeaderName::from_static("c")));
        let all = |name: &'static str| headers.get_all(name).iter().collect::<Vec<_>>();
        assert_eq!(all("a"), ["1", "3"]);
        assert_eq!(all("b"), ["own"]);
        assert!(all("c").is_empty());
    }
}
