//! What a v1 span says by annotations of reserved names: its kind, its times, its service and its peer.
//!
//! They cannot be taken as they come, since the first of them decides what the others mean; so they are held back,
//! one of each name, and settled at the end of the span.

use jaeger_model::{SpanKind, Value};

use super::draft::Draft;
use super::endpoint::Endpoint;

/// How far an annotation may be from the time of its span and still say the same. Clients that count in floating point
/// cut start, duration and annotations to microseconds each by itself, and the end is a sum of two of them.
const SLACK_US: u64 = 2;

/// Names the software, not the service; the service of last resort.
const LOCAL_COMPONENT: &[u8] = b"lc";
const COMPONENT: &[u8] = b"component";

/// An annotation that tells the kind of its span, and when the span began or ended.
struct Core {
    name: &'static str,
    kind: SpanKind,
    is_start: bool,
}

const fn core(name: &'static str, kind: SpanKind, is_start: bool) -> Core {
    Core {
        name,
        kind,
        is_start,
    }
}

static CORES: [Core; 6] = [
    core("cs", SpanKind::Client, true),
    core("cr", SpanKind::Client, false),
    core("sr", SpanKind::Server, true),
    core("ss", SpanKind::Server, false),
    core("ms", SpanKind::Producer, true),
    core("mr", SpanKind::Consumer, true),
];

/// Keys of binary annotations whose host is the peer: a server's, a client's, a broker's address.
static ADDRESSES: [&str; 3] = ["sa", "ca", "ma"];

/// A core annotation that came.
struct Moment<'a> {
    time_us: i64,
    host: Endpoint<'a>,
}

#[derive(Default)]
pub(super) struct Annotations<'a> {
    kind: SpanKind,
    /// By the order of [`CORES`].
    moments: [Option<Moment<'a>>; 6],
    /// By the order of [`ADDRESSES`].
    addresses: [Option<Endpoint<'a>>; 3],
    hosts: Hosts<'a>,
}

/// The first host with a service name of each sort of annotation.
#[derive(Default)]
struct Hosts<'a> {
    of_core: Option<Endpoint<'a>>,
    of_component: Option<Endpoint<'a>>,
    of_annotation: Option<Endpoint<'a>>,
    of_tag: Option<Endpoint<'a>>,
    component: Option<Endpoint<'a>>,
}

impl<'a> Hosts<'a> {
    /// The endpoint of the span.
    fn best(self) -> Endpoint<'a> {
        self.of_core
            .or(self.of_component)
            .or(self.of_annotation)
            .or(self.of_tag)
            .or(self.component)
            .unwrap_or_default()
    }
}

fn offer<'a>(slot: &mut Option<Endpoint<'a>>, host: Option<&Endpoint<'a>>) {
    if let Some(host) = host
        && slot.is_none()
        && !host.service.is_empty()
    {
        *slot = Some(host.clone());
    }
}

impl<'a> Annotations<'a> {
    pub(super) fn annotation(
        &mut self,
        draft: &mut Draft<'_, 'a>,
        time_us: i64,
        value: &[u8],
        host: Option<Endpoint<'a>>,
    ) {
        let found = CORES
            .iter()
            .zip(&mut self.moments)
            .find(|(core, _)| core.name.as_bytes() == value);
        let Some((core, slot)) = found else {
            offer(&mut self.hosts.of_annotation, host.as_ref());
            return draft.event(time_us, value, None);
        };
        offer(&mut self.hosts.of_core, host.as_ref());
        if self.kind == SpanKind::Unspecified {
            self.kind = core.kind;
        }
        if slot.is_some() {
            return draft.event(time_us, value, None);
        }
        draft.note_time(time_us);
        let host = host.unwrap_or_default();
        *slot = Some(Moment { time_us, host });
    }

