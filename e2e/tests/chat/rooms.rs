//! Rooms: how they are created, listed, joined and left.

use serde_json::{Value, json};

use crate::fixture::{dynamodb, sort_keys, stack, until};
use crate::person::Person;

#[tokio::test]
async fn the_first_person_to_join_creates_the_room_and_sets_its_title() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    let mut bob = Person::guest(&stack, "Bob").await;
    let ack = ada.ask("join", json!({"room": "茶馆", "title": "老茶馆"})).await;
    assert_eq!(
        ack["room"],
        json!({"room": "茶馆", "title": "老茶馆", "head": 1, "read": 1, "messages": 0, "unread": 0})
    );
    let ack = bob.ask("join", json!({"room": "茶馆", "title": "Bob's"})).await;
    assert_eq!(
        ack["room"],
        json!({"room": "茶馆", "title": "老茶馆", "head": 2, "read": 2, "messages": 0, "unread": 0})
    );
    assert_eq!(ada.join("tea-and-cake").await["title"], "Tea and cake");
    stack.stop().await;
}

#[tokio::test]
async fn only_create_makes_a_room_except_the_first() {
    let stack = stack().await;
    let mut ada = Person::hello(&stack, json!({"name": "Ada", "version": 2})).await;
    let mut bob = Person::hello(&stack, json!({"name": "Bob", "version": 2})).await;
    let answer = ada.ask("join", json!({"room": "mistyped", "title": "Mistyped"})).await;
    assert_eq!(answer["code"], "not_found", "{answer}");
    assert_eq!(ada.ask("rooms", json!({})).await["rooms"], json!([]), "nothing was made");
    let made = ada.ask("create", json!({"room": "tea", "title": "Tea & Biscuits"})).await;
    assert_eq!(
        made["room"],
        json!({"room": "tea", "title": "Tea & Biscuits", "head": 1, "read": 1, "messages": 0, "unread": 0})
    );
    for person in [&mut ada, &mut bob] {
        assert_eq!(person.ask("create", json!({"room": "tea"})).await["code"], "conflict");
    }
    assert_eq!(bob.join("tea").await["head"], 2);
    assert_eq!(bob.join("lobby").await["title"], "Lobby");
    stack.stop().await;
}

#[tokio::test]
async fn joining_again_adds_no_event() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.says("lobby", "c-1", "Hi").await;
    assert_eq!(
        ada.join("lobby").await,
        json!({"room": "lobby", "title": "Lobby", "head": 2, "read": 1, "messages": 1, "unread": 0})
    );
    assert_eq!(ada.log("lobby").await.len(), 2);
    stack.stop().await;
}

#[tokio::test]
async fn a_person_who_left_gets_nothing_until_they_join_again() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    ada.pushed().await;
    bob.ask("leave", json!({"room": "lobby"})).await;
    assert_eq!(ada.hears("events").await["events"][0]["kind"], "leave");
    ada.says("lobby", "c-1", "Where is Bob?").await;
    assert_eq!(bob.pushed().await, Vec::<Value>::new());
    assert_eq!(bob.device(&stack).await.welcome["rooms"], json!([]));
    assert_eq!(bob.join("lobby").await["head"], 5);
    stack.stop().await;
}

#[tokio::test]
async fn an_owner_who_joins_again_is_owner_again() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let target = bob.says("lobby", "c-1", "Spam").await;
    ada.ask("leave", json!({"room": "lobby"})).await;
    ada.join("lobby").await;
    let deletion = json!({"room": "lobby", "clientId": "d-1", "target": target});
    let answer = ada.ask("delete", deletion).await;
    assert_eq!(answer["results"][0]["seq"], 6, "{answer}");
    stack.stop().await;
}

#[tokio::test]
async fn the_directory_lists_every_room_in_pages() {
    let stack = stack().await;
    let mut found = Vec::new();
    for person in 0..2 {
        let mut person = Person::guest(&stack, &format!("Person {person}")).await;
        for room in 0..26 {
            person
                .ask("join", json!({"room": format!("r-{}-{room:02}", person.user), "title": "A room"}))
                .await;
        }
    }
    let mut ada = Person::guest(&stack, "Ada").await;
    let mut request = json!({});
    let mut pages = 0;
    loop {
        let page = ada.ask("rooms", request.clone()).await;
        assert_eq!(page["type"], "rooms", "{page}");
        found.extend(page["rooms"].as_array().unwrap().clone());
        pages += 1;
        match &page["cursor"] {
            Value::Null => break,
            cursor => request["cursor"] = cursor.clone(),
        }
    }
    let mut ids: Vec<&str> = found.iter().map(|room| room["room"].as_str().unwrap()).collect();
    assert!(found.iter().all(|room| room["title"] == "A room"));
    ids.dedup();
    assert_eq!((ids.len(), pages), (52, 2));
    stack.stop().await;
}

#[tokio::test]
async fn one_person_creates_at_most_50_rooms_and_joins_at_most_100() {
    let stack = stack().await;
    for owner in 0..2 {
        let mut owner_of_fifty = Person::guest(&stack, "Owner").await;
        for room in 0..50 {
            owner_of_fifty.join(&format!("r-{}", owner * 50 + room)).await;
        }
        let refused = owner_of_fifty.ask("join", json!({"room": "too-many"})).await;
        assert_eq!(refused["code"], "too_large", "{refused}");
    }
    let mut ada = Person::guest(&stack, "Ada").await;
    for room in 0..100 {
        ada.join(&format!("r-{room}")).await;
    }
    let full = ada.ask("join", json!({"room": "one-more"})).await;
    assert_eq!(full["code"], "too_large", "{full}");
    let welcome = ada.device(&stack).await.welcome;
    assert_eq!(welcome["rooms"].as_array().unwrap().len(), 100);
    ada.ask("leave", json!({"room": "r-7"})).await;
    ada.join("one-more").await;
    stack.stop().await;
}

#[tokio::test]
async fn disconnect_removes_the_connections_rows_from_all_rooms() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    bob.join("tea").await;
    let user = bob.user.clone();
    assert_eq!(sort_keys(&stack, &format!("DEVICES#{user}"), "CONN#").await.len(), 1);
    bob.close().await;
    let listeners = async |room: &str| sort_keys(&stack, room, "CONN#").await.len();
    until("Bob's row in the lobby goes", async || (listeners("LISTEN#lobby").await == 1).then_some(())).await;
    let devices = async || sort_keys(&stack, &format!("DEVICES#{user}"), "CONN#").await;
    until("Bob's device goes", async || devices().await.is_empty().then_some(())).await;
    until("Bob's row in the tea room goes", async || (listeners("LISTEN#tea").await == 0).then_some(()))
        .await;
    let before = stack.calls();
    ada.says("lobby", "c-1", "Alone").await;
    assert_eq!(stack.calls().since(&before).connections, std::collections::BTreeMap::new());
    stack.stop().await;
}

#[tokio::test]
async fn only_members_may_join_a_private_room() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "den").await;
    let close = json!({
        "Key": {"pk": {"S": "ROOM#den"}, "sk": {"S": "META"}},
        "UpdateExpression": "SET kind = :private",
        "ExpressionAttributeValues": {":private": {"S": "private"}},
    });
    dynamodb(&stack, "UpdateItem", close).await;
    let mut eve = Person::guest(&stack, "Eve").await;
    let answer = eve.ask("join", json!({"room": "den"})).await;
    assert_eq!(answer["code"], "forbidden", "{answer}");
    assert_eq!(ada.device(&stack).await.join("den").await["head"], 1);
    assert_eq!(ada.log("den").await.len(), 1);
    stack.stop().await;
}
