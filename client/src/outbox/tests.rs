use common::{Delete, Post};

use super::*;

fn entry(id: usize, change: Change) -> Pending {
    let (client_id, room) = (format!("c-{id:03}").parse().unwrap(), "lobby".parse().unwrap());
    Pending::new(client_id, room, None, change)
}

fn post(id: usize, bytes: usize) -> Pending {
    entry(id, Change::Post(Post { text: "x".repeat(bytes).parse().unwrap(), reply_to: None }))
}

fn outbox(entries: impl IntoIterator<Item = Pending>) -> Outbox {
    let mut outbox = Outbox::new(None);
    entries.into_iter().for_each(|pending| outbox.insert(pending));
    outbox
}

fn sizes(mut outbox: Outbox) -> Vec<usize> {
    let (room, mut sizes) = ("lobby".parse().unwrap(), vec![]);
    loop {
        let ids: Vec<_> = outbox.next(&room).iter().map(|entry| entry.client_id.clone()).collect();
        if ids.is_empty() {
            return sizes;
        }
        sizes.push(ids.len());
        ids.iter().for_each(|id| drop(outbox.remove(id)));
    }
}

#[test]
fn messages_share_frames_of_ten() {
    assert_eq!(sizes(outbox((0..23).map(|id| post(id, 5)))), [10, 10, 3]);
}

#[test]
fn frames_take_fewer_long_messages() {
    assert_eq!(sizes(outbox((0..7).map(|id| post(id, 8_000)))), [3, 3, 1]);
}

#[test]
fn a_deletion_has_a_frame_of_its_own_and_keeps_its_place() {
    let entries = vec![post(0, 1), entry(1, Change::Delete(Delete { target: 1 })), post(2, 1), post(3, 1)];
    assert_eq!(sizes(outbox(entries)), [1, 1, 2]);
}

#[test]
fn a_refused_entry_waits_for_its_author() {
    let mut outbox = outbox([post(0, 1), post(1, 1)]);
    outbox.mark_failed(&"c-000".parse().unwrap(), Some(Code::Forbidden));
    assert_eq!(sizes(outbox), [1]);
}
