//! What a screen reader announces of new messages: author and text, no faster than a person can listen.

use common::markup::{parse, plain_text};
use common::{Event, Name, Seq, UserId};

/// Milliseconds between announcements.
pub const EVERY: u32 = 1_500;
/// More messages than this at once are only counted.
const AT_ONCE: usize = 3;
/// Characters of a text that are read out.
const LENGTH: usize = 200;

/// Something to announce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announcement {
    /// The author and the text of a message.
    Message(Name, String),
    /// The number of messages that came at once.
    Count(usize),
}

/// Collects what is new in one room.
#[derive(Debug, Clone, Default)]
pub struct Announcer {
    seen: Option<Seq>,
    queue: Vec<(Name, String)>,
}

impl Announcer {
    /// Takes new events from the log. The first call only learns where the log ends: history is not new.
    pub fn observe<'a>(&mut self, newest_first: impl Iterator<Item = &'a Event>, me: Option<&UserId>) {
        let seen = self.seen;
        let mut new: Vec<(Name, String)> = Vec::new();
        for event in newest_first.take_while(|event| seen.is_none_or(|seen| event.seq > seen)) {
            self.seen = self.seen.max(Some(event.seq));
            if seen.is_none() {
                return;
            }
            if me != Some(&event.by) {
                new.extend(message(event));
            }
        }
        self.seen = self.seen.or(Some(0));
        new.reverse();
        self.queue.append(&mut new);
    }

    /// Whether there is something to announce.
    pub fn is_waiting(&self) -> bool {
        !self.queue.is_empty()
    }

    /// What to announce now.
    pub fn announce(&mut self) -> Vec<Announcement> {
        let queue = std::mem::take(&mut self.queue);
        if queue.len() > AT_ONCE {
            return vec![Announcement::Count(queue.len())];
        }
        queue.into_iter().map(|(name, text)| Announcement::Message(name, text)).collect()
    }
}

fn message(event: &Event) -> Option<(Name, String)> {
    let text = event.kind.message()?.text.as_ref()?.as_str();
    let text = plain_text(&parse(text)).chars().take(LENGTH).collect();
    Some((event.name.clone(), text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Kind, Message, Post};

    fn post(seq: Seq, by: &str) -> Event {
        let post = Post { text: format!("text {seq}").parse().unwrap(), reply_to: None };
        let message = Message::new(format!("c-{seq}").parse().unwrap(), post);
        Event {
            seq,
            at: 0,
            by: by.parse().unwrap(),
            name: by.parse().unwrap(),
            messages: None,
            kind: Kind::Message(message),
        }
    }

    fn after(history: &[Event], log: &[Event]) -> Vec<Announcement> {
        let me = "me".parse().unwrap();
        let mut announcer = Announcer::default();
        announcer.observe(history.iter().rev(), Some(&me));
        assert!(!announcer.is_waiting());
        announcer.observe(log.iter().rev(), Some(&me));
        announcer.announce()
    }

    #[test]
    fn new_messages_by_others_are_announced_in_order() {
        let log = [post(1, "a"), post(2, "a"), post(3, "me"), post(4, "b")];
        let message = |name: &str, text: &str| Announcement::Message(name.parse().unwrap(), text.to_owned());
        assert_eq!(after(&log[..1], &log), [message("a", "text 2"), message("b", "text 4")]);
    }

    #[test]
    fn many_messages_at_once_are_counted() {
        let log: Vec<Event> = (1..=9).map(|seq| post(seq, "a")).collect();
        assert_eq!(after(&log[..1], &log), [Announcement::Count(8)]);
    }

    #[test]
    fn the_first_message_of_an_empty_room_is_announced() {
        assert_eq!(after(&[], &[post(1, "a")]).len(), 1);
    }
}
