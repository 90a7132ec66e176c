//! What Esc closes in a room. The suggestions, the emoji picker, a menu, a dialog and a message's toolbar handle Esc
//! themselves; then it comes to these.

/// What Esc closes, the first of those that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscapeTarget {
    /// A reply or an edit in the composer.
    ReplyOrEdit,
    /// Selected text, or the message that has the focus.
    Selection,
    /// The line above the unread messages.
    UnreadLine,
}

/// What there is to close in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closable {
    /// The composer has a reply or an edit.
    pub reply_or_edit: bool,
    /// Text is selected, or a message has the focus.
    pub selection: bool,
    /// There is an unread line.
    pub unread_line: bool,
}

impl Closable {
    /// What Esc closes now.
    ///
    /// ```
    /// use frontend::state::escape::{Closable, EscapeTarget};
    /// let all = Closable { reply_or_edit: true, selection: true, unread_line: true };
    /// assert_eq!(all.first(), Some(EscapeTarget::ReplyOrEdit));
    /// assert_eq!(Closable { reply_or_edit: false, ..all }.first(), Some(EscapeTarget::Selection));
    /// assert_eq!(Closable { unread_line: true, ..Closable::default() }.first(), Some(EscapeTarget::UnreadLine));
    /// assert_eq!(Closable::default().first(), None);
    /// ```
    pub fn first(self) -> Option<EscapeTarget> {
        let order = [
            (self.reply_or_edit, EscapeTarget::ReplyOrEdit),
            (self.selection, EscapeTarget::Selection),
            (self.unread_line, EscapeTarget::UnreadLine),
        ];
        order.into_iter().find_map(|(is_there, closes)| is_there.then_some(closes))
    }
}
