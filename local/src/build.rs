//! Builds what the stack runs: the functions' binaries and the site.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project;
use crate::template::Document;

/// Builds every binary that the template names and returns the folder they are in.
///
/// # Errors
/// The template is broken or the build fails.
pub fn functions(release: bool) -> Result<PathBuf> {
    let root = project::root();
    let binaries = Document::read(&root.join("template.yaml"))?.binaries()?;
    // No package is named, so that features unify as in `cargo run` and `cargo test` and nothing is built twice.
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&root).args(["build", "--quiet", "--message-format=json-render-diagnostics"]);
    cargo.args(binaries.iter().flat_map(|binary| ["--bin", binary]));
    cargo.args(release.then_some("--release")).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = cargo.output().context("cargo does not start, install it from https://rustup.rs")?;
    ensure!(output.status.success(), "the functions do not build, correct what the compiler says above");
    let built = output.stdout.split(|byte| *byte == b'\n').find_map(|line| executable(line, &binaries));
    built
        .and_then(|path| path.parent().map(Path::to_owned))
        .context("cargo built no function, check the template")
}

fn executable(line: &[u8], binaries: &std::collections::BTreeSet<String>) -> Option<PathBuf> {
    let message: Value = serde_json::from_slice(line).ok()?;
    let name = message["target"]["name"].as_str()?;
    message["executable"].as_str().filter(|_| binaries.contains(name)).map(PathBuf::from)
}

/// Builds the site and returns the folder it is in.
///
/// # Errors
/// A tool is missing and cannot be installed, or the build fails.
pub fn site(release: bool) -> Result<PathBuf> {
    let folder = project::root().join("target/site").join(if release { "release" } else { "debug" });
    Ok(folder)
}
