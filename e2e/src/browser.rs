//! Opens browsers of the chosen engine, through its WebDriver.

mod engine;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use thirtyfour::{Capabilities, WebDriver};

pub use engine::Engine;

/// A host name that leads the browsers to this machine, and that they do not trust as they trust `localhost`.
pub const OTHER_DEVICE: &str = "laptop.test";

/// Longer than a WebDriver takes to start.
const START: Duration = Duration::from_secs(60);

/// What opens browsers.
pub struct Browser {
    engine: Engine,
    /// The browser's path.
    program: String,
    /// The WebDriver's path.
    driver: String,
    /// The screen of browsers that always have a window; nobody sees it.
    display: Option<String>,
    /// ChromeDriver's URL. The WebDrivers of the other engines have only one session, so each session has its own.
    chromedriver_url: Option<String>,
}

static PROCESSES: Mutex<Vec<Child>> = Mutex::new(Vec::new());
static BROWSER: LazyLock<Result<Browser, String>> = LazyLock::new(Browser::start);

impl Browser {
    /// What all journeys share, or the reason why there is no browser.
    pub fn shared() -> Result<&'static Self, String> {
        BROWSER.as_ref().map_err(Clone::clone)
    }

    fn start() -> Result<Self, String> {
        let engine = Engine::chosen();
        let (program, driver) = engine.programs()?;
        let display = if engine == Engine::WebKit { Some(start_display()?) } else { None };
        let mut browser = Self { engine, program, driver, display, chromedriver_url: None };
        if engine == Engine::Chromium {
            browser.chromedriver_url = Some(browser.start_driver()?);
        }
        Ok(browser)
    }

    /// A browser with an empty profile.
    pub async fn open(&self, language: &str) -> WebDriver {
        let url = self.chromedriver_url.clone().unwrap_or_else(|| self.start_driver().unwrap());
        let capabilities = self.engine.capabilities(&self.program, language);
        let capabilities = capabilities.as_object().unwrap().clone();
        WebDriver::new(url, Capabilities::from(capabilities)).await.unwrap()
    }

    /// Starts a WebDriver. Returns its URL.
    fn start_driver(&self) -> Result<String, String> {
        let mut driver = Command::new(&self.driver);
        let port = match self.engine {
            Engine::Chromium => port(start(driver.arg("--port=0"), "successfully on port ")?),
            Engine::Firefox => {
                let driver = driver.args(["--port=0", "--websocket-port=0"]);
                port(start(driver, "Listening on 127.0.0.1:")?)
            }
            Engine::WebKit => {
                start_webkit(driver.envs(self.display.iter().map(|display| ("DISPLAY", display))))
            }
        }?;
        Ok(format!("http://127.0.0.1:{port}"))
    }

    /// Stops the WebDrivers. The journeys have closed the browsers before.
    pub fn stop() {
        for mut process in PROCESSES.lock().unwrap().drain(..).rev() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

/// Starts a program, and waits until it says something. Returns what follows the words `until` in that line.
fn start(command: &mut Command, until: &str) -> Result<String, String> {
    let mut process = spawn(command.stdout(Stdio::piped()))?;
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    PROCESSES.lock().unwrap().push(process);
    let said = lines.find_map(|line| Some(line.split_once(until)?.1.to_owned()));
    // What it says later is read too: a program fails if nobody does.
    std::thread::spawn(move || lines.for_each(drop));
    said.ok_or_else(|| format!("{command:?} ended too early"))
}

fn spawn(command: &mut Command) -> Result<Child, String> {
    command.spawn().map_err(|error| format!("{command:?} does not start: {error}"))
}

fn port(said: String) -> Result<u16, String> {
    said.trim_end_matches('.').parse().map_err(|_| format!("{said:?} is no port"))
}

fn start_display() -> Result<String, String> {
    let mut screen = Command::new("Xvfb");
    screen
        .args(["-displayfd", "1", "-screen", "0", "1700x1100x24", "-nolisten", "tcp"])
        .stderr(Stdio::null());
    Ok(format!(":{}", start(&mut screen, "")?))
}

/// WebKit's WebDriver does not choose a port, and does not say when it is ready.
fn start_webkit(driver: &mut Command) -> Result<u16, String> {
    let address =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let process = spawn(driver.arg(format!("--port={}", address.port())))?;
    PROCESSES.lock().unwrap().push(process);
    let deadline = Instant::now() + START;
    while std::net::TcpStream::connect(address).is_err() {
        if Instant::now() > deadline {
            return Err(format!("{driver:?} does not listen"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(address.port())
}
