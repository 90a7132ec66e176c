//! The choices that apply now.

use leptos::prelude::*;

use super::{Settings, Theme};
use crate::device::{self, json, storage};
use crate::widgets::erased::effect;
use crate::widgets::state::{Only, Watched};
use crate::words::Lang;

const KEY: &str = "confab.settings";

/// The choices, kept on the device and applied to the page.
#[derive(Clone, Copy)]
pub(crate) struct Preferences;

thread_local! {
    static SETTINGS: Only<Watched<Settings>> = const { Only::new() };
}

impl Preferences {
    /// As the device remembers them; from now on the page follows.
    pub fn load() {
        let settings =
            storage::get(KEY).map(|kept| Settings::restored(json::read(&kept))).unwrap_or_default();
        SETTINGS.with(|kept| kept.begin(Watched::new(settings)));
        effect(|| Self.apply());
    }

    fn settings(self) -> Watched<Settings> {
        SETTINGS.with(Only::get)
    }

    /// The language: the chosen one, else the browser's.
    pub fn lang(self) -> Lang {
        let browsers = || Lang::preferred(device::languages().iter().map(String::as_str));
        self.settings().get().lang.unwrap_or_else(browsers)
    }

    /// The theme.
    pub fn theme(self) -> Theme {
        self.settings().get().theme
    }

    /// Chooses a language.
    pub fn speak(self, lang: Lang) {
        self.change(|settings| settings.lang = Some(lang));
    }

    /// Chooses a theme.
    pub fn wear(self, theme: Theme) {
        self.change(|settings| settings.theme = theme);
    }

    fn change(self, change: impl FnOnce(&mut Settings)) {
        self.settings().update(change);
        storage::set(KEY, &self.settings().get_untracked().to_json());
    }

    fn apply(self) {
        if let Some(page) = document().document_element() {
            // Setting an attribute fails only for names that are none.
            let _ = page.set_attribute("lang", self.lang().tag());
            let _ = page.set_attribute("data-theme", self.theme().attribute());
        }
    }
}
