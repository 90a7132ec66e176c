//! What the picker shows: a group, or what a search finds.

use leptos::prelude::*;

use crate::state::emoji::EmojiTable;
use crate::state::emoji::table::Entry;
use crate::state::language::Language;

/// An emoji that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub emoji: String,
    pub name: String,
}

/// The choice of what is shown, and the emoji that follow from it.
#[derive(Clone, Copy)]
pub(super) struct PickerState {
    pub query: RwSignal<String>,
    /// A group of the table; none stands for what this person has chosen last.
    pub group: RwSignal<Option<usize>>,
    pub cells: Memo<Vec<Cell>>,
}

impl PickerState {
    pub fn new(table: EmojiTable, language: Language) -> Self {
        let query = RwSignal::new(String::new());
        let group = RwSignal::new(untrack(|| table.recent().is_empty()).then_some(0));
        let cells = Memo::new(move |_| cells(table, language, query.read().trim(), group.get()));
        Self { query, group, cells }
    }
}

fn cells(table: EmojiTable, language: Language, query: &str, group: Option<usize>) -> Vec<Cell> {
    let Some(all) = table.table() else { return Vec::new() };
    let (tone, lang) = (table.tone(), language.get());
    let cell = |entry: &Entry| Cell { emoji: tone.of(entry), name: entry.name(lang) };
    let recent = |emoji: String| {
        let name = all.entry(&emoji).map(|entry| entry.name(lang)).unwrap_or_default();
        Cell { emoji, name }
    };
    match (query, group) {
        ("", None) => table.recent().into_iter().map(recent).collect(),
        ("", Some(group)) => all.group(group).iter().map(cell).collect(),
        (query, _) => all.search(query).iter().map(cell).collect(),
    }
}
