//! One request to a port that takes spans, and what should become of it.

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// All of it, or all but spans without a usable id.
    Taken,
    Undecodable,
    TooLarge,
    /// The connection ended without a word.
    Unheard,
}

impl Answer {
    /// The answer that metrics call so.
    pub(crate) fn of_outcome(word: &str) -> Option<Self> {
        match word {
            "ok" | "partial" => Some(Self::Taken),
            "undecodable" => Some(Self::Undecodable),
            "too_large" => Some(Self::TooLarge),
            _ => None,
        }
    }
}

/// What should become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Taken,
    Undecodable,
    TooLarge,
    /// One or the other of these two.
    Refused,
    Any,
}

impl Expected {
    /// Who is refused may be gone before it is said.
    pub(crate) fn allows(self, answer: Answer) -> bool {
        match self {
            Self::Taken => answer == Answer::Taken,
            Self::Undecodable => matches!(answer, Answer::Undecodable | Answer::Unheard),
            Self::TooLarge => matches!(answer, Answer::TooLarge | Answer::Unheard),
            Self::Refused => answer != Answer::Taken,
            Self::Any => true,
        }
    }
}

/// One request.
#[derive(Debug)]
pub(crate) struct Shot {
    pub(crate) bytes: Vec<u8>,
    /// How they are compressed, as a header says it; empty for not at all.
    pub(crate) encoding: &'static str,
    /// The length that is announced in place of theirs.
    pub(crate) announced: Option<u64>,
    pub(crate) expected: Expected,
    /// The trace that is to be shown afterwards.
    pub(crate) shown: Option<u64>,
}

impl Shot {
    pub(crate) fn new(bytes: Vec<u8>, expected: Expected) -> Self {
        Self {
            bytes,
            encoding: "",
            announced: None,
            expected,
            shown: None,
        }
    }

    pub(crate) fn compressed(bytes: Vec<u8>, encoding: &'static str, expected: Expected) -> Self {
        Self {
            encoding,
            ..Self::new(bytes, expected)
        }
    }

    pub(crate) fn announcing(announced: u64, bytes: Vec<u8>, expected: Expected) -> Self {
        Self {
            announced: Some(announced),
            ..Self::new(bytes, expected)
        }
    }

    pub(crate) fn showing(trace: u64, bytes: Vec<u8>, expected: Expected) -> Self {
        Self {
            shown: Some(trace),
            ..Self::new(bytes, expected)
        }
    }

    pub(crate) fn is_compressed(&self) -> bool {
        !self.encoding.is_empty()
    }

    /// How much more memory it may take. Of what is compressed here nothing is admitted.
    pub(crate) fn memory_bytes_max(&self) -> u64 {
        let admitted = match self.is_compressed() {
            true => 0,
            false => self.bytes.len() as u64,
        };
        REFUSED_BYTES_MAX.max(MEMORY_PER_BYTE_MAX * admitted)
    }
}

/// What the ports promise of a request, taken or not: memory of at most so many times its inflated
/// bytes, of which they admit 20 MiB.
const MEMORY_PER_BYTE_MAX: u64 = 8;
/// What they promise of a bomb that is refused: the most that they inflate, while it moves to a larger
/// buffer, and what the allocator keeps. Of small requests nothing less can be told from its noise.
pub(crate) const REFUSED_BYTES_MAX: u64 = 80 << 20;
