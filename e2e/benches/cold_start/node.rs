//! The Node function with the AWS SDK that does the work of `connect`: as npm installs it, and as one bundled file.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/cold_start/node");

/// The function's folder with its packages, and the bundled file.
pub struct Node {
    pub folder: PathBuf,
    pub bundle: PathBuf,
}

impl Node {
    /// Installs the packages below `target`.
    ///
    /// # Errors
    /// Node or npm is missing, or cannot reach its registry.
    pub fn install(target: &Path) -> Result<Self> {
        let folder = target.join("cold_start").join("function");
        let tools = folder.with_file_name("tools");
        for (from, to) in [("function.json", &folder), ("tools.json", &tools)] {
            std::fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
            std::fs::copy(Path::new(HERE).join(from), to.join("package.json"))?;
            run(Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--no-save"])
                .current_dir(to))?;
        }
        std::fs::copy(Path::new(HERE).join("index.mjs"), folder.join("index.mjs"))?;
        let bundle = folder.with_file_name("bundle.cjs");
        let esbuild = tools.join("node_modules").join(".bin").join("esbuild");
        run(Command::new(esbuild)
            .args(["index.mjs", "--bundle", "--minify", "--platform=node", "--format=cjs"])
            .arg(format!("--outfile={}", bundle.display()))
            .current_dir(&folder))?;
        Ok(Self { folder, bundle })
    }
}

fn run(command: &mut Command) -> Result<()> {
    let name = Path::new(command.get_program()).file_name().map(OsStr::to_owned).unwrap_or_default();
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("{} is not installed", name.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{} failed: {}",
        name.display(),
        said.lines().last().unwrap_or_default()
    );
    Ok(())
}
