//! Installs the client programs of `tests/clients` into `target/clients`.
//!
//! What is there already is kept until its sources or pinned versions change. A runtime that is missing is named and
//! skipped, or fails the command under `CI=true`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{is_ci, run};

/// A language in which there is a client.
struct Client {
    name: &'static str,
    /// What says whether the runtime is there.
    probe: [&'static str; 2],
    install: fn(&Path, &Path) -> Result<()>,
}

const CLIENTS: [Client; 8] = [
    Client {
        name: "python",
        probe: ["python3", "--version"],
        install: install_python,
    },
    Client {
        name: "node",
        probe: ["npm", "--version"],
        install: install_node,
    },
    Client {
        name: "go",
        probe: ["go", "version"],
        install: install_go,
    },
    Client {
        name: "java",
        probe: ["mvn", "--version"],
        install: install_java,
    },
    Client {
        name: "zipkin-python",
        probe: ["python3", "--version"],
        install: install_python,
    },
    Client {
        name: "zipkin-node",
        probe: ["npm", "--version"],
        install: install_node,
    },
    Client {
        name: "sampling-python",
        probe: ["python3", "--version"],
        install: install_python,
    },
    Client {
        name: "sampling-node",
        probe: ["npm", "--version"],
        install: install_node,
    },
];

/// Installs every client whose runtime is there.
pub(crate) fn install() -> Result<String> {
    let mut said = Vec::new();
    for client in &CLIENTS {
        let what = client.install()?;
        if is_ci() && what == Outcome::Missing {
            bail!("clients: {} is not there", client.probe[0]);
        }
        said.push(format!("{} {}", client.name, what.as_str()));
    }
    Ok(format!("clients: {}", said.join(", ")))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Installed,
    Kept,
    Missing,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Kept => "up to date",
            Self::Missing => "skipped (its runtime is missing)",
        }
    }
}

impl Client {
    fn install(&self) -> Result<Outcome> {
        let [program, argument] = self.probe;
        if run(Command::new(program).arg(argument)).is_err() {
            return Ok(Outcome::Missing);
        }
        let sources = Path::new("tests/clients").join(self.name);
        let target = std::path::absolute(Path::new("target/clients").join(self.name))?;
        let stamp = target.join("installed-from");
        let contents = contents(&sources)?;
        if fs::read_to_string(&stamp).is_ok_and(|old| old == contents) {
            return Ok(Outcome::Kept);
        }
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        fs::create_dir_all(&target)?;
        (self.install)(&sources, &target)
            .with_context(|| format!("install the {} client", self.name))?;
        fs::write(stamp, contents)?;
        Ok(Outcome::Installed)
    }
}

fn install_python(sources: &Path, target: &Path) -> Result<()> {
    run(Command::new("python3").args(["-m", "venv"]).arg(target))?;
    let requirements = sources.join("requirements.txt");
    run(Command::new(target.join("bin/pip"))
        .args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(requirements))?;
    Ok(())
}

fn install_node(sources: &Path, target: &Path) -> Result<()> {
    for file in files(sources)? {
        let name = file.file_name().context("a file without a name")?;
        fs::copy(&file, target.join(name))?;
    }
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .arg("--prefix")
        .arg(target))?;
    Ok(())
}

fn install_go(sources: &Path, target: &Path) -> Result<()> {
    run(Command::new("go")
        .current_dir(sources)
        .args(["build", "-trimpath", "-buildvcs=false", "-o"])
        .arg(target.join("client"))
        .arg("."))?;
    Ok(())
}

fn install_java(sources: &Path, target: &Path) -> Result<()> {
    run(Command::new("mvn")
        .args([
            "--batch-mode",
            "--no-transfer-progress",
            "--quiet",
            "--file",
        ])
        .arg(sources.join("pom.xml"))
        .arg(format!("-Dout={}", target.display()))
        .arg("compile"))?;
    Ok(())
}

/// All files of a client, one after another: what an installation stands for.
fn contents(sources: &Path) -> Result<String> {
    let mut all = String::new();
    for file in files(sources)? {
        writeln!(all, "{}\n{}", file.display(), fs::read_to_string(&file)?)?;
    }
    Ok(all)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
