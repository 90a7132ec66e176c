//! A deletion waits, so that the person can undo it.

use client::{Command, Input, Pending, StorageChange, timing};
use common::{Change, ClientId, Delete};
use serde_json::json;

use crate::driver::{Driver, lobby};

fn undoable(driver: &Driver) -> Option<ClientId> {
    driver.client.undoable().map(|pending| pending.client_id.clone())
}

#[test]
fn a_deletion_shows_at_once_and_is_sent_when_it_can_be_undone_no_more() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    assert_eq!((driver.pending(), undoable(&driver).is_some()), (1, true));
    driver.wait(timing::UNDO - 1);
    assert_eq!((driver.count("delete"), undoable(&driver).is_some()), (0, true));
    driver.wait(1);
    assert_eq!((driver.count("delete"), undoable(&driver)), (1, None));
    assert_eq!(driver.last("delete")["target"], 5);
}

#[test]
fn a_deletion_that_is_undone_is_never_sent_and_not_stored() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    let client_id = undoable(&driver).unwrap();
    driver.command(Command::Undo(client_id.clone()));
    assert_eq!(driver.stored.last(), Some(&StorageChange::RemovePending(client_id)));
    driver.wait(2 * timing::UNDO);
    assert_eq!((driver.pending(), driver.count("delete")), (0, 0));
}

#[test]
fn a_deletion_is_sent_at_once_when_the_page_hides() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    driver.feed(Input::Visible(false));
    assert_eq!((driver.count("delete"), undoable(&driver)), (1, None));
}

#[test]
fn what_was_sent_cannot_be_undone() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    let client_id = undoable(&driver).unwrap();
    driver.wait(timing::UNDO);
    driver.command(Command::Undo(client_id));
    assert_eq!(driver.pending(), 1, "it waits for its acknowledgement");
}

#[test]
fn the_last_deletion_is_undone_first() {
    let mut driver = Driver::online(5);
    driver.delete(4);
    driver.wait(1_000);
    driver.delete(5);
    let target = |driver: &Driver| driver.client.undoable().and_then(|pending| pending.change.target());
    assert_eq!(target(&driver), Some(5));
    driver.command(Command::Undo(undoable(&driver).unwrap()));
    assert_eq!(target(&driver), Some(4));
    driver.wait(timing::UNDO);
    assert_eq!(driver.all("delete").iter().map(|sent| sent["target"].clone()).collect::<Vec<_>>(), [4]);
}

#[test]
fn a_deletion_that_waits_does_not_keep_a_message_waiting() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    driver.post("hello");
    assert_eq!((driver.count("send"), driver.count("delete")), (1, 0));
    driver.ack(6);
    driver.wait(timing::UNDO);
    assert_eq!(driver.count("delete"), 1);
}

#[test]
fn without_a_connection_a_deletion_can_be_undone_as_long_as_with_one() {
    let mut driver = Driver::online(5);
    driver.feed(Input::Closed(1));
    driver.delete(5);
    driver.wait(timing::UNDO);
    assert_eq!((driver.pending(), undoable(&driver)), (1, None));
}

#[test]
fn a_deletion_that_a_closed_page_has_left_behind_is_sent_at_once() {
    let delete = Change::Delete(Delete { target: 5 });
    let pending = Pending::new("c-1".parse().unwrap(), lobby(), Some("u-me".parse().unwrap()), delete);
    let stored = serde_json::to_string(&Pending { undo_until: Some(9_000), ..pending }).unwrap();
    let mut driver = Driver::online(5);
    driver.feed(Input::PendingFound(serde_json::from_str(&stored).unwrap()));
    assert_eq!((driver.count("delete"), undoable(&driver)), (1, None));
}

#[test]
fn a_deletion_is_sent_before_its_author_leaves_the_room() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    driver.command(Command::Leave(lobby()));
    assert_eq!((driver.count("delete"), driver.count("leave")), (1, 0));
    let delete = driver.last("delete");
    let result = json!({"clientId": delete["clientId"], "seq": 6, "at": 9});
    driver.receive(json!({"type": "ack", "id": delete["id"], "results": [result]}));
    assert_eq!((driver.pending(), driver.count("leave")), (0, 1));
}

#[test]
fn a_deletion_that_is_refused_does_not_keep_its_author_in_the_room() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    driver.command(Command::Leave(lobby()));
    driver.refuse("delete", "forbidden");
    assert_eq!((driver.pending(), driver.count("leave")), (0, 1));
}
