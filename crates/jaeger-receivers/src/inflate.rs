//! Bodies out of their compression, capped absolutely.
//!
//! What a header declares is not believed: memory grows with the bytes that come out, each step of it
//! granted before. A decoder belongs to one body and is never used again.

use std::io::{self, Read};

use axum::http::header::CONTENT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};
use bytes::buf::Reader;
use bytes::{Buf as _, Bytes};
use flate2::bufread::{MultiGzDecoder, ZlibDecoder};

use jaeger_service::budget::STEP;

use crate::body::{Held, too_large};
use crate::sink::{Cause, Refusal};

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// gzip, of one member or several.
    Gzip,
    /// What HTTP calls `deflate`: deflate in zlib's format.
    Zlib,
    /// Zstandard.
    Zstd,
}

impl Encoding {
    /// Returns the encoding that a header names `name`; the names are those that both HTTP and gRPC
    /// have.
    pub(crate) fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"gzip" => Some(Self::Gzip),
            b"zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Returns how the body of a request over HTTP is compressed.
    pub(crate) fn of_request(headers: &HeaderMap) -> Result<Option<Self>, Refusal> {
        let name = headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes);
        match name.unwrap_or_default() {
            b"" => Ok(None),
            b"deflate" | b"zlib" => Ok(Some(Self::Zlib)),
            name => match Self::named(name) {
                Some(encoding) => Ok(Some(encoding)),
                None => Err(Refusal::new(
                    Cause::Undecodable,
                    format!(
                        "unsupported Content-Encoding: {}",
                        String::from_utf8_lossy(name)
                    ),
                )),
            },
        }
    }

    /// Inflates `held`, whose own bytes are given back.
    pub(crate) fn inflate(self, held: Held, bytes_max: usize) -> Result<Held, Refusal> {
        let mut grant = held.grant.another();
        let mut reader = self.reader(held.bytes).map_err(broken)?;
        // In pieces, so that what is refused in the end never was copied on the way.
        let mut pieces = Vec::new();
        let mut len = 0;
        loop {
            grant.cover((len + STEP).min(bytes_max))?;
            let mut piece = Vec::with_capacity(STEP);
            let step = reader.by_ref().take(STEP as u64).read_to_end(&mut piece);
            let is_over = step.map_err(broken)? < STEP;
            len += piece.len();
            if len > bytes_max {
                return Err(too_large(bytes_max));
            }
            pieces.push(piece);
            if is_over {
                break;
            }
        }
        Ok(Held {
            bytes: put_together(pieces, len).into(),
            grant,
        })
    }

    fn reader(self, bytes: Bytes) -> io::Result<Box<dyn Read>> {
        if bytes.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let source: Reader<Bytes> = bytes.reader();
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(source)),
            Self::Zlib => Box::new(ZlibDecoder::new(source)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(source)?;
                decoder.window_log_max(WINDOW_LOG_MAX)?;
                Box::new(decoder)
            }
        })
    }
}

fn put_together(pieces: Vec<Vec<u8>>, len: usize) -> Vec<u8> {
    let mut pieces = pieces.into_iter();
    match (pieces.next(), pieces.len()) {
        (first, 0) => first.unwrap_or_default(),
        (first, _) => {
            let mut whole = Vec::with_capacity(len);
            for piece in first.into_iter().chain(pieces) {
                whole.extend_from_slice(&piece);
            }
            whole
        }
    }
}

fn broken(error: io::Error) -> Refusal {
    let message = format!("the body is not what its encoding says: {error}");
    Refusal::new(Cause::Undecodable, message)
}

/// A window of 32 MiB, the largest that the usual encoders ask for at their highest level.
const WINDOW_LOG_MAX: u32 = 25;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use jaeger_service::Metrics;
    use jaeger_service::budget::Budget;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::stream::encode_all(bytes, 3).unwrap()
    }

    const BUDGET: usize = 4 << 20;
    const BYTES_MAX: usize = 1 << 20;

    fn inflate(encoding: Encoding, bytes: &[u8]) -> Result<Vec<u8>, Cause> {
        let budget = Budget::new(BUDGET, Metrics::new().gauge("held_bytes", "Held."));
        let held = Held {
            bytes: Bytes::copy_from_slice(bytes),
            grant: budget.grant(),
        };
        let inflated = encoding.inflate(held, BYTES_MAX);
        inflated
            .map(|held| held.bytes.to_vec())
            .map_err(|refusal| refusal.cause)
    }

    #[test]
    fn inflates_what_each_encoder_wrote() {
        let long: Vec<u8> = (0..300_000_u32)
            .flat_map(u32::to_le_bytes)
            .take(BYTES_MAX)
            .collect();
        for sent in [&b""[..], b"spans", &long] {
            let members = [gzip(sent), gzip(b"more")].concat();
            let both = [sent, b"more"].concat();
            if both.len() <= BYTES_MAX {
                assert_eq!(inflate(Encoding::Gzip, &members), Ok(both));
            }
            assert_eq!(inflate(Encoding::Gzip, &gzip(sent)).as_deref(), Ok(sent));
            assert_eq!(inflate(Encoding::Zlib, &zlib(sent)).as_deref(), Ok(sent));
            assert_eq!(inflate(Encoding::Zstd, &zstd(sent)).as_deref(), Ok(sent));
        }
    }

    #[test]
    fn refuses_what_is_not_of_its_encoding() {
        let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
        let cases = [
            (Encoding::Gzip, Vec::new()),
            (Encoding::Gzip, b"plain".to_vec()),
            (Encoding::Gzip, half(gzip(b"some spans"))),
            (Encoding::Gzip, zlib(b"spans")),
            (Encoding::Zlib, Vec::new()),
            (Encoding::Zlib, deflate(b"spans")),
            (Encoding::Zstd, Vec::new()),
            (Encoding::Zstd, b"plain".to_vec()),
            (Encoding::Zstd, half(zstd(b"some spans"))),
        ];
        for (encoding, bytes) in cases {
            assert_eq!(
                inflate(encoding, &bytes),
                Err(Cause::Undecodable),
                "{encoding:?} {bytes:?}"
            );
        }
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        let zeros = vec![0; BYTES_MAX + 1];
        for (encoding, bomb) in [
            (Encoding::Gzip, gzip(&zeros)),
            (Encoding::Zlib, zlib(&zeros)),
            (Encoding::Zstd, zstd(&zeros)),
        ] {
            assert_eq!(
                inflate(encoding, &bomb),
                Err(Cause::TooLarge),
                "{encoding:?}"
            );
            assert!(bomb.len() < BYTES_MAX / 100, "{encoding:?}");
        }
    }
}
