//! The kinds of hostile requests, and what should become of each.

mod content;
mod damage;
mod elements;

use crate::bomb::{WINDOW_128_KIB, deflate_bomb, gzip_bomb, zstd_bomb};
use crate::door::{Door, Form};
use crate::shot::{Expected, Shot};

/// A kind of hostile requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bombs,
    EmptySpans,
    SmallestSpans,
    ManyAttributes,
    LongText,
    HostileText,
    OddTimes,
    OddIds,
    DeepNesting,
    CutOff,
    RandomBytes,
    LessThanAnnounced,
    AbsurdSizes,
}

impl Kind {
    pub(crate) const ALL: [Self; 13] = [
        Self::Bombs,
        Self::EmptySpans,
        Self::SmallestSpans,
        Self::ManyAttributes,
        Self::LongText,
        Self::HostileText,
        Self::OddTimes,
        Self::OddIds,
        Self::DeepNesting,
        Self::CutOff,
        Self::RandomBytes,
        Self::LessThanAnnounced,
        Self::AbsurdSizes,
    ];

    /// The requests of this kind to `door`.
    pub(crate) fn shots(self, door: Door) -> Vec<Shot> {
        let mut shots = match self {
            Self::Bombs => bombs(door),
            Self::EmptySpans => vec![Shot::new(elements::empty(door), Expected::Any)],
            Self::SmallestSpans => vec![Shot::new(elements::smallest(door), Expected::Taken)],
            Self::ManyAttributes => vec![content::many_attributes(door)],
            Self::LongText => vec![content::long_text(door)],
            Self::HostileText => content::hostile_text(door),
            Self::OddTimes => content::odd_times(door),
            Self::OddIds => content::odd_ids(door),
            Self::DeepNesting => damage::nested(door),
            Self::CutOff => damage::cut_off(door),
            Self::RandomBytes => damage::random_bytes(),
            Self::LessThanAnnounced => damage::less_than_announced(door),
            Self::AbsurdSizes => damage::absurd_sizes(door),
        };
        if door.is_udp() {
            let cut = |shot: &mut Shot| shot.bytes.truncate(DATAGRAM_BYTES_MAX);
            shots.iter_mut().for_each(cut);
        }
        shots
    }
}

/// A GiB in each encoding. Where nothing is inflated, they are no spans.
fn bombs(door: Door) -> Vec<Shot> {
    let expected = match door.inflates() {
        true => Expected::TooLarge,
        false => Expected::Refused,
    };
    let mut shots = vec![
        Shot::compressed(gzip_bomb(), "gzip", expected),
        Shot::compressed(zstd_bomb(WINDOW_128_KIB), "zstd", expected),
    ];
    // One form suffices, since all are inflated in one place.
    if door.form == Form::ZipkinV2Json {
        shots.push(Shot::compressed(deflate_bomb(), "deflate", expected));
    }
    shots
}

/// Below the longest that is taken, 65,000.
const DATAGRAM_BYTES_MAX: usize = 60_000;
