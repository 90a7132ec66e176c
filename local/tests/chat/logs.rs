//! What the functions write down, and what they must not.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use crate::person::Person;
use crate::stage::{binaries, start};

/// The functions, with all that each process prints going to a file.
async fn wiretapped(folder: &Path) {
    let real = binaries().await;
    for name in ["connect", "disconnect", "message"] {
        let (tap, log) = (folder.join(name), folder.join("log"));
        let script =
            format!("#!/bin/sh\nexec '{}' >'{}'.$$ 2>&1\n", real.join(name).display(), log.display());
        fs::write(&tap, script).unwrap();
        fs::set_permissions(&tap, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

fn logged(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|file| file.file_stem().unwrap() == "log")
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

#[tokio::test]
async fn a_frame_is_a_line_of_json_without_token_text_or_name() {
    let folder = tempfile::tempdir().unwrap();
    wiretapped(folder.path()).await;
    let stack = start(folder.path().to_owned()).await;
    let mut ada = Person::in_room(&stack, "Adalovelace", "lobby").await;
    ada.says("lobby", "c-1", "Classified").await;
    // The parser quotes what it does not understand: to the sender only.
    ada.ask("send", json!({"room": "lobby", "messages": "Classified"})).await;
    ada.ask("hello", json!({"version": 1, "token": "Classified"})).await;
    let phone = ada.device(&stack).await;
    stack.stop().await;

    let log = logged(folder.path());
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let sent = lines.iter().find(|line| line["action"] == "send").expect("a line about the message");
    assert_eq!((&sent["room"], &sent["outcome"]), (&json!("lobby"), &json!("ok")));
    assert!(sent["connection"].is_string() && sent["request"].is_string() && sent["ms"].is_u64(), "{sent}");
    assert!(lines.iter().any(|line| line["outcome"] == "bad_request"));
    for secret in ["Classified", "Adalovelace", &phone.token] {
        assert!(!log.contains(secret), "{secret}");
    }
}
