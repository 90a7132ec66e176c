//! Starts the WebDriver of the chosen engine once, and opens browsers through it.

mod engine;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};

use thirtyfour::{Capabilities, WebDriver};

pub use engine::Engine;

/// A host name that leads the browsers to this machine, and that they do not trust as they trust `localhost`.
pub const OTHER_DEVICE: &str = "laptop.test";

/// A running WebDriver.
pub struct Browser {
    url: String,
    engine: Engine,
    program: String,
}

static PROCESSES: Mutex<Vec<Child>> = Mutex::new(Vec::new());
static BROWSER: LazyLock<Result<Browser, String>> = LazyLock::new(Browser::start);

impl Browser {
    /// The WebDriver that all journeys share, or the reason why there is none.
    pub fn shared() -> Result<&'static Self, String> {
        BROWSER.as_ref().map_err(Clone::clone)
    }

    fn start() -> Result<Self, String> {
        let engine = Engine::chosen();
        let (program, driver) = engine.programs()?;
        let port = match engine {
            Engine::Chromium => port(start(Command::new(driver).arg("--port=0"), "successfully on port ")?),
            Engine::Firefox => port(start(Command::new(driver).arg("--port=0"), "Listening on 127.0.0.1:")?),
            Engine::WebKit => start_webkit(&driver),
        }?;
        Ok(Self { url: format!("http://127.0.0.1:{port}"), engine, program })
    }

    /// A browser with an empty profile.
    pub async fn open(&self, language: &str) -> WebDriver {
        let capabilities = self.engine.capabilities(&self.program, language);
        let capabilities = capabilities.as_object().unwrap().clone();
        WebDriver::new(&self.url, Capabilities::from(capabilities)).await.unwrap()
    }

    /// Stops the WebDriver. The journeys have closed its browsers before.
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

/// WebKit's browser always has a window, so it gets a screen that nobody sees. Its WebDriver does not choose a port.
fn start_webkit(driver: &str) -> Result<u16, String> {
    let mut screen = Command::new("Xvfb");
    screen
        .args(["-displayfd", "1", "-screen", "0", "1700x1100x24", "-nolisten", "tcp"])
        .stderr(Stdio::null());
    let display = start(&mut screen, "")?;
    let address =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let mut driver = Command::new(driver);
    driver.arg(format!("--port={}", address.port())).env("DISPLAY", format!(":{display}"));
    let driver = spawn(&mut driver)?;
    PROCESSES.lock().unwrap().push(driver);
    while std::net::TcpStream::connect(address).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Ok(address.port())
}
