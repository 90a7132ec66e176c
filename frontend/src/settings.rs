//! What somebody likes: language and theme. Kept on the device.

#[cfg(target_arch = "wasm32")]
pub(crate) mod current;
#[cfg(target_arch = "wasm32")]
pub(crate) mod dialog;

use serde::{Deserialize, Serialize};

use crate::words::Lang;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// The choices; whatever is missing or unknown in storage is as if never chosen.
///
/// ```
/// use frontend::settings::{Settings, Theme};
/// let settings = Settings::parse(r#"{"theme":"dark","lang":"tlh","later":1}"#);
/// assert_eq!((settings.theme, settings.lang), (Theme::Dark, None));
/// assert_eq!(Settings::parse(&settings.to_json()), settings);
/// assert_eq!(Settings::parse("not json"), Settings::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settings {
    /// The theme.
    #[serde(default, deserialize_with = "if_known")]
    pub theme: Theme,
    /// The language; none means the browser's.
    #[serde(default, deserialize_with = "if_known", skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

impl Settings {
    /// Reads what was kept.
    pub fn parse(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// For keeping.
    pub fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }
}

fn if_known<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned + Default,
{
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}
