//! The line between read and unread messages.

use common::Seq;

/// The line does not move while the room is open: only sending a message or Esc removes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnreadLine {
    after: Option<Seq>,
    has_looked: bool,
}

impl UnreadLine {
    /// The last event above the line, if there is a line.
    pub fn after(self) -> Option<Seq> {
        self.after
    }

    /// Updates the line: `read` is the last event that was read, `newest` the newest message by somebody else. The line
    /// appears when the room opens with unread messages, or when a message arrives while the reader is away.
    #[must_use]
    pub fn observe(self, read: Seq, newest: Option<Seq>, attentive: bool) -> Self {
        let away = !self.has_looked || !attentive;
        // A room in which nothing is read is new to the reader, so that a line would only stand at its top.
        let unread = read > 0 && newest.is_some_and(|newest| newest > read);
        let after = self.after.or((away && unread).then_some(read));
        Self { after, has_looked: true }
    }

    /// The reader marks this message and all after it as unread.
    #[must_use]
    pub fn above(self, seq: Seq) -> Self {
        Self { after: Some(seq.saturating_sub(1)), ..self }
    }

    /// The reader has noticed the line.
    #[must_use]
    pub fn cleared(self) -> Self {
        Self { after: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stays_where_reading_stopped() {
        let line = UnreadLine::default().observe(5, Some(8), true);
        assert_eq!(line.after(), Some(5));
        assert_eq!(line.observe(8, Some(9), false).after(), Some(5));
    }

    #[test]
    fn a_message_that_arrives_while_the_reader_looks_is_not_unread() {
        let line = UnreadLine::default().observe(8, Some(8), true).observe(8, Some(9), true);
        assert_eq!(line.after(), None);
        assert_eq!(line.observe(9, Some(10), false).after(), Some(9));
    }

    #[test]
    fn a_removed_line_comes_back_only_for_new_messages() {
        let line = UnreadLine::default().observe(5, Some(8), true).cleared();
        assert_eq!(line.observe(5, Some(8), true).after(), None);
    }

    #[test]
    fn a_room_that_is_new_to_the_reader_has_no_line() {
        assert_eq!(UnreadLine::default().observe(0, Some(8), false).after(), None);
    }
}
