//! Makes a table of the built files of the web UI, `web/dist`, to be compiled in.
//!
//! Without them, as on a machine without Node, the table is empty and the program has no UI.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("web/dist");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    if root.is_dir() {
        list(&root, &mut files)?;
    }
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        let path = file
            .strip_prefix(&root)?
            .to_str()
            .context("a path is no text")?;
        let twin = |extension: &str| {
            let twin = PathBuf::from(format!("{}.{extension}", file.display()));
            match twin.is_file() {
                true => format!("Some(include_bytes!({:?}))", twin.display().to_string()),
                false => String::from("None"),
            }
        };
        writeln!(
            table,
            "File {{ path: {path:?}, plain: include_bytes!({:?}), gzip: {}, brotli: {} }},",
            file.display().to_string(),
            twin("gz"),
            twin("br"),
        )?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("files.rs"), table)?;
    Ok(())
}

/// Collects the files below `folder` that are no compressed twins of others.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if !path
            .extension()
            .is_some_and(|end| end == "gz" || end == "br")
        {
            files.push(path);
        }
    }
    Ok(())
}
