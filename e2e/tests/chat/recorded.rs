//! A data file of version 1: the server reads every row of it, and changes its messages.
//!
//! `fixtures/data-v1.sqlite` is a stack's data file. `fixtures/data-v1.json` is what a client got from it then.

use std::path::{Path, PathBuf};

use e2e::Stack;
use local::Data;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixture::{stack_with, until};
use crate::person::Person;

const PEOPLE: [&str; 4] = ["Ada", "Bob", "Cleo", "小明"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chat/fixtures")
}

/// A stack over a copy of the data file. The copy is deleted with the folder.
async fn recorded_stack() -> (Stack, TempDir) {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("data.sqlite");
    std::fs::copy(fixtures().join("data-v1.sqlite"), &copy).unwrap();
    (stack_with(&[], Data::File(copy)).await, folder)
}

fn recorded() -> Value {
    serde_json::from_slice(&std::fs::read(fixtures().join("data-v1.json")).unwrap()).unwrap()
}

async fn hello(stack: &Stack, recorded: &Value, name: &str) -> Person {
    Person::hello(stack, json!({"token": recorded["welcome"][name]["token"]})).await
}

/// Makes a change that must be committed. Returns its `seq`.
async fn change(person: &mut Person, action: &str, fields: Value) -> u64 {
    let ack = person.ask(action, fields).await;
    ack["results"][0]["seq"].as_u64().unwrap_or_else(|| panic!("{ack}"))
}

#[tokio::test]
async fn people_and_histories_are_as_they_were() {
    let (stack, _folder) = recorded_stack().await;
    let recorded = recorded();
    for name in PEOPLE {
        let mut person = hello(&stack, &recorded, name).await;
        let before = &recorded["welcome"][name];
        // The token is signed anew: that of version 1 has no key's id.
        assert_ne!(person.welcome["token"], before["token"], "{name}");
        for field in ["user", "name", "limits", "rooms"] {
            assert_eq!(person.welcome[field], before[field], "{name}: {field}");
        }
        for room in before["rooms"].as_array().unwrap() {
            let room = room["room"].as_str().unwrap();
            assert_eq!(json!(person.log(room).await), recorded["rooms"][room]["events"], "{name}: {room}");
        }
    }
    stack.stop().await;
}

#[tokio::test]
async fn recorded_messages_can_be_changed() {
    let (stack, _folder) = recorded_stack().await;
    let recorded = recorded();
    let [mut ada, mut bob] = [hello(&stack, &recorded, "Ada").await, hello(&stack, &recorded, "Bob").await];
    let target =
        |id: &str, target: u64| json!({"room": "lobby", "clientId": format!("new-{id}"), "target": target});
    let with = |mut fields: Value, name: &str, value: Value| {
        fields[name] = value;
        fields
    };

    let reply = json!([{"clientId": "new-1", "text": "After the update", "replyTo": 4}]);
    assert_eq!(ada.send("lobby", reply).await[0]["seq"], 65);
    // 4 was changed before (it has a `rev`), 6 was not.
    let edit = with(target("2", 4), "text", json!("Good morning!"));
    assert_eq!(change(&mut ada, "edit", edit).await, 66);
    assert_eq!(change(&mut ada, "edit", with(target("3", 6), "text", json!("Three things"))).await, 67);
    // 5 has a 🎉 by Ada and one by Bob.
    let react = with(with(target("4", 5), "emoji", json!("🎉")), "on", json!(false));
    assert_eq!(change(&mut bob, "react", react).await, 68);
    // The owner deletes Bob's message.
    assert_eq!(change(&mut ada, "delete", target("5", 7)).await, 69);
    // 11 is deleted, 8 is Bob's.
    for (id, seq, code) in [("6", 11, "not_found"), ("7", 8, "forbidden")] {
        let refusal = ada.ask("edit", with(target(id, seq), "text", json!("?"))).await;
        assert_eq!(refusal["code"], code, "{refusal}");
    }

    let log = bob.log("lobby").await;
    assert_eq!(log.len(), 69);
    let mut expected = recorded["rooms"]["lobby"]["events"].as_array().unwrap().clone();
    expected[3]["text"] = json!("Good morning!");
    expected[3]["edited"] = log[65]["at"].clone();
    expected[3]["rev"] = json!(66);
    expected[4]["reactions"] = json!({"🎉": [ada.user]});
    expected[4]["rev"] = json!(68);
    expected[5]["text"] = json!("Three things");
    expected[5]["edited"] = log[66]["at"].clone();
    expected[5]["rev"] = json!(67);
    expected[6].as_object_mut().unwrap().remove("text");
    expected[6]["rev"] = json!(69);
    for (event, expected) in log.iter().zip(&expected) {
        assert_eq!(event, expected);
    }
    assert_eq!((&log[64]["text"], &log[64]["replyTo"]), (&json!("After the update"), &json!(4)));
    stack.stop().await;
}

#[tokio::test]
async fn a_recorded_person_joins_leaves_and_reads() {
    let (stack, _folder) = recorded_stack().await;
    let recorded = recorded();
    let mut cleo = hello(&stack, &recorded, "Cleo").await;
    let state = cleo.join("lobby").await;
    assert_eq!((&state["head"], &state["title"]), (&json!(65), &json!("Lobby")));
    assert_eq!(cleo.ask("leave", json!({"room": "lobby"})).await["type"], "ack");

    let mut bob = hello(&stack, &recorded, "Bob").await;
    bob.say(r#"{"action":"read","room":"lobby","seq":66}"#).await;
    let is_read = async || {
        let device = bob.device(&stack).await;
        let rooms = device.welcome["rooms"].as_array().unwrap();
        rooms.iter().find(|room| room["room"] == "lobby" && room["read"] == 66).cloned()
    };
    assert_eq!(until("the room is read", is_read).await["head"], 66);
    stack.stop().await;
}
