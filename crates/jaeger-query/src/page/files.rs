//! Files that the query port reads: the configuration of the web UI, its page, and what that loads.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use axum::body::Bytes;

/// A folder of files that may be served.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Returns the file at `path` with its media type; nothing for what is no file of the folder.
    ///
    /// Links may lead within the folder, as those of a mounted volume do, and not out of it.
    pub(super) async fn file(&self, path: &str) -> Option<(Bytes, &'static str)> {
        if !path.split('/').all(is_plain_step) {
            return None;
        }
        let (root, wanted) = (self.root.clone(), self.root.join(path));
        let media_type = media_type(&wanted);
        let read = tokio::task::spawn_blocking(move || {
            let root = root.canonicalize().ok()?;
            let wanted = wanted.canonicalize().ok()?;
            let is_inside = wanted.starts_with(root) && wanted.is_file();
            is_inside.then(|| read_at_once(&wanted).ok()).flatten()
        });
        Some((read.await.ok()??, media_type))
    }
}

/// Reads a file of at most [`FILE_BYTES_MAX`].
pub(super) async fn read(path: PathBuf) -> anyhow::Result<Bytes> {
    tokio::task::spawn_blocking(move || read_at_once(&path)).await?
}

fn read_at_once(path: &Path) -> anyhow::Result<Bytes> {
    let read = || -> anyhow::Result<Bytes> {
        let mut bytes = Vec::new();
        // One byte more than is taken, to tell a file that is too long.
        let mut file = File::open(path)?.take(FILE_BYTES_MAX as u64 + 1);
        file.read_to_end(&mut bytes)?;
        let is_short = bytes.len() <= FILE_BYTES_MAX;
        ensure!(is_short, "it has more than {FILE_BYTES_MAX} bytes");
        Ok(Bytes::from(bytes))
    };
    read().with_context(|| format!("failed to read {}", path.display()))
}

/// A step of a path that names something within a folder and nothing hidden.
fn is_plain_step(step: &str) -> bool {
    !step.is_empty() && !step.starts_with('.') && !step.contains(['\\', '\0'])
}

pub(super) fn media_type(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "gif" => "image/gif",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpeg" | "jpg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webp" => "image/webp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Several times the largest file of Jaeger's UI.
const FILE_BYTES_MAX: usize = 32 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_may_not_lead_out_or_to_what_is_hidden() {
        let cases = [
            ("index.js", true),
            ("a-b_1.css", true),
            ("", false),
            (".", false),
            ("..", false),
            (".git", false),
            ("a\\b", false),
            ("a\0", false),
        ];
        for (step, expected) in cases {
            assert_eq!(is_plain_step(step), expected, "{step:?}");
        }
    }
}
