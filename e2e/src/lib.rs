//! What the tests and benches of the whole system share. The system itself is tested from outside: over its sockets
//! and in a browser.

#![expect(clippy::unwrap_used, reason = "only tests and benches use this crate, and they may panic")]

pub mod browser;
pub mod history;
pub mod issuer;
pub mod process;
pub mod rights;
mod stack;

use std::path::{Path, PathBuf};

pub use stack::Stack;

/// The template of the system.
#[must_use]
pub fn template() -> PathBuf {
    folder().join("template.yaml")
}

/// The project's folder.
#[must_use]
pub fn folder() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap().to_owned()
}
