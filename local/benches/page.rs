//! What a first visit loads: the release build of the page, file by file, as brotli sends it.
//!
//! `cargo bench --profile dev --bench page` prints it as Markdown and fails if it is over the budget. That takes
//! wasm-opt (npm's `binaryen`) on PATH: without it the page is larger, which is said.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use local::build;

/// The budget for everything together, in bytes.
const BUDGET: usize = 150_000;

fn main() -> Result<()> {
    let mut files = files(&build::site(true)?)?;
    files.sort();
    let mut total = 0;
    println!("| file | bytes | brotli |\n| --- | ---: | ---: |");
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let small = brotli(&bytes)?;
        total += small;
        println!("| {} | {} | {small} |", kind(&file), bytes.len());
    }
    println!("| **all** | budget {BUDGET} | **{total}** |");
    ensure!(
        total <= BUDGET,
        "the page is {} bytes over its budget, see what the latest change brought in",
        total - BUDGET
    );
    Ok(())
}

/// The files of a first visit, in this folder and those below it.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut small = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    small.write_all(bytes)?;
    small.flush()?;
    Ok(small.into_inner().len())
}

/// A file's name without the hash that changes with each build.
fn kind(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match name.split_once('-').and_then(|(stem, rest)| Some((stem, rest.split_once(['_', '.'])?.1))) {
        Some((stem, rest)) => format!("{stem}-…{rest}"),
        None => name.into_owned(),
    }
}
