//! What a person can do with a message: the one list that the toolbar, the menu and the keys share.

use crate::state::timeline::row::{Delivery, Row};
use crate::widgets::icon::{COPY, LINK, PENCIL, REPLY, SMILE, TRASH, UNDO, UNREAD};
use crate::words::Words;

/// Something that a person can do with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    React,
    Reply,
    Edit,
    CopyText,
    CopyLink,
    MarkUnread,
    Delete,
    Undo,
}

impl Action {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::React,
        Self::Reply,
        Self::Edit,
        Self::CopyText,
        Self::CopyLink,
        Self::MarkUnread,
        Self::Delete,
        Self::Undo,
    ];

    /// What this person can do with the message of a row.
    pub fn of(row: &Row) -> Vec<Self> {
        Self::ALL.into_iter().filter(|action| action.applies_to(row)).collect()
    }

    fn applies_to(self, row: &Row) -> bool {
        let Some(message) = row.message() else { return false };
        let is_deleted = message.message.is_deleted();
        // A message that has not arrived has no number.
        let can_be_referred_to = row.seq.is_some() && !is_deleted;
        match self {
            Self::CopyText => !is_deleted,
            Self::React | Self::Reply | Self::CopyLink => can_be_referred_to,
            Self::Edit | Self::Delete => can_be_referred_to && message.mine,
            // One's own messages are never unread.
            Self::MarkUnread => can_be_referred_to && !message.mine,
            Self::Undo => matches!(message.delivery, Delivery::Undoable(_)),
        }
    }

    /// Whether it has a button in the toolbar; the menu has all.
    pub fn is_in_toolbar(self) -> bool {
        matches!(self, Self::React | Self::Reply | Self::Edit | Self::Undo)
    }

    /// The key that does it while the message has the focus, as the DOM names it in lower case.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::React => "+",
            Self::Reply => "r",
            Self::Edit => "e",
            Self::CopyText => "c",
            Self::CopyLink => "l",
            Self::MarkUnread => "u",
            Self::Delete => "delete",
            Self::Undo => return None,
        })
    }

    /// The key as people read it.
    pub fn key_label(self) -> Option<String> {
        self.key().map(|key| if key == "delete" { "Del".to_owned() } else { key.to_ascii_uppercase() })
    }

    /// The action of a key, if it applies to the row's message. With Ctrl, Meta or Alt, a key is the browser's.
    pub fn of_key(key: &str, is_modified: bool, row: &Row) -> Option<Self> {
        let key = key.to_ascii_lowercase();
        Self::of(row).into_iter().find(|action| !is_modified && action.key() == Some(&*key))
    }

    pub fn icon(self) -> &'static str {
        match self {
            Self::React => SMILE,
            Self::Reply => REPLY,
            Self::Edit => PENCIL,
            Self::CopyText => COPY,
            Self::CopyLink => LINK,
            Self::MarkUnread => UNREAD,
            Self::Delete => TRASH,
            Self::Undo => UNDO,
        }
    }

    pub fn label(self, t: &Words) -> &'static str {
        match self {
            Self::React => t.react,
            Self::Reply => t.reply,
            Self::Edit => t.edit,
            Self::CopyText => t.copy_text,
            Self::CopyLink => t.copy_message_link,
            Self::MarkUnread => t.mark_unread,
            Self::Delete => t.delete,
            Self::Undo => t.undo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::timeline::row::{Content, MessageRow};
    use common::{Message, Post};

    fn row(seq: Option<u64>, mine: bool, delivery: Delivery) -> Row {
        let post = Post { text: "Hello".parse().unwrap(), reply_to: None };
        let message = MessageRow {
            by: None,
            name: "Ada".parse().unwrap(),
            mine,
            at: 0,
            starts_group: true,
            message: Message::new("c-1".parse().unwrap(), post),
            quote: None,
            reactions: vec![],
            delivery,
        };
        Row { key: "m".to_owned(), seq, content: Content::Message(Box::new(message)) }
    }

    fn deleted(delivery: Delivery) -> Row {
        let mut row = row(Some(3), true, delivery);
        if let Content::Message(message) = &mut row.content {
            message.message.text = None;
        }
        row
    }

    #[test]
    fn others_messages_are_marked_as_unread_and_ones_own_are_edited_and_deleted() {
        use Action::{CopyLink, CopyText, Delete, Edit, MarkUnread, React, Reply};
        let others = Action::of(&row(Some(3), false, Delivery::Sent));
        assert_eq!(others, [React, Reply, CopyText, CopyLink, MarkUnread]);
        let own = Action::of(&row(Some(3), true, Delivery::Sent));
        assert_eq!(own, [React, Reply, Edit, CopyText, CopyLink, Delete]);
    }

    #[test]
    fn a_message_that_has_not_arrived_can_only_be_copied() {
        let failed = Delivery::Failed("c-1".parse().unwrap(), common::Code::Forbidden);
        for delivery in [Delivery::Pending, failed] {
            assert_eq!(Action::of(&row(None, true, delivery)), [Action::CopyText]);
        }
    }

    #[test]
    fn a_deletion_can_only_be_undone_and_only_for_a_while() {
        assert_eq!(Action::of(&deleted(Delivery::Undoable("c-2".parse().unwrap()))), [Action::Undo]);
        assert_eq!(Action::of(&deleted(Delivery::Pending)), []);
    }

    #[test]
    fn a_key_does_only_what_applies() {
        let (others, own) = (row(Some(3), false, Delivery::Sent), row(Some(3), true, Delivery::Sent));
        assert_eq!(Action::of_key("E", false, &own), Some(Action::Edit));
        assert_eq!(Action::of_key("e", false, &others), None);
        assert_eq!(Action::of_key("Delete", false, &own), Some(Action::Delete));
        assert_eq!(Action::of_key("x", false, &own), None);
        assert_eq!(Action::of_key("e", true, &own), None);
    }

    #[test]
    fn no_two_actions_share_a_key() {
        let keys: Vec<_> = Action::ALL.iter().filter_map(|action| action.key()).collect();
        let mut once = keys.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(keys.len(), once.len());
    }
}
