//! A GiB of zeros in a few bytes.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// 1 GiB of zeros in gzip's format.
pub(crate) fn gzip_bomb() -> Vec<u8> {
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    [&head[..], &deflated_zeros()[..]].concat()
}

/// 1 GiB of zeros in zlib's format, which HTTP calls deflate.
pub(crate) fn deflate_bomb() -> Vec<u8> {
    let head = [0x78, 0x9c];
    [&head[..], &deflated_zeros()[..]].concat()
}

/// One deflated MiB that ends at a byte, again and again.
fn deflated_zeros() -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(&vec![0; 1 << 20])
        .and_then(|()| encoder.flush())
        .expect("writing to memory");
    encoder.get_ref().repeat(1 << 10)
}

/// 1 GiB of zeros: blocks that say how often one byte is repeated.
pub(crate) fn zstd_bomb(window: u8) -> Vec<u8> {
    const BLOCK_BYTES: u32 = 128 << 10;
    const REPEATED: u32 = 1;
    let [low, middle, high, _] = (BLOCK_BYTES << 3 | REPEATED << 1).to_le_bytes();
    let mut bomb = vec![0x28, 0xb5, 0x2f, 0xfd, 0, window];
    bomb.extend([low, middle, high, 0].repeat(8 << 10));
    bomb
}

/// How the head of zstd's frame writes a window of 128 KiB, which every decoder takes.
pub(crate) const WINDOW_128_KIB: u8 = 7 << 3;
/// The same of 1 GiB, which asks for that much memory before there is a byte.
pub(crate) const WINDOW_1_GIB: u8 = 20 << 3;
