//! What Esc closes in a room.

/// What Esc closes, the first of those that are there. A menu and a dialog close themselves before it comes to these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closes {
    /// An answer or an edit in the composer.
    Draft,
    /// Selected text, or the message that has the focus.
    Selection,
    /// The line above the unread messages.
    UnreadLine,
}

/// What there is to close in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closable {
    /// The composer answers or edits a message.
    pub draft: bool,
    /// Text is selected, or a message has the focus.
    pub selection: bool,
    /// There is an unread line.
    pub unread_line: bool,
}

impl Closable {
    /// What Esc closes now.
    ///
    /// ```
    /// use frontend::state::escape::{Closable, Closes};
    /// let all = Closable { draft: true, selection: true, unread_line: true };
    /// assert_eq!(all.first(), Some(Closes::Draft));
    /// assert_eq!(Closable { draft: false, ..all }.first(), Some(Closes::Selection));
    /// assert_eq!(Closable { unread_line: true, ..Closable::default() }.first(), Some(Closes::UnreadLine));
    /// assert_eq!(Closable::default().first(), None);
    /// ```
    pub fn first(self) -> Option<Closes> {
        let order = [
            (self.draft, Closes::Draft),
            (self.selection, Closes::Selection),
            (self.unread_line, Closes::UnreadLine),
        ];
        order.into_iter().find_map(|(is_there, closes)| is_there.then_some(closes))
    }
}
