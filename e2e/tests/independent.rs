//! Clients in another language, written by docs/protocol.md alone, hold a conversation over the real stack, and check
//! what that page promises: `e2e/independent/conversation.py`.
//!
//! `PYTHON` names the Python to use, else it is `python3`. If it lacks websockets, the test is reported as skipped, or as
//! failed if `CI` is set.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::ffi::OsString;
use std::process::{Command, ExitCode, Stdio};

use e2e::Stack;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use local::{Options, build};

fn main() -> ExitCode {
    let name = "an_independent_client_finds_what_the_protocol_promises";
    let trial = Trial::ignorable_test(name, || match python() {
        Ok(python) => {
            converse(python);
            Ok(Completion::Completed)
        }
        Err(missing) if std::env::var_os("CI").is_some() => Err(Failed::from(missing)),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

/// A Python that has websockets, or what is missing.
fn python() -> Result<OsString, String> {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let import =
        Command::new(&python).args(["-c", "import websockets.asyncio.client"]).stderr(Stdio::null()).status();
    match import {
        Ok(status) if status.success() => Ok(python),
        Ok(_) => Err(format!("{} has no module websockets", python.display())),
        Err(error) => Err(format!("{} does not start: {error}", python.display())),
    }
}

/// Prints a line for each check, and panics if one has failed.
#[tokio::main]
async fn converse(python: OsString) {
    let binaries = build::functions(&e2e::template(), !cfg!(debug_assertions)).unwrap();
    let stack = Stack::start(Options::new(e2e::template(), binaries)).await.unwrap();
    let mut conversation = tokio::process::Command::new(python);
    conversation.arg(e2e::folder().join("e2e/independent/conversation.py")).arg(stack.websocket_url());
    let status = conversation.env("PYTHONDONTWRITEBYTECODE", "1").kill_on_drop(true).status().await.unwrap();
    stack.stop().await;
    assert!(
        status.success(),
        "a promise of docs/protocol.md is not kept, see the lines that begin with FAILED"
    );
}
