//! Keys that work wherever the focus is.

use leptos::ev::KeyboardEvent;

use crate::device::keys;

/// What a key does everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortcut {
    /// Lists the shortcuts.
    Help,
    /// Goes to a room by its name.
    SwitchRoom,
    /// Undoes the last deletion.
    Undo,
    /// Goes to the next part of the page, or back to the one before.
    NextLandmark { back: bool },
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Press<'a> {
    /// The DOM's `key`.
    pub key: &'a str,
    /// Ctrl or ⌘ is pressed, and neither Shift nor Alt.
    pub command: bool,
    /// Ctrl, ⌘ or Alt is pressed.
    pub modified: bool,
    pub shift: bool,
    /// The key goes into a text field, or an input method has it.
    pub typing: bool,
}

impl<'a> Press<'a> {
    pub fn new(event: &KeyboardEvent, key: &'a str) -> Self {
        Self {
            key,
            command: keys::is_command(event),
            modified: keys::is_modified(event),
            shift: event.shift_key(),
            typing: keys::is_typing(event) || keys::has_input_method(event),
        }
    }

    pub fn shortcut(self) -> Option<Shortcut> {
        match self.key {
            // The full-width one comes from a Chinese keyboard.
            "?" | "？" if !self.typing && !self.modified => Some(Shortcut::Help),
            "/" if self.command => Some(Shortcut::Help),
            "k" if self.command => Some(Shortcut::SwitchRoom),
            // In a text field it undoes what was typed.
            "z" if self.command && !self.typing => Some(Shortcut::Undo),
            "F6" if !self.modified => Some(Shortcut::NextLandmark { back: self.shift }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_that_somebody_types_is_a_question_mark() {
        let press = Press { key: "?", shift: true, ..Press::default() };
        assert_eq!(press.shortcut(), Some(Shortcut::Help));
        assert_eq!(Press { typing: true, ..press }.shortcut(), None);
        assert_eq!(Press { key: "？", ..press }.shortcut(), Some(Shortcut::Help));
    }

    #[test]
    fn keys_with_ctrl_work_while_somebody_types() {
        let press = Press { key: "k", command: true, modified: true, typing: true, ..Press::default() };
        assert_eq!(press.shortcut(), Some(Shortcut::SwitchRoom));
        assert_eq!(Press { key: "/", ..press }.shortcut(), Some(Shortcut::Help));
        assert_eq!(Press { command: false, ..press }.shortcut(), None, "Ctrl+Shift+K is the browser's");
    }

    #[test]
    fn undo_in_a_text_field_is_the_browsers() {
        let press = Press { key: "z", command: true, modified: true, ..Press::default() };
        assert_eq!(press.shortcut(), Some(Shortcut::Undo));
        assert_eq!(Press { typing: true, ..press }.shortcut(), None);
    }

    #[test]
    fn shift_leads_back() {
        let press = Press { key: "F6", typing: true, ..Press::default() };
        assert_eq!(press.shortcut(), Some(Shortcut::NextLandmark { back: false }));
        let back = Press { shift: true, ..press };
        assert_eq!(back.shortcut(), Some(Shortcut::NextLandmark { back: true }));
    }
}
