//! Finds the project's folder.

use std::path::{Path, PathBuf};

/// The folder of the nearest `template.yaml`, from the current folder upwards, or else the workspace that this
/// program was built in.
#[must_use]
pub fn root() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let found = here.ancestors().find(|folder| folder.join("template.yaml").is_file());
    found.map_or_else(workspace, Path::to_owned)
}

fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}
