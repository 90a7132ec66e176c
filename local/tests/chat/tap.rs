//! Reads what the functions print.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use local::Stack;
use serde_json::Value;
use tempfile::TempDir;

use crate::stage::{binaries, start};

/// The functions, with all that each process prints going to a file of its own. A process prints before it
/// answers, so whoever has the answer finds the line.
pub struct Tap(TempDir);

impl Tap {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let real = binaries().await;
        for name in ["connect", "disconnect", "message"] {
            let (tap, log) = (folder.path().join(name), folder.path().join("log"));
            let script =
                format!("#!/bin/sh\nexec '{}' >'{}'.$$ 2>&1\n", real.join(name).display(), log.display());
            fs::write(&tap, script).unwrap();
            fs::set_permissions(&tap, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self(folder)
    }

    /// A stack of these functions.
    pub async fn stack(&self) -> Stack {
        start(self.0.path().to_owned()).await
    }

    /// Everything that was printed.
    pub fn printed(&self) -> String {
        let files = fs::read_dir(self.0.path()).unwrap().map(|file| file.unwrap().path());
        files
            .filter(|file| file.file_stem().unwrap() == "log")
            .map(|file| fs::read_to_string(file).unwrap())
            .collect()
    }

    /// The same, of which every line has to be JSON.
    pub fn lines(&self) -> Vec<Value> {
        self.printed().lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The lines about frames that asked for something.
    pub fn frames(&self, action: &str) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["action"] == action).collect()
    }
}
