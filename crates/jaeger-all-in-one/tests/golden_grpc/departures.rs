//! Where our replies are meant to be other ones than the recorded, call by call, and which decision
//! wants it. What holds for many calls at once stands in `reshape`.

mod beside;
mod query;
mod spans;

use tonic::Code;

use crate::recording::Recording;

/// Replies that are meant to be others, for one reason.
pub(crate) struct Departure {
    files: &'static [&'static str],
    pub(crate) why: &'static str,
    pub(crate) instead: Instead,
    requests: &'static [&'static str],
}

/// What is compared in place of the recording.
pub(crate) enum Instead {
    /// This code.
    Ended(Code),
    /// This code with this message.
    Said(Code, &'static str),
    /// These traces, in this order.
    Traces(&'static [&'static str]),
    /// The recording, but with these lists in any order, and with what is at these places changed
    /// to another value or, where there is none, gone.
    But {
        unordered: &'static [&'static str],
        changes: &'static [(&'static str, &'static str)],
    },
}

/// Returns the departure of a call.
pub(crate) fn of(file: &str, request: &str) -> Option<&'static Departure> {
    all().find(|departure| departure.files.contains(&file) && departure.requests.contains(&request))
}

/// Returns a complaint for each departure that is none of a recorded call.
pub(crate) fn without_request(recordings: &[Recording]) -> Vec<String> {
    let is_recorded = |file: &str, request: &str| {
        let mut of_file = recordings.iter().filter(|recording| recording.file == file);
        of_file.any(|recording| {
            let mut exchanges = recording.exchanges.iter();
            exchanges.any(|exchange| exchange.name == request)
        })
    };
    let mut complaints = Vec::new();
    for departure in all() {
        for file in departure.files {
            let requests = departure.requests.iter();
            let missing = requests.filter(|request| !is_recorded(file, request));
            complaints.extend(missing.map(|request| format!("{file}: no request {request}")));
        }
    }
    complaints
}

fn all() -> impl Iterator<Item = &'static Departure> {
    [query::DEPARTURES, spans::DEPARTURES, beside::DEPARTURES]
        .into_iter()
        .flatten()
}

const fn departure(
    files: &'static [&'static str],
    why: &'static str,
    instead: Instead,
    requests: &'static [&'static str],
) -> Departure {
    Departure {
        files,
        why,
        instead,
        requests,
    }
}

const ALONE: &str = "a span without a usable id is left out alone";
const ARCHIVE: &str = "memory has an archive";
const BOUNDED: &str = "a question is short, and a longer one is refused";
const CLAMPED: &str = "a time beyond our range is clamped and kept";
const DEPENDENCIES: &str = "Jaeger 2 has dependencies in both APIs";
const FORGED: &str = "nobody can send our own marks";
const GO_DUMP: &str = "a dump of a struct of Go is no value";
const GROUPS: &str = "groups are not in use";
const KEPT: &str = "a reference stays, also one without ids";
const LIBRARY: &str = "services that are not ours are answered as our library does";
const LIMITS: &str = "a limit beyond the number it is told in is the nearest one";
const MARK_LAST: &str = "the mark of the format is the last tag";
const MINUTES: &str = "calls are kept by the minute of the child";
const NEAR: &str = "a time that cannot be is the nearest one that can";
const NEWEST: &str = "the newest traces come first, by their earliest span";
const NO_SERVICE: &str = "a search needs no service";
const NO_TIME: &str = "a time that is not given is that of 1970, not of the year 1";
const ONCE: &str = "that a trace is not found is said once";
const ONE_VALUE: &str = "a tag has one value, that of its type";
const OTLP_OUT: &str = "OTLP comes out as it went in";
const OUR_WORDS: &str = "how much is too much is said in our words";
const OWN_FAULT: &str = "what cannot be read is not our fault";
const PARENT: &str = "a reference of no known kind is one to a parent";
const PROCESS_ID: &str = "the id of a process means nothing where there is no map of them";
const SENT_TWICE: &str = "a span sent twice is stored once";
const TEXTS: &str = "a text that is asked for is UTF-8";
const TOGETHER: &str = "spans of one process stand together";
const WRAPPED: &str = "times do not wrap around";
