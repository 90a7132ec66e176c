//! What a key does in the composer.

use web_sys::KeyboardEvent;

use crate::device::keys;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press<'a> {
    /// The DOM's `key`.
    pub key: &'a str,
    /// An input method has the key.
    pub composing: bool,
    /// Shift, Ctrl, Alt or Meta is pressed too.
    pub modified: bool,
    /// The device is used by touch, so that Enter breaks the line.
    pub touch: bool,
    /// The box is empty.
    pub empty: bool,
}

/// What the composer does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing: the browser handles the key.
    Ignore,
    /// Sends what is written.
    Send,
    /// Edits this person's last message.
    EditLast,
}

/// What a key does in the list of suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListAction {
    /// Chooses the suggestion below.
    Next,
    /// Chooses the suggestion above.
    Previous,
    /// Takes the chosen suggestion.
    Accept,
    /// Closes the list.
    Dismiss,
}

impl<'a> Press<'a> {
    /// A key press in a box that is `empty` or not.
    pub fn new(event: &KeyboardEvent, key: &'a str, touch: bool, empty: bool) -> Self {
        Self {
            key,
            composing: keys::has_input_method(event),
            modified: event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key(),
            touch,
            empty,
        }
    }

    /// What this key does.
    ///
    /// ```
    /// use frontend::composer::keys::{Action, Press};
    /// let enter = Press { key: "Enter", composing: false, modified: false, touch: false, empty: false };
    /// assert_eq!(enter.action(), Action::Send);
    /// assert_eq!(Press { modified: true, ..enter }.action(), Action::Ignore);
    /// // An input method's Enter chooses a word, and sends nothing.
    /// assert_eq!(Press { composing: true, ..enter }.action(), Action::Ignore);
    /// ```
    pub fn action(self) -> Action {
        if !self.is_plain() {
            return Action::Ignore;
        }
        match self.key {
            "Enter" if !self.touch => Action::Send,
            "ArrowUp" if self.empty => Action::EditLast,
            _ => Action::Ignore,
        }
    }

    /// What this key does while there is a list of suggestions; none if the key is not for the list.
    pub fn list_action(self) -> Option<ListAction> {
        match self.key {
            _ if !self.is_plain() => None,
            "ArrowDown" => Some(ListAction::Next),
            "ArrowUp" => Some(ListAction::Previous),
            "Enter" | "Tab" => Some(ListAction::Accept),
            "Escape" => Some(ListAction::Dismiss),
            _ => None,
        }
    }

    /// Whether this is the key alone, and no input method has it.
    fn is_plain(self) -> bool {
        !self.composing && !self.modified
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Press<'static> =
        Press { key: "ArrowUp", composing: false, modified: false, touch: false, empty: true };

    #[test]
    fn the_arrow_edits_only_from_an_empty_box() {
        assert_eq!(UP.action(), Action::EditLast);
        assert_eq!(Press { empty: false, ..UP }.action(), Action::Ignore);
    }

    #[test]
    fn enter_breaks_the_line_on_touch() {
        assert_eq!(Press { key: "Enter", touch: true, empty: false, ..UP }.action(), Action::Ignore);
    }

    #[test]
    fn an_input_method_has_its_keys_before_the_list() {
        for (key, action) in [
            ("ArrowDown", ListAction::Next),
            ("ArrowUp", ListAction::Previous),
            ("Enter", ListAction::Accept),
            ("Tab", ListAction::Accept),
            ("Escape", ListAction::Dismiss),
        ] {
            let press = Press { key, ..UP };
            assert_eq!(press.list_action(), Some(action));
            for ignored in [Press { composing: true, ..press }, Press { modified: true, ..press }] {
                assert_eq!(ignored.list_action(), None);
            }
        }
        assert_eq!(Press { key: "a", ..UP }.list_action(), None);
    }
}
