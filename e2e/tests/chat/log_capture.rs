//! Captures what the functions print.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use e2e::Stack;
use serde_json::Value;
use tempfile::TempDir;

use crate::fixture::{binaries, start};

/// The functions, wrapped in scripts that redirect the output of each process to a file. A process prints before it
/// responds, so a test that has the answer finds the line.
pub struct LogCapture(TempDir);

impl LogCapture {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let binaries = binaries().await;
        for name in ["connect", "disconnect", "message"] {
            let (script, log) = (folder.path().join(name), folder.path().join("log"));
            let binary = binaries.join(name);
            let text = format!("#!/bin/sh\nexec '{}' >'{}'.$$ 2>&1\n", binary.display(), log.display());
            fs::write(&script, text).unwrap();
            fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self(folder)
    }

    /// A stack of these functions.
    pub async fn stack(&self) -> Stack {
        start(self.0.path().to_owned()).await
    }

    /// All output of the functions.
    pub fn output(&self) -> String {
        let files = fs::read_dir(self.0.path()).unwrap().map(|file| file.unwrap().path());
        files
            .filter(|file| file.file_stem().unwrap() == "log")
            .map(|file| fs::read_to_string(file).unwrap())
            .collect()
    }

    /// The output's lines, each of which must be JSON.
    pub fn lines(&self) -> Vec<Value> {
        self.output().lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The lines about frames with this action.
    pub fn lines_of(&self, action: &str) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["action"] == action).collect()
    }
}
