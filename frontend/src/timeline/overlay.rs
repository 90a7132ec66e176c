//! What I have done and the log does not know yet, laid over the messages that it changes.

use client::{Deed, Pending};
use common::{Message, Reactions, Seq, UserId};

use super::row::State;

/// A message as it will be once my pending changes have arrived, and how far the last of them has come.
pub fn overlaid<'a>(
    message: &Message,
    seq: Seq,
    me: Option<&UserId>,
    pending: impl IntoIterator<Item = &'a Pending>,
) -> (Message, State) {
    let mut shown = (message.clone(), State::Sent);
    for entry in pending.into_iter().filter(|entry| target(&entry.deed) == Some(seq)) {
        shown.1 = state(entry);
        if entry.failed.is_none() {
            change(&mut shown.0, &entry.deed, me);
        }
    }
    shown
}

/// How far a pending deed has come.
pub fn state(pending: &Pending) -> State {
    match pending.failed {
        Some(code) => State::Failed(pending.client_id.clone(), code),
        None => State::Pending,
    }
}

fn target(deed: &Deed) -> Option<Seq> {
    match deed {
        Deed::Post { .. } => None,
        Deed::Edit { target, .. } | Deed::Delete { target } | Deed::React { target, .. } => Some(*target),
    }
}

fn change(message: &mut Message, deed: &Deed, me: Option<&UserId>) {
    match deed {
        Deed::Post { .. } => {}
        Deed::Edit { text, .. } => {
            message.text = Some(text.clone());
            message.edited = message.edited.or(Some(0));
        }
        Deed::Delete { .. } => {
            message.text = None;
            message.reactions = Reactions::default();
        }
        Deed::React { emoji, on, .. } => {
            if let Some(me) = me {
                message.reactions.set(emoji, me, *on);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(deed: Deed, failed: Option<common::Code>) -> Pending {
        Pending { client_id: "c-9".parse().unwrap(), room: "lobby".parse().unwrap(), deed, failed }
    }

    fn hello() -> Message {
        Message::new("c-1".parse().unwrap(), "Hello".parse().unwrap(), None)
    }

    #[test]
    fn my_changes_show_at_once() {
        let me = "u-1".parse().unwrap();
        let edit = entry(Deed::Edit { target: 3, text: "Bye".parse().unwrap() }, None);
        let react = entry(Deed::React { target: 3, emoji: "👍".parse().unwrap(), on: true }, None);
        let (message, state) = overlaid(&hello(), 3, Some(&me), [&edit, &react]);
        assert_eq!((message.text.unwrap().as_str(), message.reactions.count()), ("Bye", 1));
        assert_eq!(state, State::Pending);
    }

    #[test]
    fn what_was_refused_is_not_shown_as_done() {
        let delete = entry(Deed::Delete { target: 3 }, Some(common::Code::Forbidden));
        let (message, state) = overlaid(&hello(), 3, None, [&delete]);
        assert!(!message.is_deleted());
        assert!(matches!(state, State::Failed(..)));
    }

    #[test]
    fn other_messages_are_untouched() {
        let delete = entry(Deed::Delete { target: 4 }, None);
        assert_eq!(overlaid(&hello(), 3, None, [&delete]), (hello(), State::Sent));
    }
}