    pub(super) fn tag(
        &mut self,
        draft: &mut Draft<'_, 'a>,
        key: &[u8],
        value: Value<'_>,
        host: Option<Endpoint<'a>>,
    ) {
        if key == LOCAL_COMPONENT {
            return self.component(draft, value, host.as_ref());
        }
        let address = ADDRESSES
            .iter()
            .zip(&mut self.addresses)
            .find(|(name, _)| name.as_bytes() == key)
            .map(|(_, slot)| slot);
        match (address, host) {
            (Some(slot), Some(host)) if slot.is_none() && !host.is_empty() => *slot = Some(host),
            (Some(_), _) => draft.tag(key, value),
            (None, host) => {
                offer(&mut self.hosts.of_tag, host.as_ref());
                draft.tag(key, value);
            }
        }
    }

    fn component(
        &mut self,
        draft: &mut Draft<'_, 'a>,
        value: Value<'_>,
        host: Option<&Endpoint<'a>>,
    ) {
        offer(&mut self.hosts.of_component, host);
        let Value::String(text) = value else {
            return draft.tag(COMPONENT, value);
        };
        // An empty one is there for its host alone.
        if text.is_empty() {
            return;
        }
        draft.tag(COMPONENT, value);
        let named = Endpoint {
            service: text.as_bytes().to_vec().into(),
            ..Endpoint::default()
        };
        offer(&mut self.hosts.component, Some(&named));
    }

    /// Says all that is held back.
    pub(super) fn settle(self, draft: &mut Draft<'_, 'a>) {
        let Self {
            kind,
            moments,
            addresses,
            hosts,
        } = self;
        draft.kind = kind;
        draft.local = hosts.best();
        settle_addresses(draft, addresses);
        settle_moments(draft, moments);
    }
}

/// The address of the other side is the peer; any further one stays a tag.
fn settle_addresses<'a>(draft: &mut Draft<'_, 'a>, addresses: [Option<Endpoint<'a>>; 3]) {
    let [server, client, broker] = addresses;
    let [server_key, client_key, broker_key] = ADDRESSES;
    let (server, client) = ((server_key, server), (client_key, client));
    let broker = (broker_key, broker);
    let by_preference = match draft.kind {
        SpanKind::Server => [client, broker, server],
        SpanKind::Producer | SpanKind::Consumer => [broker, server, client],
        _ => [server, broker, client],
    };
    let mut is_first = true;
    for (key, address) in by_preference {
        let Some(address) = address else { continue };
        if std::mem::take(&mut is_first) {
            draft.remote = address;
        } else {
            draft.tag(key.as_bytes(), Value::Bool(true));
        }
    }
}

/// Takes the times of the span from its own side, and keeps as events what they do not say: the other side of a span
/// that both sides share, and moments that are not those of the span.
fn settle_moments<'a>(draft: &mut Draft<'_, 'a>, moments: [Option<Moment<'a>>; 6]) {
    let own = |is_start: bool| {
        let kind = draft.kind;
        let mut of_kind = CORES
            .iter()
            .zip(&moments)
            .filter(move |(core, _)| (core.kind, core.is_start) == (kind, is_start));
        of_kind.find_map(|(_, moment)| Some(moment.as_ref()?.time_us))
    };
    let (own_start, own_end) = (own(true), own(false));
    draft.start_us = draft.start_us.filter(|us| *us != 0).or(own_start);
    if draft.duration_us.is_none_or(|us| us == 0) {
        let start_and_end = draft.start_us.zip(own_end);
        draft.duration_us = start_and_end
            .and_then(|(start, end)| end.checked_sub(start))
            .filter(|us| *us > 0);
    }
    let (start, duration) = draft.start_and_duration();
    let end = start.and_then(|start| start.checked_add(duration));
    for (core, moment) in CORES.iter().zip(moments) {
        let Some(Moment { time_us, host }) = moment else {
            continue;
        };
        let said = if core.is_start { start } else { end };
        let is_said = said.is_some_and(|said| said.abs_diff(time_us) <= SLACK_US);
        if core.kind != draft.kind || !is_said {
            let other_host = (host != draft.local).then_some(&host);
            draft.event(time_us, core.name.as_bytes(), other_host);
        }
    }
}
