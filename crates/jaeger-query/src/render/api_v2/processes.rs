//! The processes of adjusted spans, each one once.

use std::collections::HashMap;

use jaeger_codec::jaeger;
use jaeger_model::ResourceView;
use jaeger_model::wire::Writer;

use super::write_tag;
use crate::adjust::tag::Tag;
use crate::render::processes::{NAMELESS, SLACK_BYTES};
use jaeger_codec::proto::fields::process;

/// Numbers the content of `Process` messages.
#[derive(Default)]
pub(super) struct Processes<'a> {
    numbers: HashMap<Vec<u8>, usize>,
    last: Option<(ResourceView<'a>, usize)>,
    widened_bytes: usize,
}

impl<'a> Processes<'a> {
    /// True while a process may be written anew for a span that has tags for it. Without this bound
    /// each of many small spans could repeat one huge process.
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
        let content = content(&resource, added);
        let length = content.len();
        let next = self.numbers.len();
        let number = *self.numbers.entry(content).or_insert(next);
        if added.is_empty() {
            self.last = Some((resource, number));
        } else {
            self.widened_bytes += length;
        }
        number
    }

    /// The processes by their numbers.
    pub(super) fn into_list(self) -> Vec<Vec<u8>> {
        let mut numbered: Vec<_> = self.numbers.into_iter().collect();
        numbered.sort_unstable_by_key(|(_, number)| *number);
        numbered.into_iter().map(|(content, _)| content).collect()
    }
}

fn content<'a>(resource: &ResourceView<'a>, added: &[Tag<'a>]) -> Vec<u8> {
    let mut tags: Vec<Tag<'a>> = jaeger::process_tags(resource).map(Tag::from).collect();
    tags.iter_mut().for_each(Tag::write_out_ip);
    tags.extend_from_slice(added);
    tags.sort_by(Tag::compare);
    let mut w = Writer::default();
    match resource.attributes().next() {
        Some(_) => {
            let name = jaeger::service_name(resource).to_str();
            w.bytes_if_any(process::SERVICE_NAME, name.as_bytes());
        }
        None => w.bytes(process::SERVICE_NAME, NAMELESS),
    }
    for tag in &tags {
        w.message(process::TAGS, |w| write_tag(w, tag));
    }
    w.into_bytes()
}
