//! Builds what the stack runs: the functions' binaries and the site, with the tools that this takes.

mod tools;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project;
use crate::template::Document;
use tools::Tools;

/// Builds every binary that the template names and returns the folder they are in. It takes a moment even when
/// nothing has changed; tests call it once.
///
/// # Errors
/// The template is broken or the build fails.
pub fn functions(release: bool) -> Result<PathBuf> {
    let root = project::root();
    let binaries = Document::read(&root.join("template.yaml"))?.binaries()?;
    step(5, "Building the functions …");
    // No package is named, so that features unify as in `cargo run` and `cargo test` and nothing is built twice.
    let mut command = cargo();
    command.current_dir(&root).args(["build", "--message-format=json-render-diagnostics"]);
    command.args(binaries.iter().flat_map(|binary| ["--bin", binary]));
    command.args(release.then_some("--release")).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().context(NO_CARGO)?;
    ensure!(output.status.success(), "the functions do not build, correct what the compiler says above");
    let built = output.stdout.split(|byte| *byte == b'\n').find_map(|line| executable(line, &binaries));
    built.and_then(|path| path.parent().map(Path::to_owned)).context(
        "cargo built no function, name the binaries in the template's Metadata.BuildProperties.Binary",
    )
}

/// Builds the site and returns the folder it is in, after installing what is missing for that.
///
/// # Errors
/// A tool is missing and cannot be installed, or the build fails.
pub fn site(release: bool) -> Result<PathBuf> {
    let root = project::root();
    let folder = root.join("target").join("site").join(if release { "release" } else { "debug" });
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let tools = Tools::ensure(&root)?;
    // Trunk empties the folder first: two builds at once would disturb each other.
    let turn = File::create(folder.with_extension("lock")).and_then(|file| file.lock().map(|()| file));
    let _turn = turn.with_context(|| format!("{} cannot be locked", folder.display()))?;
    step(4, "Building the page …");
    let mut trunk = tools.trunk();
    trunk.current_dir(&root).args(["build", "--skip-version-check", "--log", "warn", "--dist"]).arg(&folder);
    if release {
        trunk.args(["--cargo-profile", "wasm"]);
        // Trunk would insist on downloading wasm-opt, and without it the page works as well.
        match tools::is_on_path("wasm-opt") {
            true => _ = trunk.arg("--release"),
            false => eprintln!(
                "wasm-opt is missing, so the page is larger than it could be: npm install -g binaryen"
            ),
        }
    }
    let status =
        trunk.stdin(Stdio::null()).stdout(std::io::stderr()).status().context("trunk does not start")?;
    ensure!(status.success(), "the page does not build, correct what the compiler says above");
    Ok(folder)
}

const NO_CARGO: &str = "cargo does not start, install it from https://rustup.rs";

/// The cargo that built this program, or the one on the path.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Says which of the five steps begins; those with nothing to do are silent.
fn step(number: u8, what: &str) {
    eprintln!("[{number}/5] {what}");
}

/// The path in one of cargo's messages, if it says that one of these binaries was built.
fn executable(message: &[u8], binaries: &BTreeSet<String>) -> Option<PathBuf> {
    let message: Value = serde_json::from_slice(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    message["executable"].as_str().filter(|_| binaries.contains(name)).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_where_a_binary_is() {
        let binaries = BTreeSet::from(["connect".to_owned()]);
        let message = br#"{"target":{"name":"connect"},"executable":"/target/debug/connect"}"#;
        assert_eq!(executable(message, &binaries), Some("/target/debug/connect".into()));
        assert_eq!(executable(br#"{"target":{"name":"connect"},"executable":null}"#, &binaries), None);
        assert_eq!(executable(br#"{"target":{"name":"other"},"executable":"/x"}"#, &binaries), None);
        assert_eq!(executable(b"", &binaries), None);
    }
}
