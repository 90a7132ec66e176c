//! The choices that apply now.

use leptos::prelude::*;

use super::{Settings, Theme};
use crate::device::{self, storage};
use crate::widgets::erased::effect;
use crate::words::Lang;

const KEY: &str = "confab.settings";

/// The choices, kept on the device and applied to the page.
#[derive(Clone, Copy)]
pub(crate) struct Preferences(RwSignal<Settings>);

impl Preferences {
    /// As the device remembers them; from now on the page follows.
    pub fn load() -> Self {
        let settings = storage::get(KEY).map(|json| Settings::parse(&json)).unwrap_or_default();
        let preferences = Self(RwSignal::new(settings));
        effect(move || preferences.apply());
        preferences
    }

    /// The language: the chosen one, else the browser's.
    pub fn lang(self) -> Lang {
        let browsers = || Lang::preferred(device::languages().iter().map(String::as_str));
        self.0.get().lang.unwrap_or_else(browsers)
    }

    /// The theme.
    pub fn theme(self) -> Theme {
        self.0.get().theme
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
        self.0.update(change);
        storage::set(KEY, &self.0.get_untracked().to_json());
    }

    fn apply(self) {
        if let Some(page) = document().document_element() {
            // Setting an attribute fails only for names that are none.
            let _ = page.set_attribute("lang", self.lang().tag());
            let _ = page.set_attribute("data-theme", self.theme().attribute());
        }
    }
}
