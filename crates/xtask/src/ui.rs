//! Builds the web UI into `crates/jaeger-ui/web/dist`, where the crate takes it from.
//!
//! What is there already is kept until its sources change, since the programs are compiled again
//! when it changes. Without Node the programs are built without a UI, or the command fails under
//! `CI=true`.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::run::{is_ci, run};

/// What a build is made from.
const SOURCES: [&str; 6] = [
    "build",
    "index.html",
    "package-lock.json",
    "src",
    "tsconfig.json",
    "vite.config.ts",
];

pub(crate) fn build() -> Result<String> {
    let web = Path::new("crates/jaeger-ui/web");
    if run(Command::new("npm").arg("--version")).is_err() {
        ensure!(!is_ci(), "ui: npm is not there");
        return Ok("ui: skipped (npm is missing)".to_owned());
    }
    let (lock, sources) = (hash(web, &["package-lock.json"])?, hash(web, &SOURCES)?);
    let installed = Stamp(web.join("node_modules/.installed-from"));
    if !installed.says(&lock) {
        run(Command::new("npm")
            .current_dir(web)
            .args(["ci", "--ignore-scripts"]))?;
        installed.write(&lock)?;
    }
    let built = Stamp(web.join("node_modules/.built-from"));
    if built.says(&sources) && web.join("dist/index.html").is_file() {
        return Ok("ui: up to date".to_owned());
    }
    let said = run(Command::new("npm").current_dir(web).args(["run", "build"]))?;
    built.write(&sources)?;
    Ok(format!("{}\nui: built", said.trim_end()))
}

/// A file that says what something was made from.
struct Stamp(PathBuf);

impl Stamp {
    fn says(&self, source: &str) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|old| old == source)
    }

    fn write(&self, source: &str) -> Result<()> {
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(&self.0, source)?)
    }
}

/// Returns what stands for the contents of files and folders.
fn hash(root: &Path, names: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for name in names {
        list(&root.join(name), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        let bytes = fs::read(&file).with_context(|| format!("read {}", file.display()))?;
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        list(&entry?.path(), files)?;
    }
    Ok(())
}
