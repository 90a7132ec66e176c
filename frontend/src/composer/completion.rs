//! The completion of commands and shortcodes while they are written.

use leptos::{html, prelude::*};
use web_sys::HtmlTextAreaElement;

use super::insertion::{before_caret, replace, utf16_length};
use super::keys::{ListAction, Press};
use super::suggestions::Suggestion;
use super::token::{Token, TokenKind};
use crate::state::composing::Composing;
use crate::state::emoji::EmojiTable;
use crate::state::language::Language;

/// The list of suggestions. Nothing is suggested while an input method composes.
#[derive(Clone, Copy)]
pub(super) struct Completion {
    input: NodeRef<html::Textarea>,
    composing: Composing,
    emoji: EmojiTable,
    /// What is being written, as far as the list has not been dismissed.
    token: RwSignal<Option<Token>>,
    selected: RwSignal<usize>,
    suggestions: Memo<Vec<Suggestion>>,
}

impl Completion {
    pub fn new(input: NodeRef<html::Textarea>) -> Self {
        let (composing, emoji, language) =
            (expect_context::<Composing>(), expect_context::<EmojiTable>(), expect_context::<Language>());
        let token = RwSignal::new(None::<Token>);
        let suggestions = Memo::new(move |_| {
            let token = token.read();
            let emoji = emoji.table().map(|table| (table, emoji.tone()));
            token.as_ref().map(|token| Suggestion::all(token, emoji, language.get())).unwrap_or_default()
        });
        Self { input, composing, emoji, token, selected: RwSignal::new(0), suggestions }
    }

    /// The suggestions. Tracks them.
    pub fn suggestions(self) -> Vec<Suggestion> {
        self.suggestions.get()
    }

    /// The place of the chosen suggestion; none if there is no list. Tracks it.
    pub fn selected(self) -> Option<usize> {
        let (selected, count) = (self.selected.get(), self.suggestions.read().len());
        (count > 0).then_some(selected)
    }

    /// The person has written something.
    pub fn update(self) {
        let Some(input) = self.input.get_untracked() else { return };
        let is_editing = self.composing.with_untracked(|draft| draft.editing().is_some());
        let token = Token::before_caret(&before_caret(&input))
            .filter(|token| !is_editing || !matches!(token.kind, TokenKind::Command(_)));
        match token.as_ref().map(|token| &token.kind) {
            Some(TokenKind::Shortcode(_)) => self.emoji.load(),
            Some(TokenKind::WholeShortcode(name)) => {
                let entry = untrack(|| self.emoji.table()).and_then(|table| table.find(name));
                if let Some(entry) = entry {
                    return self.put(&input, token, &untrack(|| self.emoji.tone()).of(entry));
                }
            }
            _ => {}
        }
        self.selected.set(0);
        self.token.set(token);
    }

    /// Closes the list, until the person writes on.
    pub fn dismiss(self) {
        // A box that leaves the screen loses the focus after its signals are gone.
        if self.token.try_read_untracked().is_some_and(|token| token.is_some()) {
            self.token.set(None);
        }
    }

    /// Closes the list when a key moves the caret away from what is being written.
    pub fn dismiss_if_caret_moves(self, key: &str) {
        if matches!(key, "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown") {
            self.dismiss();
        }
    }

    /// Does what a key says. Returns whether the key was for the list.
    pub fn press(self, press: Press<'_>) -> bool {
        let count = self.suggestions.read_untracked().len();
        let (Some(action), 1..) = (press.list_action(), count) else { return false };
        match action {
            ListAction::Next => self.selected.update(|selected| *selected = (*selected + 1) % count),
            ListAction::Previous => {
                self.selected.update(|selected| *selected = (*selected + count - 1) % count)
            }
            ListAction::Accept => self.accept(self.selected.get_untracked()),
            ListAction::Dismiss => self.dismiss(),
        }
        true
    }

    /// Puts a suggestion in place of what is written of it.
    pub fn accept(self, index: usize) {
        let suggestion =
            self.suggestions.read_untracked().get(index).map(|suggestion| suggestion.text.clone());
        if let (Some(input), Some(text)) = (self.input.get_untracked(), suggestion) {
            self.put(&input, self.token.get_untracked(), &text);
        }
    }

    fn put(self, input: &HtmlTextAreaElement, token: Option<Token>, text: &str) {
        let (before, start) = (before_caret(input), token.map_or(0, |token| token.start));
        let range = utf16_length(before.get(..start).unwrap_or_default())..utf16_length(&before);
        self.dismiss();
        replace(input, self.composing, range, text);
    }
}
