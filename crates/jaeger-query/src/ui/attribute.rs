//! One attribute of every span, for grouping, colouring, filters and columns of tables.

use jaeger_model::{Attribute, ResourceView, SpanView};
use tokio_util::sync::CancellationToken;

use super::interned::Interned;
use super::rows::Rows;
use super::text;
use crate::failure::Failure;
use crate::json;

/// Which attribute is wanted: `span.` or `resource.` in front of a key say where it is looked for,
/// else the span goes before its resource. A key that begins so itself goes before all.
#[derive(Debug)]
pub(super) struct Wanted {
    key: String,
    level: Level,
}

/// What the key says of where to look.
#[derive(Clone, Copy, Debug)]
enum Level {
    Any,
    Span,
    Resource,
}

/// Returns `{"etag":..,"values":[..],"index":[..]}`: the values as text, each once, and for each row
/// the number of its value or -1. Of a repeated key the first value counts.
pub(super) fn written(wanted: &Wanted, rows: &Rows, abandoned: &CancellationToken) -> Vec<u8> {
    let mut values = Interned::new(u32::MAX);
    let mut attributes = Attributes::new(wanted);
    let mut index = Vec::with_capacity(rows.len());
    for (number, (_, span)) in rows.iter().enumerate() {
        if number.is_multiple_of(ROWS_AT_A_TIME) && abandoned.is_cancelled() {
            return Vec::new();
        }
        let found = attributes.of(&span.span);
        index.push(found.map(|attribute| values.number(text::of_attribute(&attribute))));
    }
    let mut out = vec![b'{'];
    json::text_member(&mut out, "etag", rows.etag());
    json::name(&mut out, "values");
    json::list(&mut out, values.texts(), json::text);
    json::name(&mut out, "index");
    json::list(&mut out, index, |out, value| match value {
        Some(value) => json::number(out, value.into()),
        None => out.extend_from_slice(b"-1"),
    });
    out.push(b'}');
    out
}

impl Wanted {
    pub(super) fn read(key: &str) -> Result<Self, Failure> {
        let level = match key {
            "" => return Err(Failure::parameter("key", "it is missing")),
            key if key.starts_with("span.") => Level::Span,
            key if key.starts_with("resource.") => Level::Resource,
            _ => Level::Any,
        };
        Ok(Self {
            key: key.to_owned(),
            level,
        })
    }

    /// Returns the key as it was asked for.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Returns the key without the level; nothing unless it is `level`.
    fn at(&self, level: Level) -> Option<&str> {
        match (level, self.level) {
            (Level::Span, Level::Span) => self.key.strip_prefix("span."),
            (Level::Resource, Level::Resource) => self.key.strip_prefix("resource."),
            _ => None,
        }
    }
}

/// The attributes of spans and resources. Neighbours mostly share their resource.
pub(super) struct Attributes<'w, 'a> {
    wanted: &'w Wanted,
    last: Option<(ResourceView<'a>, OfResource<'a>)>,
}

/// What a resource has under the whole key, and under the key at its level.
#[derive(Clone, Copy)]
struct OfResource<'a> {
    whole: Option<Attribute<'a>>,
    at_level: Option<Attribute<'a>>,
}

impl<'w, 'a> Attributes<'w, 'a> {
    pub(super) fn new(wanted: &'w Wanted) -> Self {
        Self { wanted, last: None }
    }

    /// Returns the attribute that is wanted of a span.
    pub(super) fn of(&mut self, span: &SpanView<'a>) -> Option<Attribute<'a>> {
        let of_resource = self.of_resource(span.resource());
        let at_level = || first(span.attributes(), self.wanted.at(Level::Span)?);
        first(span.attributes(), &self.wanted.key)
            .or(of_resource.whole)
            .or_else(at_level)
            .or(of_resource.at_level)
    }

    fn of_resource(&mut self, resource: ResourceView<'a>) -> OfResource<'a> {
        if let Some((last, found)) = self.last
            && last == resource
        {
            return found;
        }
        let at_level = self.wanted.at(Level::Resource);
        let found = OfResource {
            whole: first(resource.attributes(), &self.wanted.key),
            at_level: at_level.and_then(|key| first(resource.attributes(), key)),
        };
        self.last = Some((resource, found));
        found
    }
}

fn first<'a>(
    mut attributes: impl Iterator<Item = Attribute<'a>>,
    key: &str,
) -> Option<Attribute<'a>> {
    attributes.find(|attribute| attribute.key == key)
}

const ROWS_AT_A_TIME: usize = 1_024;

#[cfg(test)]
mod tests {
    use jaeger_model::Value;

    use super::*;
    use crate::adjust::fixture::{Sketch, trace};
    use crate::render::Rendering;

    #[test]
    fn a_key_is_looked_for_where_it_says() {
        let resource = [("a", Value::from("resource")), ("b", Value::Int(7))];
        let own = [
            ("a", Value::from("span")),
            ("span.kind", Value::from("server")),
            ("kind", Value::from("other")),
            ("a", Value::from("again")),
        ];
        let spans = [
            Sketch {
                id: 1,
                start_us: 1,
                resource: &resource,
                attributes: &own,
                ..Sketch::default()
            },
            Sketch {
                id: 2,
                start_us: 2,
                resource: &resource,
                ..Sketch::default()
            },
            Sketch {
                id: 3,
                start_us: 3,
                ..Sketch::default()
            },
        ];
        let trace = trace(&spans);
        let cases = [
            ("a", r#"["span","resource"],"index":[0,1,-1]"#),
            ("span.a", r#"["span"],"index":[0,-1,-1]"#),
            ("resource.a", r#"["resource"],"index":[0,0,-1]"#),
            ("b", r#"["7"],"index":[0,0,-1]"#),
            ("span.kind", r#"["server"],"index":[0,-1,-1]"#),
            ("kind", r#"["other"],"index":[0,-1,-1]"#),
            ("resource.kind", r#"[],"index":[-1,-1,-1]"#),
            ("resource.b", r#"["7"],"index":[0,0,-1]"#),
            ("span.b", r#"[],"index":[-1,-1,-1]"#),
        ];
        for (key, expected) in cases {
            let wanted = Wanted::read(key).unwrap();
            let rows = Rows::of(trace.clone(), Rendering::Raw);
            let answer = written(&wanted, &rows, &CancellationToken::new());
            let answer = String::from_utf8(answer).unwrap();
            let expected = format!("\",\"values\":{expected}}}");
            assert!(answer.ends_with(&expected), "{key}: {answer}");
        }
        assert!(Wanted::read("").is_err());
    }
}
