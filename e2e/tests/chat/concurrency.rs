//! Many people act at once: a room has one order, without holes, the same for everybody.

use e2e::Stack;
use futures::future::join_all;
use serde_json::{Value, json};

use crate::fixture::stack;
use crate::person::{Person, seqs, texts};

async fn people(stack: &Stack, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for n in 0..count {
        people.push(Person::in_room(stack, &format!("Person {n}"), "lobby").await);
    }
    people
}

#[tokio::test]
async fn ten_people_who_send_at_once_have_the_same_log() {
    let stack = stack().await;
    let mut people = people(&stack, 10).await;
    let sends = people.iter_mut().enumerate().map(|(n, person)| async move {
        for m in 0..5 {
            let message = json!([{"clientId": format!("m-{m}"), "text": format!("p{n}-m{m}")}]);
            let ack = person.ask_until_accepted("send", json!({"room": "lobby", "messages": message})).await;
            assert!(ack["results"][0]["seq"].is_u64(), "{ack}");
        }
    });
    join_all(sends).await;

    let log = people[0].log("lobby").await;
    assert_eq!(seqs(&log), (1..=60).collect::<Vec<_>>());
    for n in 0..10 {
        let mine: Vec<&str> =
            texts(&log).into_iter().filter(|text| text.starts_with(&format!("p{n}-"))).collect();
        assert_eq!(mine, (0..5).map(|m| format!("p{n}-m{m}")).collect::<Vec<_>>());
    }
    for person in &mut people {
        assert_eq!(person.log("lobby").await, log);
        let mut heard: Vec<u64> = person.pushed().await.iter().flat_map(pushed_seqs).collect();
        heard.sort_unstable();
        let unique = heard.len();
        heard.dedup();
        assert_eq!(unique, heard.len(), "nothing is pushed twice");
    }
    stack.stop().await;
}

fn pushed_seqs(frame: &Value) -> Vec<u64> {
    frame["events"].as_array().map(|events| seqs(events)).unwrap_or_default()
}

#[tokio::test]
async fn a_message_keeps_all_of_five_reactions_at_once() {
    let stack = stack().await;
    let mut people = people(&stack, 5).await;
    let target = people[0].says("lobby", "c-1", "Tea?").await;
    let reactions = people.iter_mut().enumerate().map(|(n, person)| async move {
        let react = json!({"room": "lobby", "clientId": format!("r-{n}"), "target": target, "emoji": "👍", "on": true});
        person.ask_until_accepted("react", react).await;
        person.user.clone()
    });
    let mut users = join_all(reactions).await;
    users.sort();
    let log = people[0].log("lobby").await;
    let message = &log[usize::try_from(target).unwrap() - 1];
    assert_eq!(message["reactions"], json!({"👍": users}));
    assert_eq!((message["rev"].as_u64(), log.len()), (Some(11), 11));
    stack.stop().await;
}

#[tokio::test]
async fn five_people_who_create_the_same_room_at_once_create_one_room() {
    let stack = stack().await;
    let names = ["Ada", "Bob", "Cleo", "Dan", "Eve"];
    let mut people = join_all(names.map(|name| Person::guest(&stack, name))).await;
    let joins = people
        .iter_mut()
        .map(|person| async { person.ask_until_accepted("join", json!({"room": "den"})).await });
    join_all(joins).await;
    let log = people[0].log("den").await;
    assert_eq!(seqs(&log), [1, 2, 3, 4, 5]);
    assert!(log.iter().all(|event| event["kind"] == "join"));
    for person in &people {
        // The processes started at once, and one of them created the key that signs all tokens.
        assert_eq!(person.device(&stack).await.user, person.user);
    }
    let mut joined: Vec<&str> = log.iter().map(|event| event["name"].as_str().unwrap()).collect();
    joined.sort_unstable();
    assert_eq!(joined, names);
    stack.stop().await;
}
