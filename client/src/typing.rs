//! Who is typing in a room.

use common::{Millis, Name, UserId};
use litemap::LiteMap;

use crate::timing::{TYPING_EVERY, TYPING_EXPIRES};

/// The people who are typing, and when this person's own typing was last sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Typing {
    /// Each with the name, and the time at which it expires.
    others: LiteMap<UserId, (Name, Millis)>,
    sent_at: Option<Millis>,
}

impl Typing {
    pub fn others(&self) -> impl Iterator<Item = (&UserId, &Name)> {
        self.others.iter().map(|(user, (name, _))| (user, name))
    }

    pub fn start(&mut self, user: UserId, name: Name, now: Millis) {
        self.others.insert(user, (name, now + TYPING_EXPIRES));
    }

    pub fn stop(&mut self, user: &UserId) {
        self.others.remove(user);
    }

    /// Removes the people who have not typed for a while. Returns whether there was one.
    pub fn expire(&mut self, now: Millis) -> bool {
        let before = self.others.len();
        self.others.retain(|_, (_, until)| *until > now);
        self.others.len() < before
    }

    pub fn expires_at(&self) -> Option<Millis> {
        self.others.values().map(|(_, until)| *until).min()
    }

    /// This person is typing. Returns whether to send it now.
    pub fn should_send(&mut self, now: Millis) -> bool {
        let is_due = self.sent_at.is_none_or(|sent| now >= sent + TYPING_EVERY);
        if is_due {
            self.sent_at = Some(now);
        }
        is_due
    }
}
