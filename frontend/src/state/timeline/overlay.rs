//! Pending changes, applied to the messages that the page shows before the server has answered.

use client::Pending;
use common::{Message, Seq, UserId};

use super::row::Delivery;

/// A message as it will be once this person's pending changes are committed, and the delivery of the last of them. A
/// refused change is not applied.
pub fn with_pending<'a>(
    message: &Message,
    seq: Seq,
    me: Option<&UserId>,
    pending: impl IntoIterator<Item = &'a Pending>,
) -> (Message, Delivery) {
    let (mut message, mut last) = (message.clone(), Delivery::Sent);
    for entry in pending.into_iter().filter(|entry| entry.change.target() == Some(seq)) {
        last = delivery(entry);
        if let Some(me) = me.filter(|_| entry.failed.is_none()) {
            entry.change.apply(&mut message, me, entry.client_id.made_at().unwrap_or_default());
        }
    }
    (message, last)
}

/// The delivery of a pending change.
pub fn delivery(pending: &Pending) -> Delivery {
    match pending.failed {
        Some(code) => Delivery::Failed(pending.client_id.clone(), code),
        None if pending.can_undo() => Delivery::Undoable(pending.client_id.clone()),
        None => Delivery::Pending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Change, Delete, Edit, Post, React};

    fn pending(change: Change, failed: Option<common::Code>) -> Pending {
        let (client_id, room) = ("c-9".parse().unwrap(), "lobby".parse().unwrap());
        Pending { failed, ..Pending::new(client_id, room, None, change) }
    }

    fn hello() -> Message {
        Message::new("c-1".parse().unwrap(), Post { text: "Hello".parse().unwrap(), reply_to: None })
    }

    #[test]
    fn pending_changes_show_at_once() {
        let me = "u-1".parse().unwrap();
        let edit = pending(Change::Edit(Edit { target: 3, text: "Bye".parse().unwrap() }), None);
        let react = React { target: 3, emoji: "👍".parse().unwrap(), on: true };
        let react = pending(Change::React(react), None);
        let (message, delivery) = with_pending(&hello(), 3, Some(&me), [&edit, &react]);
        assert_eq!((message.text.unwrap().as_str(), message.reactions.count()), ("Bye", 1));
        assert_eq!(delivery, Delivery::Pending);
    }

    #[test]
    fn a_refused_change_is_not_shown_as_made() {
        let me = "u-1".parse().unwrap();
        let delete = pending(Change::Delete(Delete { target: 3 }), Some(common::Code::Forbidden));
        let (message, delivery) = with_pending(&hello(), 3, Some(&me), [&delete]);
        assert!(!message.is_deleted());
        assert!(matches!(delivery, Delivery::Failed(..)));
    }

    #[test]
    fn a_deletion_that_can_be_undone_is_shown_as_made() {
        let me = "u-1".parse().unwrap();
        let mut delete = pending(Change::Delete(Delete { target: 3 }), None);
        delete.undo_until = Some(5_000);
        let (message, delivery) = with_pending(&hello(), 3, Some(&me), [&delete]);
        assert!(message.is_deleted());
        assert_eq!(delivery, Delivery::Undoable(delete.client_id));
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        let me = "u-1".parse().unwrap();
        let delete = pending(Change::Delete(Delete { target: 4 }), None);
        assert_eq!(with_pending(&hello(), 3, Some(&me), [&delete]), (hello(), Delivery::Sent));
    }
}
