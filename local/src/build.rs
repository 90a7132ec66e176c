//! Builds what the stack runs: the functions' binaries and the site. Installs the tools that the site needs.

mod tools;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::template::{Document, Site, Trunk};
use tools::Tools;

/// Builds every binary that the template names, and returns their folder. Cargo takes a moment even if nothing has
/// changed, so tests call this once.
///
/// # Errors
/// The template is broken or the build fails.
pub fn functions(template: &Path, release: bool) -> Result<PathBuf> {
    let document = Document::read(template)?;
    let binaries = document.binaries()?;
    step(5, "Building the functions …");
    // The command names no package, so that cargo unifies features as in `cargo run` and `cargo test`, and builds
    // nothing twice.
    let mut command = cargo();
    command.current_dir(here(document.folder())).args(["build", "--message-format=json-render-diagnostics"]);
    command.args(binaries.iter().flat_map(|binary| ["--bin", binary]));
    command.args(release.then_some("--release")).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().context(NO_CARGO)?;
    ensure!(output.status.success(), "the functions do not build, correct what the compiler says above");
    let built = output.stdout.split(|byte| *byte == b'\n').find_map(|line| executable(line, &binaries));
    built.and_then(|path| path.parent().map(Path::to_owned)).context(
        "cargo built no function, name the binaries in the template's Metadata.BuildProperties.Binary",
    )
}

/// Builds the site that `Metadata.Local.Site` describes, and returns its folder. Installs missing tools first.
///
/// # Errors
/// The folder or a tool is missing, or the build fails.
pub fn site(template: &Path, release: bool) -> Result<Option<PathBuf>> {
    let document = Document::read(template)?;
    let root = here(document.folder());
    let metadata = document.metadata();
    match &metadata.site {
        None => Ok(None),
        Some(Site::Folder(folder)) => {
            let folder = root.join(folder);
            ensure!(folder.is_dir(), "{} is no folder, correct Metadata.Local.Site.Folder", folder.display());
            Ok(Some(folder))
        }
        Some(Site::Trunk(trunk)) => {
            let tools = Tools::ensure(root, &metadata.cache, &trunk.version)?;
            trunk_build(root, trunk, &tools, release).map(Some)
        }
    }
}

/// Builds a page with Trunk, and returns its folder.
fn trunk_build(root: &Path, settings: &Trunk, tools: &Tools, release: bool) -> Result<PathBuf> {
    // Absolute, because Trunk runs in the root.
    let root = std::path::absolute(root).context("the current folder is gone")?;
    let folder = root.join("target").join("site").join(if release { "release" } else { "debug" });
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    // The lock keeps two builds apart, because Trunk empties the folder first.
    let lock = File::create(folder.with_extension("lock")).and_then(|file| file.lock().map(|()| file));
    let _lock = lock.with_context(|| format!("{} cannot be locked", folder.display()))?;
    step(4, "Building the page …");
    let mut trunk = tools.trunk();
    trunk.current_dir(&root).args(["build", "--skip-version-check", "--log", "warn", "--dist"]).arg(&folder);
    if release {
        trunk.args(["--cargo-profile", &settings.profile]);
        // With `--release` Trunk downloads wasm-opt if it is missing. The page works without wasm-opt.
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

/// A folder as the current folder of a command, which does not take an empty path.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// The cargo that built this program, or the one on PATH.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Prints which of the five steps begins. A step with nothing to do prints nothing.
fn step(number: u8, what: &str) {
    eprintln!("[{number}/5] {what}");
}

/// The executable's path in one of cargo's messages, if the message is about one of these binaries.
fn executable(message: &[u8], binaries: &BTreeSet<String>) -> Option<PathBuf> {
    let message: Value = serde_json::from_slice(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    message["executable"].as_str().filter(|_| binaries.contains(name)).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_binary_is_read_from_cargos_message() {
        let binaries = BTreeSet::from(["connect".to_owned()]);
        let message = br#"{"target":{"name":"connect"},"executable":"/target/debug/connect"}"#;
        assert_eq!(executable(message, &binaries), Some("/target/debug/connect".into()));
        assert_eq!(executable(br#"{"target":{"name":"connect"},"executable":null}"#, &binaries), None);
        assert_eq!(executable(br#"{"target":{"name":"other"},"executable":"/x"}"#, &binaries), None);
        assert_eq!(executable(b"", &binaries), None);
    }
}
