//! The line between what was read and what was not.

use common::Seq;

/// Frozen while the room is open: reading does not move it, only sending or Esc clears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnreadLine {
    after: Option<Seq>,
    settled: bool,
}

impl UnreadLine {
    /// The last event above the line, if there is a line.
    pub fn after(self) -> Option<Seq> {
        self.after
    }

    /// Looks at the room: up to where it is read, its newest message by somebody else, and whether the
    /// reader is looking. The line appears when the room opens with something unread, or when something
    /// arrives while the reader is away.
    #[must_use]
    pub fn observe(self, read: Seq, newest: Option<Seq>, attentive: bool) -> Self {
        let away = !self.settled || !attentive;
        // Nothing read at all means that the room is new to the reader: all of it is.
        let unread = read > 0 && newest.is_some_and(|newest| newest > read);
        let after = self.after.or((away && unread).then_some(read));
        Self { after, settled: true }
    }

    /// The reader has taken note.
    #[must_use]
    pub fn cleared(self) -> Self {
        Self { after: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_where_reading_stopped_and_stays_there() {
        let line = UnreadLine::default().observe(5, Some(8), true);
        assert_eq!(line.after(), Some(5));
        assert_eq!(line.observe(8, Some(9), false).after(), Some(5));
    }

    #[test]
    fn what_arrives_under_the_readers_eyes_is_not_unread() {
        let line = UnreadLine::default().observe(8, Some(8), true).observe(8, Some(9), true);
        assert_eq!(line.after(), None);
        assert_eq!(line.observe(9, Some(10), false).after(), Some(9));
    }

    #[test]
    fn once_cleared_it_comes_back_only_for_news() {
        let line = UnreadLine::default().observe(5, Some(8), true).cleared();
        assert_eq!(line.observe(5, Some(8), true).after(), None);
    }

    #[test]
    fn a_room_that_is_new_to_the_reader_has_no_line() {
        assert_eq!(UnreadLine::default().observe(0, Some(8), false).after(), None);
    }
}
