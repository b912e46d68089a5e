//! The reference page of each program's options, written from their definitions.
//!
//! A test of each program compares its page with what the program prints.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

const PROGRAMS: [&str; 3] = ["jaeger-all-in-one", "jaeger-collector", "jaeger-query"];

/// Writes `crates/<program>/OPTIONS.md` of every program.
pub(crate) fn write() -> Result<String> {
    for program in PROGRAMS {
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--locked", "--package", program])
            .args(["--", "docs"])
            .output()
            .with_context(|| format!("run {program}"))?;
        ensure!(
            output.status.success(),
            "{program} docs: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let page = [heading(program).as_bytes(), &output.stdout].concat();
        let path = Path::new("crates").join(program).join("OPTIONS.md");
        fs::write(&path, page).with_context(|| format!("write {}", path.display()))?;
    }
    Ok(format!(
        "options: wrote the pages of {}",
        PROGRAMS.join(", ")
    ))
}

fn heading(program: &str) -> String {
    format!("# Options of {program}\n\nWritten by `cargo xtask options`.\n\n")
}
