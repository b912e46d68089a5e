#![doc = include_str!("../README.md")]

/// A built file.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its path below the base of the UI: `index.html`, `static/index-1a2b.js`.
    pub path: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// The same in gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
    /// The same in Brotli, where that is smaller.
    pub brotli: Option<&'static [u8]>,
}

/// Returns the file at `path`, which is relative to the base of the UI.
#[must_use]
pub fn file(path: &str) -> Option<&'static File> {
    let found = FILES.binary_search_by(|file| file.path.cmp(path));
    found.ok().and_then(|index| FILES.get(index))
}

/// Returns the page; nothing in a program that was built without the UI.
#[must_use]
pub fn page() -> Option<&'static str> {
    file("index.html").and_then(|page| std::str::from_utf8(page.plain).ok())
}

/// Sorted by path.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_and_its_twins_are_smaller() {
        assert!(FILES.is_sorted_by_key(|file| file.path));
        for expected in FILES {
            let found = file(expected.path).unwrap();
            assert_eq!(found.path, expected.path);
            for twin in [found.gzip, found.brotli].into_iter().flatten() {
                assert!(twin.len() < found.plain.len(), "{}", found.path);
            }
        }
        assert!(file("no such file").is_none());
    }
}
