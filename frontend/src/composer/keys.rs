//! What a key does while somebody writes.

/// What is known of a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press<'a> {
    /// The DOM's `key`.
    pub key: &'a str,
    /// The DOM's `keyCode`: 229 while an input method has the key, even where `isComposing` says no.
    pub code: u32,
    /// The DOM's `isComposing`.
    pub composing: bool,
    /// Shift, Ctrl, Alt or Meta is held.
    pub modified: bool,
    /// The device is used by touch: its Enter key breaks the line.
    pub touch: bool,
    /// Nothing is written yet.
    pub empty: bool,
}

/// What the composer does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The browser's business.
    Leave,
    /// Send what is written.
    Send,
    /// Change my last message.
    EditLast,
    /// Stop editing or answering; clear the unread line.
    Cancel,
}

impl Press<'_> {
    /// What this key does.
    ///
    /// ```
    /// use frontend::composer::keys::{Action, Press};
    /// let enter = Press { key: "Enter", code: 13, composing: false, modified: false, touch: false, empty: false };
    /// assert_eq!(enter.action(), Action::Send);
    /// assert_eq!(Press { modified: true, ..enter }.action(), Action::Leave);
    /// // An input method's Enter chooses a word, and sends nothing.
    /// assert_eq!(Press { composing: true, ..enter }.action(), Action::Leave);
    /// assert_eq!(Press { code: 229, ..enter }.action(), Action::Leave);
    /// ```
    pub fn action(self) -> Action {
        if self.composing || self.code == 229 || self.modified {
            return Action::Leave;
        }
        match self.key {
            "Enter" if !self.touch => Action::Send,
            "ArrowUp" if self.empty => Action::EditLast,
            "Escape" => Action::Cancel,
            _ => Action::Leave,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Press<'static> =
        Press { key: "ArrowUp", code: 38, composing: false, modified: false, touch: false, empty: true };

    #[test]
    fn the_arrow_edits_only_from_an_empty_box() {
        assert_eq!(UP.action(), Action::EditLast);
        assert_eq!(Press { empty: false, ..UP }.action(), Action::Leave);
    }

    #[test]
    fn enter_breaks_the_line_on_touch() {
        assert_eq!(Press { key: "Enter", touch: true, empty: false, ..UP }.action(), Action::Leave);
    }

    #[test]
    fn an_input_method_keeps_its_escape() {
        assert_eq!(Press { key: "Escape", composing: true, ..UP }.action(), Action::Leave);
    }
}
