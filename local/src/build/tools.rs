//! The tools that the page's build needs. A tool on PATH is used if it has the right version. Otherwise the tool is
//! installed once into the user's cache folder, where another clone of the project finds it.

use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{NO_CARGO, cargo, step};

const TARGET: &str = "wasm32-unknown-unknown";

/// Trunk, and the folder of the wasm-bindgen that it must use.
#[derive(Debug)]
pub struct Tools {
    trunk: PathBuf,
    wasm_bindgen: Option<PathBuf>,
}

/// A program that cargo can install.
struct Tool<'a> {
    cache: &'a Path,
    step: u8,
    package: &'static str,
    program: &'static str,
    version: String,
    minutes: u8,
}

impl Tools {
    /// Installs what is missing into `cache`, a folder in the user's cache folder.
    pub fn ensure(root: &Path, cache: &Path, trunk: &str) -> Result<Self> {
        ensure_target(root)?;
        let cache = &user_cache()?.join(cache);
        let version = trunk.to_owned();
        let trunk = Tool { cache, step: 2, package: "trunk", program: "trunk", version, minutes: 5 };
        let version = locked_version(root, "wasm-bindgen")?;
        let (package, program) = ("wasm-bindgen-cli", "wasm-bindgen");
        let wasm_bindgen = Tool { cache, step: 3, package, program, version, minutes: 2 };
        let trunk = trunk.ensure(root)?;
        let wasm_bindgen = wasm_bindgen.ensure(root)?.parent().map(Path::to_owned);
        Ok(Self { trunk, wasm_bindgen })
    }

    /// A command that runs Trunk, still without arguments.
    pub fn trunk(&self) -> Command {
        let mut trunk = Command::new(&self.trunk);
        // Trunk 0.21 expects `true` or `false` in NO_COLOR and fails on the usual `1`.
        trunk.env_remove("NO_COLOR");
        if let Some(folder) = self.wasm_bindgen.as_ref().filter(|folder| !folder.as_os_str().is_empty()) {
            put_on_path(&mut trunk, folder);
        }
        trunk
    }
}

impl Tool<'_> {
    fn ensure(&self, root: &Path) -> Result<PathBuf> {
        let Self { package, program, version, minutes, .. } = self;
        if self.is_right_version(Path::new(program)) {
            return Ok(PathBuf::from(program));
        }
        let folder = self.cache.join(format!("{program}-{version}"));
        let path = folder.join("bin").join(program).with_extension(std::env::consts::EXE_EXTENSION);
        if self.is_right_version(&path) {
            return Ok(path);
        }
        if is_on_path("cargo-binstall") {
            step(self.step, &format!("Downloading {program} {version} (once) …"));
            // Without an answer from GitHub it fails, and the tool is compiled.
            let downloaded = self.binstall(root, &folder).status();
            if downloaded.is_ok_and(|status| status.success()) && self.is_right_version(&path) {
                return Ok(path);
            }
        }
        step(self.step, &format!("Installing {program} {version} (once, about {minutes} minutes) …"));
        let hint = format!("install it yourself with `cargo install --locked {package}@{version}`");
        let status = self.install(root, &folder).status().context(NO_CARGO)?;
        ensure!(status.success(), "{program} {version} cannot be installed, {hint}");
        ensure!(self.is_right_version(&path), "{} does not run, {hint}", path.display());
        Ok(path)
    }

    /// A command that downloads the tool as its authors have built it.
    fn binstall(&self, root: &Path, folder: &Path) -> Command {
        let mut binstall = self.cargo("binstall", root, folder);
        binstall.args(["--no-confirm", "--disable-strategies", "compile"]);
        binstall
    }

    /// A command that compiles the tool. Cargo locks the folder, so two clones may install at the same time. The tool is
    /// built with little optimisation, because a full optimisation takes longer than it saves.
    fn install(&self, root: &Path, folder: &Path) -> Command {
        let mut install = self.cargo("install", root, folder);
        install.args(["--locked", "--bin", self.program]);
        install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_LTO", "off");
        install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        put_on_path(&mut install, &folder.join("bin")); // otherwise cargo warns that the folder is not on PATH
        install
    }

    fn cargo(&self, subcommand: &str, root: &Path, folder: &Path) -> Command {
        let mut cargo = cargo();
        cargo.args([subcommand, &format!("{}@{}", self.package, self.version), "--root"]).arg(folder);
        cargo.current_dir(root).stdin(Stdio::null()).stdout(std::io::stderr());
        cargo
    }

    /// Whether `path` runs and has the version that is needed.
    fn is_right_version(&self, path: &Path) -> bool {
        let output =
            Command::new(path).arg("--version").env_remove("NO_COLOR").stderr(Stdio::null()).output();
        output.is_ok_and(|output| has_version(&String::from_utf8_lossy(&output.stdout), &self.version))
    }
}

/// Puts `folder` first on the command's PATH.
fn put_on_path(command: &mut Command, folder: &Path) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
}

/// Whether PATH has a program of this name.
pub fn is_on_path(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

fn has_version(output: &str, version: &str) -> bool {
    output.split_whitespace().nth(1) == Some(version)
}

/// Adds the compiler's Wasm target if it is missing. Rustup installs the target with the toolchain, unless its
/// automatic installation is switched off.
fn ensure_target(root: &Path) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(root).args(["--print", "target-libdir", "--target", TARGET]);
    let output = rustc.output().context("rustc does not start, install it from https://rustup.rs")?;
    if Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir() {
        return Ok(());
    }
    step(1, &format!("Adding the compiler's target {TARGET} …"));
    let rustup = Command::new("rustup").args(["target", "add", TARGET]).current_dir(root).status();
    match rustup {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => bail!("the target {TARGET} cannot be added, try `rustup target add {TARGET}` yourself"),
        Err(_) => {
            bail!("the target {TARGET} is missing, install rustup from https://rustup.rs or add the target")
        }
    }
}

/// The version of a package in Cargo.lock. The tool's version must equal the crate's.
fn locked_version(root: &Path, package: &str) -> Result<String> {
    let path = root.join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).with_context(|| {
        format!("{} cannot be read, make it with `cargo generate-lockfile`", path.display())
    })?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock has no {package}, the page needs it"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

fn user_cache() -> Result<PathBuf> {
    let folder =
        |name: &str| std::env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| Some(folder("HOME").or_else(|| folder("USERPROFILE"))?.join(".cache")));
    cache.context("the cache folder is unknown, set HOME or XDG_CACHE_HOME")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(version_in(lock, "wasm"), None);
    }

    #[test]
    fn only_the_same_version_is_accepted() {
        assert!(has_version("trunk 0.21.14\n", "0.21.14"));
        assert!(!has_version("trunk 0.21.1\n", "0.21.14"));
        assert!(!has_version("", "0.21.14"));
    }
}
