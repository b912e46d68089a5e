//! The processes of a trace in Jaeger's UI JSON: each one once, under a number in the order they first appear.

use std::collections::HashMap;

use jaeger_codec::jaeger;
use jaeger_model::ResourceView;

use super::ui::push_tags;
use crate::adjust::tag::Tag;
use crate::json;

/// What processes made different by the tags of single spans may take beyond what the spans themselves do.
pub(super) const SLACK_BYTES: usize = 1 << 20;
/// The name that Jaeger gives to the service of a resource that says nothing at all.
pub(super) const NAMELESS: &[u8] = b"OTLPResourceNoServiceName";

/// Numbers processes and keeps their text. Two that look the same are one.
#[derive(Debug)]
pub(super) struct Processes<'a> {
    is_adjusted: bool,
    numbers: HashMap<Vec<u8>, usize>,
    last: Option<(ResourceView<'a>, usize)>,
    widened_bytes: usize,
}

impl<'a> Processes<'a> {
    pub(super) fn new(is_adjusted: bool) -> Self {
        Self {
            is_adjusted,
            numbers: HashMap::new(),
            last: None,
            widened_bytes: 0,
        }
    }

    /// True while a process may be written anew for a span that has tags for it. Without this bound each of many
    /// small spans could repeat one huge process.
    pub(super) fn may_widen(&self, written_bytes: usize) -> bool {
        self.widened_bytes <= written_bytes + SLACK_BYTES
    }

    /// The number of the process that a resource is, with tags of a span added to it.
    pub(super) fn number(&mut self, resource: ResourceView<'a>, added: &[Tag<'a>]) -> usize {
        if added.is_empty()
            && let Some((last, number)) = self.last
            && last == resource
        {
            return number;
        }
        let text = self.text(&resource, added);
        let length = text.len();
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(text).or_insert(next);
        if added.is_empty() {
            self.last = Some((resource, number));
        } else {
            self.widened_bytes += length;
        }
        number
    }

    fn text(&self, resource: &ResourceView<'a>, added: &[Tag<'a>]) -> Vec<u8> {
        let mut tags: Vec<Tag<'a>> = jaeger::process_tags(resource).map(Tag::from).collect();
        if self.is_adjusted {
            tags.iter_mut().for_each(Tag::write_out_ip);
            tags.extend_from_slice(added);
            tags.sort_by(Tag::compare);
        }
        let name = match resource.attributes().next() {
            Some(_) => jaeger::service_name(resource).as_bytes(),
            None => NAMELESS,
        };
        let mut out = b"{\"serviceName\":".to_vec();
        json::text(&mut out, name);
        out.extend_from_slice(b",\"tags\":");
        push_tags(&mut out, &tags);
        out.push(b'}');
        out
    }

    /// Appends the object of all processes, its members in the order of their names as Go sorts them: p1, p10, p2.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        let mut numbered: Vec<_> = self.numbers.into_iter().collect();
        numbered.sort_by_cached_key(|(_, number)| number.to_string());
        out.push(b'{');
        for (index, (text, number)) in numbered.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            out.extend_from_slice(b"\"p");
            json::number(out, *number as u64);
            out.extend_from_slice(b"\":");
            out.extend_from_slice(text);
        }
        out.push(b'}');
    }
}
