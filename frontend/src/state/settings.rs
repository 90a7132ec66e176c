//! The chosen language, theme and sounds, which the device stores.

use leptos::prelude::*;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, from_value};
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use crate::device::{self, events, storage};
use crate::words::Lang;

const KEY: &str = "confab.settings";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// The device's own choice.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of `data-theme`; the stylesheet and boot.js know it.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The choices. One that is missing or unknown in the storage counts as never made.
///
/// ```
/// use frontend::state::settings::{Settings, Theme};
/// let settings: Settings = serde_json::from_str(r#"{"theme":"dark","lang":"tlh","later":1}"#).unwrap();
/// assert_eq!((settings.theme, settings.lang), (Theme::Dark, None));
/// assert_eq!(serde_json::to_string(&settings).unwrap(), r#"{"theme":"dark"}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The theme.
    #[serde(deserialize_with = "known_or_default")]
    pub theme: Theme,
    /// The language; none means the browser's.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "known_or_default")]
    pub lang: Option<Lang>,
    /// Whether new messages are heard.
    #[serde(skip_serializing_if = "std::ops::Not::not", deserialize_with = "known_or_default")]
    pub sounds: bool,
}

/// A newer version of the page may have stored a choice that this one does not have.
fn known_or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned + Default,
{
    Ok(from_value(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// The settings that apply now: a context. The device stores them, and the page's root element shows them.
#[derive(Clone, Copy)]
pub struct Preferences(RwSignal<Settings>);

impl Preferences {
    /// Loads what the device has stored. From now on the settings follow the other pages of the browser, and the page's
    /// root element follows the settings.
    pub(crate) fn load() -> Self {
        let stored = || storage::get_json(KEY).unwrap_or_default();
        let preferences = Self(RwSignal::new(stored()));
        Effect::new(move || preferences.apply());
        events::listen(&window(), "storage", move |event| {
            if event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key).as_deref() == Some(KEY) {
                preferences.0.set(stored());
            }
        });
        preferences
    }

    /// The language: the chosen one, else the browser's.
    pub fn language(self) -> Lang {
        let browser_language = || Lang::preferred(device::languages().iter().map(String::as_str));
        self.0.get().lang.unwrap_or_else(browser_language)
    }

    /// The theme.
    pub fn theme(self) -> Theme {
        self.0.get().theme
    }

    /// Whether new messages are heard.
    pub fn sounds(self) -> bool {
        self.0.get().sounds
    }

    /// Chooses whether new messages are heard.
    pub fn set_sounds(self, sounds: bool) {
        self.change(|settings| settings.sounds = sounds);
    }

    /// Chooses a language.
    pub fn set_language(self, lang: Lang) {
        self.change(|settings| settings.lang = Some(lang));
    }

    /// Chooses a theme.
    pub fn set_theme(self, theme: Theme) {
        self.change(|settings| settings.theme = theme);
    }

    fn change(self, change: impl FnOnce(&mut Settings)) {
        self.0.update(change);
        storage::set_json(KEY, &self.0.get_untracked());
    }

    fn apply(self) {
        if let Some(root) = document().document_element() {
            // Setting an attribute fails only for a name that is not valid.
            let _ = root.set_attribute("lang", self.language().tag());
            let _ = root.set_attribute("data-theme", self.theme().attribute());
        }
    }
}
