//! What the tags of a span say about its fields.

use jaeger_model::{Attribute, SpanKind, SpanView, StatusCode, Text, Value, facts};

/// Scope tags of older clients.
const LIBRARY_NAME: &str = "otel.library.name";
const LIBRARY_VERSION: &str = "otel.library.version";

/// The fields of a span as its tags state them. Of several tags with one key the first that makes sense counts.
///
/// Both directions use it: the decoder sets the fields by it, and the renderer makes no tag for what it finds in it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stated<'a> {
    kind: Option<SpanKind>,
    has_failed: bool,
    status: Option<StatusCode>,
    status_message: Option<Text<'a>>,
    trace_state: Option<Text<'a>>,
    scope_name: Option<Text<'a>>,
    scope_version: Option<Text<'a>>,
    library_name: Option<Text<'a>>,
    library_version: Option<Text<'a>>,
}

impl<'a> Stated<'a> {
    pub(crate) fn by(tags: impl Iterator<Item = Attribute<'a>>) -> Self {
        let mut stated = Self::default();
        tags.for_each(|tag| stated.add(&tag));
        stated
    }

    pub(crate) fn add(&mut self, tag: &Attribute<'a>) {
        let Value::String(text) = tag.value else {
            self.has_failed |= tag.value == Value::Bool(true) && tag.key == facts::ERROR;
            return;
        };
        let Some(slot) = self.slot(tag.key) else {
            return self.add_word(tag.key, text);
        };
        slot.get_or_insert(text);
    }

    fn slot(&mut self, key: Text<'a>) -> Option<&mut Option<Text<'a>>> {
        // Most keys are none of these, and are told by their first letter.
        if !matches!(key.as_bytes().first(), Some(b'o' | b'w')) {
            return None;
        }
        Some(if key == facts::STATUS_DESCRIPTION {
            &mut self.status_message
        } else if key == facts::TRACE_STATE {
            &mut self.trace_state
        } else if key == facts::SCOPE_NAME {
            &mut self.scope_name
        } else if key == facts::SCOPE_VERSION {
            &mut self.scope_version
        } else if key == LIBRARY_NAME {
            &mut self.library_name
        } else if key == LIBRARY_VERSION {
            &mut self.library_version
        } else {
            return None;
        })
    }

    fn add_word(&mut self, key: Text<'a>, word: Text<'a>) {
        if key == facts::SPAN_KIND {
            self.kind = self.kind.or_else(|| SpanKind::from_word(&word.to_str()));
        } else if key == facts::STATUS_CODE {
            self.status = self.status.or_else(|| status(word));
        }
    }

    pub(crate) fn kind(&self) -> SpanKind {
        self.kind.unwrap_or_default()
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self.has_failed {
            true => StatusCode::Error,
            false => self.status.unwrap_or_default(),
        }
    }

    pub(crate) fn status_message(&self) -> Text<'a> {
        self.status_message.unwrap_or_default()
    }

    pub(crate) fn trace_state(&self) -> Text<'a> {
        self.trace_state.unwrap_or_default()
    }

    /// Name and version. A version without a name says nothing.
    pub(crate) fn scope(&self) -> (Text<'a>, Text<'a>) {
        let name = self.scope_name.or(self.library_name).unwrap_or_default();
        let version = self.scope_version.or(self.library_version);
        match name.is_empty() {
            true => (name, name),
            false => (name, version.unwrap_or_default()),
        }
    }

    /// True when the field that `fact` was made from is as the tags state it, so they say the fact in their way.
    pub(crate) fn accounts_for(&self, fact: &Attribute<'a>, span: &SpanView<'a>) -> bool {
        if fact.key == facts::SPAN_KIND {
            self.kind() == span.kind()
        } else if fact.key == facts::STATUS_DESCRIPTION {
            self.status_message() == span.status_message()
        } else if fact.key == facts::TRACE_STATE {
            self.trace_state() == span.trace_state()
        } else if fact.key == facts::SCOPE_NAME || fact.key == facts::SCOPE_VERSION {
            self.scope() == (span.scope().name(), span.scope().version())
        } else {
            self.status() == span.status()
        }
    }
}

fn status(word: Text<'_>) -> Option<StatusCode> {
    [("OK", StatusCode::Ok), ("ERROR", StatusCode::Error)]
        .into_iter()
        .find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(word.as_bytes()))
        .map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated<'a>(tags: &[(&'a str, Value<'a>)]) -> Stated<'a> {
        Stated::by(tags.iter().map(|&(key, value)| Attribute {
            key: key.into(),
            value,
        }))
    }

    #[test]
    fn an_error_tag_outweighs_the_status_code_and_only_true_counts() {
        let failed = [
            ("otel.status_code", Value::from("OK")),
            ("error", Value::Bool(true)),
        ];
        assert_eq!(stated(&failed).status(), StatusCode::Error);
        for value in [Value::Bool(false), Value::from("true"), Value::Int(1)] {
            assert_eq!(stated(&[("error", value)]).status(), StatusCode::Unset);
        }
    }

    #[test]
    fn status_codes_are_read_in_any_case_and_nothing_else_is_one() {
        for (word, code) in [
            ("OK", StatusCode::Ok),
            ("error", StatusCode::Error),
            ("UNSET", StatusCode::Unset),
            ("STATUS_CODE_ERROR", StatusCode::Unset),
        ] {
            assert_eq!(
                stated(&[("otel.status_code", Value::from(word))]).status(),
                code
            );
        }
        let http = stated(&[("http.status_code", Value::Int(500))]);
        assert_eq!(http.status(), StatusCode::Unset);
    }

    #[test]
    fn the_first_tag_that_makes_sense_counts() {
        let kinds = ["local", "client", "server"].map(|word| ("span.kind", Value::from(word)));
        assert_eq!(stated(&kinds).kind(), SpanKind::Client);
    }

    #[test]
    fn a_scope_needs_a_name() {
        let version = ("otel.scope.version", Value::from("1"));
        assert_eq!(
            stated(&[version]).scope(),
            (Text::default(), Text::default())
        );
        let named = stated(&[version, ("otel.library.name", Value::from("lib"))]);
        assert_eq!(named.scope(), (Text::from("lib"), Text::from("1")));
    }
}
