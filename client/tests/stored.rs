//! What a device stores, another version of the client reads.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use client::{Identity, Pending};
use common::{Change, Code, Delete, Edit, Post, React};
use serde_json::{Value, json};

/// Each kind of change, and its JSON as the first version stored it.
fn changes() -> Vec<(Change, Value)> {
    let text = || "Hi".parse().unwrap();
    vec![
        (Change::Post(Post { text: text(), reply_to: None }), json!({"deed": "post", "text": "Hi"})),
        (
            Change::Post(Post { text: text(), reply_to: Some(4) }),
            json!({"deed": "post", "text": "Hi", "replyTo": 4}),
        ),
        (Change::Edit(Edit { target: 2, text: text() }), json!({"deed": "edit", "target": 2, "text": "Hi"})),
        (Change::Delete(Delete { target: 2 }), json!({"deed": "delete", "target": 2})),
        (
            Change::React(React { target: 2, emoji: "👍".parse().unwrap(), on: true }),
            json!({"deed": "react", "target": 2, "emoji": "👍", "on": true}),
        ),
    ]
}

#[test]
fn every_pending_change_is_stored_as_the_first_version_did() {
    for (change, deed) in changes() {
        for failed in [None, Some(Code::Forbidden)] {
            let mut json = json!({"clientId": "c-1", "room": "lobby", "deed": deed});
            if failed.is_some() {
                json["failed"] = "forbidden".into();
            }
            let (client_id, room) = ("c-1".parse().unwrap(), "lobby".parse().unwrap());
            let (author, transmitted, change) = (None, None, change.clone());
            let pending = Pending { transmitted, failed, ..Pending::new(client_id, room, author, change) };
            assert_eq!(serde_json::to_value(&pending).unwrap(), json);
            assert_eq!(serde_json::from_value::<Pending>(json).unwrap(), pending);
        }
    }
}

#[test]
fn fields_of_a_later_version_are_ignored() {
    let json =
        r#"{"clientId":"c-1","room":"lobby","madeAt":7,"deed":{"deed":"delete","target":2,"reason":"spam"}}"#;
    let pending: Pending = serde_json::from_str(json).unwrap();
    assert_eq!(pending.change, Change::Delete(Delete { target: 2 }));
}

#[test]
fn a_change_of_a_later_version_is_an_error() {
    for deed in [json!({"deed": "pin", "target": 2}), json!({"target": 2}), json!("post"), Value::Null] {
        let json = json!({"clientId": "c-1", "room": "lobby", "deed": deed});
        assert!(serde_json::from_value::<Pending>(json).is_err(), "{deed}");
    }
}

#[test]
fn an_identity_is_stored_as_the_first_version_did() {
    let json = json!({"user": "u-1", "name": "Ada", "token": "t"});
    let identity: Identity = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&identity).unwrap(), json);
}

#[test]
fn a_pending_change_has_its_author_and_whether_it_was_ever_sent() {
    for transmitted in [0_u64, 1_800_000_000_000] {
        let json = json!({"clientId": "c-1", "room": "lobby", "author": "u-1", "transmitted": transmitted,
            "deed": {"deed": "post", "text": "Hi"}});
        let pending: Pending = serde_json::from_value(json.clone()).unwrap();
        assert_eq!((pending.may_have_arrived(), &pending.author), (transmitted > 0, &"u-1".parse().ok()));
        assert_eq!(serde_json::to_value(&pending).unwrap(), json);
    }
}

#[test]
fn a_change_that_version_1_stored_may_have_arrived() {
    let json = r#"{"clientId":"c-1","room":"lobby","deed":{"deed":"post","text":"Hi"}}"#;
    assert!(serde_json::from_str::<Pending>(json).unwrap().may_have_arrived());
}
