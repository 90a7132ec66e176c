//! axe-core, which looks for defects of accessibility in a page. npm installs it once into the user's cache folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

const VERSION: &str = "4.14.1";

static SOURCE: LazyLock<Result<String, String>> = LazyLock::new(install);

/// The script that defines `axe` in a page, or the reason why there is none.
///
/// # Panics
/// There is none and `CI` is set: there, nothing may go unchecked.
pub fn source() -> Result<&'static str, &'static str> {
    match &*SOURCE {
        Ok(source) => Ok(source),
        Err(missing) if std::env::var_os("CI").is_some() => panic!("{missing}"),
        Err(missing) => Err(missing),
    }
}

fn install() -> Result<String, String> {
    let folder = cache()?.join(format!("confab/axe-core-{VERSION}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        npm_install(&folder)?;
    }
    std::fs::read_to_string(&script).map_err(|error| format!("{}: {error}", script.display()))
}

fn npm_install(folder: &Path) -> Result<(), String> {
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(folder);
    npm.arg(format!("axe-core@{VERSION}")).stdin(Stdio::null()).stdout(Stdio::null());
    match npm.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("npm cannot install axe-core {VERSION}")),
        Err(_) => Err("no npm on PATH, install Debian's npm".into()),
    }
}

fn cache() -> Result<PathBuf, String> {
    let folder = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")));
    cache.ok_or_else(|| "the cache folder is unknown, set HOME or XDG_CACHE_HOME".into())
}
