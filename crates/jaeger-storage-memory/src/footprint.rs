//! What things cost in memory beside what is in them.

/// The part of what is allocated that the allocator leaves unused, within it and between what is
/// gone. Measured: with it the process stays near the bound while spans come and go.
const PART_UNUSED: usize = 8;

/// The counts in front of what is shared.
pub(crate) const SHARED_BYTES: usize = 16;

/// The place of something in a hash map or set, most of whose room may be unused.
pub(crate) const fn place_bytes<T>() -> usize {
    2 * (size_of::<T>() + 1)
}

/// The allocation of a hash map or set that has room for so many.
pub(crate) const fn table_bytes<T>(room: usize) -> usize {
    // An eighth of the places stays free, and each has a byte beside it.
    room.div_ceil(7) * 8 * (size_of::<T>() + 1)
}

/// What so many bytes take with what the allocator leaves unused.
pub(crate) const fn allocated(bytes: usize) -> usize {
    bytes + bytes / PART_UNUSED
}
