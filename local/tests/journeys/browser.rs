//! Starts ChromeDriver once, and opens browsers through it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};

use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
};

/// A running ChromeDriver.
pub struct Browser {
    url: String,
    chromium: PathBuf,
}

static DRIVER: Mutex<Option<Child>> = Mutex::new(None);
static BROWSER: LazyLock<Result<Browser, String>> = LazyLock::new(Browser::start);

impl Browser {
    /// The ChromeDriver that all journeys share, or the reason why there is none.
    pub fn shared() -> Result<&'static Self, String> {
        BROWSER.as_ref().map_err(Clone::clone)
    }

    fn start() -> Result<Self, String> {
        let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
        let (Some(chromium), Some(chromedriver)) = (chromium, on_path("chromedriver")) else {
            return Err(
                "no Chromium and ChromeDriver on PATH, install Debian's chromium and chromium-driver".into(),
            );
        };
        let mut driver = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("ChromeDriver does not start: {error}"))?;
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        });
        *DRIVER.lock().unwrap() = Some(driver);
        let url = format!("http://127.0.0.1:{}", port.ok_or("ChromeDriver ended without a port")?);
        Ok(Self { url, chromium })
    }

    /// A browser with an empty profile.
    pub async fn open(&self, language: &str) -> WebDriver {
        WebDriver::new(&self.url, self.capabilities(language)).await.unwrap()
    }

    fn capabilities(&self, language: &str) -> ChromeCapabilities {
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(self.chromium.to_str().unwrap()).unwrap();
        for argument in [
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
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities.add_arg(&format!("--lang={language}")).unwrap();
        capabilities
            .add_experimental_option("prefs", serde_json::json!({"intl.accept_languages": language}))
            .unwrap();
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::Warning).unwrap();
        capabilities
    }

    /// Stops ChromeDriver. The journeys have closed its browsers before.
    pub fn stop() {
        if let Some(mut driver) = DRIVER.lock().unwrap().take() {
            driver.kill().unwrap();
            driver.wait().unwrap();
        }
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
