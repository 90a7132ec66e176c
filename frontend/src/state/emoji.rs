//! The emoji that the page knows by name.
//!
//! Their table is a file of its own, which is fetched when somebody first needs it: most visits do without it.

pub mod preferences;
mod search;
pub mod table;
pub mod tone;

use common::markup::{self, Block, replace_shortcodes};
use gloo_net::http::{Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::preferences::EmojiPreferences;
use self::table::Table;
use self::tone::Tone;
use crate::device::storage;

/// Beside index.html: `frontend/index.html` has Trunk copy it there.
const FILE: &str = "emoji.txt";
const KEY: &str = "confab.emoji";

/// How far the table has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// Nobody has needed it yet, or it is on its way.
    Waiting,
    /// The network or the server has failed.
    Failed,
    /// It is here.
    Done(&'static Table),
}

/// The table of emoji, and what this person chooses of it: a context.
#[derive(Clone, Copy)]
pub(crate) struct EmojiTable {
    loading: RwSignal<Loading>,
    /// Not a signal: an effect that reads the table also asks for it, and must not run again for that.
    is_asked: StoredValue<bool>,
    preferences: RwSignal<EmojiPreferences>,
}

impl EmojiTable {
    pub fn new() -> Self {
        let preferences = storage::get_json(KEY).unwrap_or_default();
        Self {
            loading: RwSignal::new(Loading::Waiting),
            is_asked: StoredValue::new(false),
            preferences: RwSignal::new(preferences),
        }
    }

    /// Fetches the table, unless it is here or on its way.
    pub fn load(self) {
        match self.loading.get_untracked() {
            Loading::Done(_) => return,
            Loading::Waiting if self.is_asked.get_value() => return,
            Loading::Waiting => self.is_asked.set_value(true),
            Loading::Failed => self.loading.set(Loading::Waiting),
        }
        spawn_local(async move {
            let text = fetch().await;
            // Leaked: the table lives as long as the page, so entries are `&'static` and cheap to copy.
            let table = text.map(|text| -> &'static Table { Box::leak(Box::new(Table::parse(text.leak()))) });
            self.loading.set(table.map_or(Loading::Failed, Loading::Done));
        });
    }

    /// How far the table has come. Tracks it.
    pub fn loading(self) -> Loading {
        self.loading.get()
    }

    /// The table, if it is here. Tracks it.
    pub fn table(self) -> Option<&'static Table> {
        match self.loading.get() {
            Loading::Done(table) => Some(table),
            Loading::Waiting | Loading::Failed => None,
        }
    }

    /// The emoji of a shortcode in a text, once the table is here. Tracks it. The first such text fetches the table; if
    /// that fails, texts do not try again, because each try would render them anew.
    pub fn by_shortcode(self, name: &str) -> Option<&'static str> {
        if !self.is_asked.get_value() {
            self.load();
        }
        self.table()?.find(name).map(|entry| entry.emoji)
    }

    /// Parses a text, with its shortcodes as emoji. Tracks the table if there are any.
    pub fn parse(self, text: &str) -> Vec<Block> {
        replace_shortcodes(markup::parse(text), &|name| self.by_shortcode(name))
    }

    /// The chosen skin tone.
    pub fn tone(self) -> Tone {
        self.preferences.read().tone
    }

    /// Chooses a skin tone.
    pub fn set_tone(self, tone: Tone) {
        self.change(|preferences| preferences.tone = tone);
    }

    /// The emoji that were chosen last, the newest first.
    pub fn recent(self) -> Vec<String> {
        self.preferences.read().recent.clone()
    }

    /// An emoji was chosen.
    pub fn choose(self, emoji: &str) {
        self.change(|preferences| preferences.choose(emoji));
    }

    fn change(self, change: impl FnOnce(&mut EmojiPreferences)) {
        self.preferences.update(change);
        storage::set_json(KEY, &*self.preferences.read_untracked());
    }
}

async fn fetch() -> Option<String> {
    let response = Request::get(FILE).send().await.ok().filter(Response::ok)?;
    response.text().await.ok()
}
