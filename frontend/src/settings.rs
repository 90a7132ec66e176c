//! What somebody likes: language and theme. Kept on the device.

#[cfg(target_arch = "wasm32")]
pub(crate) mod current;
#[cfg(target_arch = "wasm32")]
pub(crate) mod dialog;

use common::{FromJson, Json, Unfit};
use serde::Serialize;

use crate::words::Lang;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the device.
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

impl FromJson for Theme {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        let name = String::from_json(json)?;
        Self::ALL.into_iter().find(|theme| theme.attribute() == name).ok_or(Unfit("Theme"))
    }
}

/// The choices; whatever is missing or unknown in storage is as if never chosen.
///
/// ```
/// use frontend::settings::{Settings, Theme};
/// let restored = |json: &str| Settings::restored(serde_json::from_str(json).unwrap());
/// let settings = restored(r#"{"theme":"dark","lang":"tlh","later":1}"#);
/// assert_eq!((settings.theme, settings.lang), (Theme::Dark, None));
/// assert_eq!(restored(&settings.to_json()), settings);
/// assert_eq!(restored("[]"), Settings::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Settings {
    /// The theme.
    pub theme: Theme,
    /// The language; none means the browser's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

impl Settings {
    /// What was kept.
    pub fn restored(json: Json) -> Self {
        let Json::Object(mut kept) = json else { return Self::default() };
        Self { theme: kept.take("theme").unwrap_or_default(), lang: kept.take("lang").unwrap_or_default() }
    }

    /// For keeping.
    pub fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }
}
