//! The engines, and what is different in each.

use std::path::Path;

use serde_json::{Value, json};

use super::OTHER_DEVICE;

/// What shows the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// All journeys run in it, because it can emulate a phone, a screen's colours and an input method.
    Chromium,
    /// Mozilla's, with geckodriver.
    Firefox,
    /// Safari's, as GTK's MiniBrowser has it.
    WebKit,
}

impl Engine {
    /// The one that `BROWSER` names; otherwise Chromium.
    pub fn chosen() -> Self {
        match std::env::var("BROWSER").as_deref() {
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok("chromium") | Err(_) => Self::Chromium,
            Ok(other) => panic!("BROWSER is {other}: name chromium, firefox or webkit"),
        }
    }

    /// The paths of the browser and of its WebDriver, or what to install.
    pub fn programs(self) -> Result<(String, String), String> {
        let (programs, drivers, hint): (&[&str], &[&str], _) = match self {
            Self::Chromium => (
                &["chromium", "chromium-browser", "google-chrome"],
                &["chromedriver"],
                "no Chromium and ChromeDriver on PATH, install Debian's chromium and chromium-driver",
            ),
            Self::Firefox => (
                &["firefox-esr", "firefox"],
                &["geckodriver"],
                "no Firefox and geckodriver on PATH, install Debian's firefox-esr and `cargo install geckodriver`",
            ),
            Self::WebKit => (
                &[
                    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
                    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
                ],
                &["WebKitWebDriver"],
                "no WebKitWebDriver and Xvfb on PATH, install Debian's webkit2gtk-driver and xvfb",
            ),
        };
        let find = |names: &[&str]| names.iter().find_map(|name| on_path(name));
        let has_screen = self != Self::WebKit || on_path("Xvfb").is_some();
        find(programs).zip(find(drivers)).filter(|_| has_screen).ok_or_else(|| hint.to_owned())
    }

    /// What a new session asks of the WebDriver.
    pub fn capabilities(self, program: &str, language: &str) -> Value {
        match self {
            Self::Chromium => chromium(program, language),
            Self::Firefox => firefox(program, language),
            Self::WebKit => {
                json!({"webkitgtk:browserOptions": {"binary": program, "args": ["--automation"]}})
            }
        }
    }
}

fn chromium(program: &str, language: &str) -> Value {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        "--hide-scrollbars",
        &format!("--host-resolver-rules=MAP {OTHER_DEVICE} 127.0.0.1"),
        &format!("--lang={language}"),
    ];
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": program,
            "args": arguments,
            "prefs": {"intl.accept_languages": language},
        },
        "goog:loggingPrefs": {"browser": "WARNING"},
    })
}

fn firefox(program: &str, language: &str) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": program,
            "args": ["-headless"],
            "prefs": {
                "intl.accept_languages": language,
                "ui.prefersReducedMotion": 1,
                "dom.disable_open_during_load": false,
            },
        },
    })
}

/// The path of a program on PATH; an absolute path stays.
fn on_path(program: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
    found.as_deref().and_then(Path::to_str).map(str::to_owned)
}
