//! The size of a first visit: the release build of the page, file by file, compressed with brotli.
//!
//! `cargo bench --profile dev --bench page` prints it as Markdown and fails if it exceeds the budget. It needs
//! wasm-opt (npm's `binaryen`) on PATH. Without wasm-opt the page is larger, and the build prints a warning.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use local::build;

/// What the page fetches when somebody first needs it. It is no part of a first visit.
const ON_DEMAND: [&str; 1] = ["emoji.txt"];

/// The budget for all other files together, in bytes: what the page weighs today. Nothing may make it larger unseen.
const BUDGET: usize = 345_000;

fn main() -> Result<()> {
    let mut files = files(&build::site(&e2e::template(), true)?.context("the template has no page")?)?;
    files.sort();
    let mut total = 0;
    println!("| file | bytes | brotli |\n| --- | ---: | ---: |");
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let compressed = compressed_size(&bytes)?;
        let name = name_without_hash(&file);
        let is_on_demand = ON_DEMAND.contains(&name.as_str());
        total += if is_on_demand { 0 } else { compressed };
        let note = if is_on_demand { " (on demand, not counted)" } else { "" };
        println!("| {name}{note} | {} | {compressed} |", bytes.len());
    }
    println!("| **all** | budget {BUDGET} | **{total}** |");
    ensure!(
        total <= BUDGET,
        "the page is {} bytes over its budget, find what the latest change added",
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

fn compressed_size(bytes: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    writer.flush()?;
    Ok(writer.into_inner().len())
}

/// A file's name without the hash, which changes with each build.
fn name_without_hash(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match name.split_once('-').and_then(|(stem, rest)| Some((stem, rest.split_once(['_', '.'])?.1))) {
        Some((stem, rest)) => format!("{stem}-…{rest}"),
        None => name.into_owned(),
    }
}
