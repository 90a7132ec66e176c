//! Joins the page's stylesheets into one file, `target/styles/confab.css`, which `index.html` links.
//!
//! Trunk runs this before each build (the hook in `Trunk.toml`). Each widget and each part of the screen has its own
//! stylesheet, but the browser should load one file. The output lies outside the folders that Trunk watches, so that
//! writing it starts no further build. By hand: `cargo run --package styles`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let styles = Path::new(env!("CARGO_MANIFEST_DIR"));
    match join(styles.parent().unwrap_or(styles)) {
        Ok(()) => ExitCode::SUCCESS,
        Err((path, error)) => {
            eprintln!("{}: {error}", path.display());
            eprintln!("The stylesheets cannot be joined. Make that path usable, or correct {}.", file!());
            ExitCode::FAILURE
        }
    }
}

/// A path, and what went wrong with it.
type Failure = (PathBuf, io::Error);

/// Writes the joined file: first the custom properties, then the elements, then everything else in the order of
/// the paths. No stylesheet relies on that order.
fn join(frontend: &Path) -> Result<(), Failure> {
    let mut sheets = vec![frontend.join("styles/tokens.css"), frontend.join("styles/base.css")];
    let mut parts = Vec::new();
    find_sheets(&frontend.join("src"), &mut parts)?;
    parts.sort();
    sheets.append(&mut parts);

    let mut joined = String::new();
    for sheet in sheets {
        // The name helps whoever looks at the page with a browser's tools; a release build drops it.
        let name = sheet.strip_prefix(frontend).unwrap_or(&sheet).display();
        joined += &format!("/* {name} */\n\n");
        joined += &fs::read_to_string(&sheet).map_err(|error| (sheet, error))?;
        joined += "\n";
    }

    let output = frontend.join("../target/styles/confab.css");
    if fs::read_to_string(&output).is_ok_and(|old| old == joined) {
        return Ok(());
    }
    let folder = output.with_file_name("");
    fs::create_dir_all(&folder).map_err(|error| (folder, error))?;
    fs::write(&output, joined).map_err(|error| (output, error))
}

/// Adds every stylesheet in a folder and in the folders below it.
fn find_sheets(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error| (folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            find_sheets(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "css") {
            found.push(path);
        }
    }
    Ok(())
}
