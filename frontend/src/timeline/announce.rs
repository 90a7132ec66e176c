//! What a screen reader is told of new messages: author and text, not faster than one can listen.

use common::{Event, Kind, Name, Seq, UserId};

/// Milliseconds between announcements.
pub const EVERY: u64 = 1_500;
/// More lines than this at once are only counted.
const AT_ONCE: usize = 3;
/// Characters of a text that are read out.
const LENGTH: usize = 200;

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announcement {
    /// Somebody said this.
    Line(Name, String),
    /// So many messages came at once.
    Many(usize),
}

/// Collects what is new in one room.
#[derive(Debug, Clone, Default)]
pub struct Announcer {
    heard: Option<Seq>,
    waiting: Vec<(Name, String)>,
}

impl Announcer {
    /// Looks at the log. The first look only learns where it ends: history is not news.
    pub fn observe<'a>(&mut self, newest_first: impl Iterator<Item = &'a Event>, me: Option<&UserId>) {
        let heard = self.heard;
        let mut news: Vec<(Name, String)> = Vec::new();
        for event in newest_first.take_while(|event| heard.is_none_or(|heard| event.seq > heard)) {
            self.heard = self.heard.max(Some(event.seq));
            if heard.is_none() {
                return;
            }
            if me != Some(&event.by) {
                news.extend(line(event));
            }
        }
        self.heard = self.heard.or(Some(0));
        news.reverse();
        self.waiting.append(&mut news);
    }

    /// Whether there is something to say.
    pub fn has_news(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What to say now.
    pub fn speak(&mut self) -> Vec<Announcement> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.len() > AT_ONCE {
            return vec![Announcement::Many(waiting.len())];
        }
        waiting.into_iter().map(|(name, text)| Announcement::Line(name, text)).collect()
    }
}

fn line(event: &Event) -> Option<(Name, String)> {
    let Kind::Message(message) = &event.kind else { return None };
    let text = message.text.as_ref()?.as_str().chars().take(LENGTH).collect();
    Some((event.name.clone(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(seq: Seq, by: &str) -> Event {
        let text = format!("text {seq}").parse().unwrap();
        let message = common::Message::new(format!("c-{seq}").parse().unwrap(), text, None);
        Event { seq, at: 0, by: by.parse().unwrap(), name: by.parse().unwrap(), kind: Kind::Message(message) }
    }

    fn after(history: &[Event], log: &[Event]) -> Vec<Announcement> {
        let me = "me".parse().unwrap();
        let mut announcer = Announcer::default();
        announcer.observe(history.iter().rev(), Some(&me));
        assert!(!announcer.has_news());
        announcer.observe(log.iter().rev(), Some(&me));
        announcer.speak()
    }

    #[test]
    fn news_of_others_are_read_out_in_order() {
        let log = [says(1, "a"), says(2, "a"), says(3, "me"), says(4, "b")];
        let lines = after(&log[..1], &log);
        let line = |name: &str, text: &str| Announcement::Line(name.parse().unwrap(), text.to_owned());
        assert_eq!(lines, [line("a", "text 2"), line("b", "text 4")]);
    }

    #[test]
    fn a_crowd_is_counted() {
        let log: Vec<Event> = (1..=9).map(|seq| says(seq, "a")).collect();
        assert_eq!(after(&log[..1], &log), [Announcement::Many(8)]);
    }

    #[test]
    fn the_first_message_of_an_empty_room_is_news() {
        assert_eq!(after(&[], &[says(1, "a")]).len(), 1);
    }
}
