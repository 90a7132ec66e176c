//! What `welcome` and `pong` tell a device about its rooms.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{dynamodb, sort_keys, stack};
use crate::person::{Person, seqs};

#[tokio::test]
async fn a_welcome_has_the_events_after_the_cursors() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.join("tea").await;
    for n in 0..4 {
        ada.says("lobby", &format!("c-{n}"), "Hi").await;
    }
    let hello = json!({"token": ada.token, "cursors": {"lobby": 3, "tea": 1, "elsewhere": 9}});
    let rooms = Person::hello(&stack, hello).await.welcome["rooms"].clone();
    assert_eq!((seqs(rooms[0]["events"].as_array().unwrap()), &rooms[0]["head"]), (vec![4, 5], &json!(5)));
    assert_eq!((&rooms[1]["room"], &rooms[1]["events"]), (&json!("tea"), &Value::Null));
    stack.stop().await;
}

#[tokio::test]
async fn a_welcome_stays_below_the_frame_limit() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    for n in 2..=6 {
        ada.says("lobby", &format!("c-{n}"), &"x".repeat(7_900)).await;
    }
    let welcome = Person::hello(&stack, json!({"token": ada.token, "cursors": {"lobby": 0}})).await.welcome;
    assert!(welcome.to_string().len() < 28_000);
    assert_eq!(seqs(welcome["rooms"][0]["events"].as_array().unwrap()), [1, 2, 3, 4]);
    stack.stop().await;
}

#[tokio::test]
async fn a_repeated_hello_writes_nothing_into_the_rooms() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = ada.device(&stack).await;
    let before = stack.calls();
    phone.say_hello(json!({"token": ada.token})).await;
    let calls = stack.calls().since(&before).dynamodb;
    assert_eq!((calls.get("BatchWriteItem"), calls.get("PutItem")), (None, None), "{calls:?}");
    assert_eq!(phone.welcome["rooms"][0]["room"], "lobby");
    ada.says("lobby", "c-1", "Still there?").await;
    assert_eq!(phone.hears_text().await, "Still there?");
    stack.stop().await;
}

#[tokio::test]
async fn a_pong_has_the_heads_of_the_connections_rooms() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.join("tea").await;
    ada.says("tea", "c-1", "Hi").await;
    let pong = ada.ask("ping", json!({})).await;
    assert_eq!((&pong["type"], &pong["heads"]), (&json!("pong"), &json!({"lobby": 1, "tea": 2})));
    assert!(pong["now"].as_u64().unwrap() >= ada.welcome["now"].as_u64().unwrap());
    stack.stop().await;
}

#[tokio::test]
async fn a_pong_names_all_rooms_of_the_person() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = laptop.device(&stack).await;
    laptop.join("tea").await;
    let pong = phone.ask("ping", json!({})).await;
    assert_eq!((&pong["heads"], &pong["rooms"]), (&json!({"lobby": 1}), &json!(["tea"])));
    assert_eq!(pong["name"], "Ada");
    stack.stop().await;
}

/// The leave did not get as far as the phone's listener.
#[tokio::test]
async fn a_ping_ends_the_listening_in_a_room_that_was_left() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    for (pk, sk) in [
        ("ROOM#lobby", format!("MEMBER#{}", ada.user)),
        (&format!("USER#{}", ada.user), "ROOM#lobby".to_owned()),
    ] {
        dynamodb(&stack, "DeleteItem", json!({"Key": {"pk": {"S": pk}, "sk": {"S": sk}}})).await;
    }
    let pong = ada.ask("ping", json!({})).await;
    assert_eq!((&pong["heads"], &pong["rooms"]), (&json!({}), &Value::Null));
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    assert_eq!(ada.ask("history", json!({"room": "lobby"})).await["code"], "forbidden");
    stack.stop().await;
}

/// Makes a room's log unreadable.
async fn break_log(stack: &Stack, room: &str) {
    let item =
        json!({"pk": {"S": format!("ROOM#{room}")}, "sk": {"S": "LOG#000000000009"}, "seq": {"S": "nine"}});
    dynamodb(stack, "PutItem", json!({"Item": item})).await;
}

#[tokio::test]
async fn a_room_that_cannot_be_read_does_not_take_the_others_down() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.join("tea").await;
    break_log(&stack, "tea").await;
    let pong = ada.ask("ping", json!({})).await;
    assert_eq!((&pong["heads"], &pong["rooms"]), (&json!({"lobby": 1}), &json!(["tea"])));
    let mut phone = Person::hello(&stack, json!({"token": ada.token, "version": 2})).await;
    assert_eq!(phone.welcome["rooms"].as_array().unwrap().len(), 1, "{}", phone.welcome);
    assert_eq!((&phone.welcome["rooms"][0]["room"], &phone.welcome["more"]), (&json!("lobby"), &json!(true)));
    phone.says("lobby", "c-1", "Still here").await;
    let hello = json!({"token": ada.token, "version": 1});
    let answer = Person::stranger(&stack).await.ask("hello", hello).await;
    assert_eq!(answer["code"], "unavailable", "version 1 would take the missing room for one that was left");
    stack.stop().await;
}

#[tokio::test]
async fn a_welcome_and_a_pong_of_a_hundred_rooms_fit_a_frame() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    let mut others = [Person::guest(&stack, "Bob").await, Person::guest(&stack, "Cleo").await];
    for n in 0..100 {
        // Characters beyond the first 65,536 have four bytes.
        let (room, title) = (format!("{}{n:02}", "𠮷".repeat(62)), "茶".repeat(80));
        let owner = &mut others[n % 2];
        owner.ask_until_accepted("join", json!({"room": room, "title": title})).await;
        ada.ask_until_accepted("join", json!({"room": room})).await;
    }
    let mut phone = Person::hello(&stack, json!({"token": ada.token, "version": 2})).await;
    let count = phone.welcome["rooms"].as_array().unwrap().len();
    assert!((40..100).contains(&count) && phone.welcome["more"] == true, "{count} rooms");
    assert!(phone.welcome.to_string().len() < 28_000);
    let pong = phone.ask("ping", json!({})).await;
    assert!(pong.to_string().len() < 28_000, "{} bytes", pong.to_string().len());
    assert_eq!((pong["heads"].as_object().unwrap().len(), &pong["rooms"]), (100, &Value::Null));
    let missing = format!("{}99", "𠮷".repeat(62));
    assert_eq!(phone.ask("listen", json!({"room": missing})).await["room"]["title"], "茶".repeat(80));
    assert_eq!(
        ada.device(&stack).await.welcome["rooms"].as_array().unwrap().len(),
        100,
        "version 1 gets all"
    );
    stack.stop().await;
}
