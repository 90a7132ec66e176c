//! A journey's fixture: a stack of its own, and the people who use it.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use e2e::Stack;
use futures::FutureExt;
use local::{Data, Options, build};
use thirtyfour::WebDriver;

use crate::Journey;
use crate::person::Person;
use e2e::browser::{Browser, Engine};

/// The size of a laptop's window.
pub const LAPTOP: (u32, u32) = (1280, 800);
/// The size of a small phone's screen.
pub const PHONE: (u32, u32) = (360, 740);

/// The page and the functions, built once. `PAGE=release` builds the page as it is published, even if the rest is a
/// debug build.
static BUILT: LazyLock<(PathBuf, PathBuf)> = LazyLock::new(|| {
    let release = !cfg!(debug_assertions);
    let published = std::env::var("PAGE").is_ok_and(|page| page == "release");
    let template = e2e::template();
    let site = build::site(&template, release || published).unwrap().unwrap();
    (site, build::functions(&template, release).unwrap())
});

pub struct Fixture {
    name: &'static str,
    browser: &'static Browser,
    options: RefCell<Options>,
    stack: RefCell<Option<Stack>>,
    /// The stack has been stopped during the journey.
    had_outage: Cell<bool>,
    drivers: RefCell<Vec<WebDriver>>,
    folder: tempfile::TempDir,
}

/// Runs a journey with a new fixture. The fixture is stopped even if the journey panics.
pub fn run(name: &'static str, browser: &'static Browser, journey: Journey) {
    let (site, binaries) = &*BUILT;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let fixture = Fixture::new(name, browser, site, binaries);
        fixture.start().await;
        let journey = async {
            journey(&fixture).await;
            fixture.check_accessibility().await;
            fixture.check_consoles().await;
        };
        let result = AssertUnwindSafe(journey).catch_unwind().await;
        fixture.shut_down().await;
        result.unwrap_or_else(|panic| resume_unwind(panic));
    });
}

impl Fixture {
    fn new(name: &'static str, browser: &'static Browser, site: &Path, binaries: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::new(e2e::template(), binaries);
        options.site = Some(site.to_owned());
        options.data = Data::File(folder.path().join("data.sqlite"));
        let (stack, drivers) = (RefCell::default(), RefCell::default());
        let had_outage = Cell::new(false);
        Self { name, browser, options: RefCell::new(options), stack, had_outage, drivers, folder }
    }

    /// Starts the stack again with these parameters and with this content in the page's `<meta>` tags, which a person
    /// who deploys the page edits.
    pub async fn deploy(&self, parameters: &[(&str, &str)], metas: &[(&str, &str)]) {
        self.stop().await;
        let site = self.folder.path().join("site");
        copy(&BUILT.0, &site);
        fill_in(&site.join("index.html"), metas);
        let mut options = self.options.borrow().clone();
        options.site = Some(site);
        options.parameters =
            parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        *self.options.borrow_mut() = options;
        self.start().await;
    }

    /// Starts the stack again over a copy of a data file.
    pub async fn restore(&self, data: &Path) {
        self.stop().await;
        let file = self.folder.path().join("restored.sqlite");
        std::fs::copy(data, &file).unwrap();
        self.options.borrow_mut().data = Data::File(file);
        self.start().await;
    }

    /// Fills a room, which somebody has joined, until its log has so many events. The people are cut off meanwhile.
    pub async fn fill(&self, room: &str, events: u64) {
        self.fill_every(room, events, e2e::history::INTERVAL).await;
    }

    /// The same, with so many milliseconds from message to message.
    pub async fn fill_every(&self, room: &str, events: u64, interval: u64) {
        self.stop().await;
        let Data::File(data) = self.options.borrow().data.clone() else { panic!("the data is in a file") };
        e2e::history::fill(&data, room, events, interval);
        self.start().await;
    }

    /// Starts the stack. After [`Fixture::stop`] it has the same port and the same data.
    pub async fn start(&self) {
        let options = self.options.borrow().clone();
        let stack = Stack::start(options).await.unwrap();
        let port = stack.url().rsplit_once(':').unwrap().1.parse().unwrap();
        self.options.borrow_mut().port = port;
        *self.stack.borrow_mut() = Some(stack);
    }

    /// Stops the stack, which looks like a network outage to the people.
    pub async fn stop(&self) {
        let stack = self.stack.borrow_mut().take();
        if let Some(stack) = stack {
            self.had_outage.set(true);
            stack.stop().await;
        }
    }

    /// The page's URL.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.options.borrow().port)
    }

    /// A person with a browser of their own, who opens `path`.
    pub async fn person(&self, path: &str, window: (u32, u32), language: &str) -> Person {
        let driver = self.browser.open(language).await;
        self.drivers.borrow_mut().push(driver.clone());
        let person = Person::new(driver, self.name);
        person.set_screen(window).await;
        person.emulate_scheme("light").await;
        person.visit(&format!("{}/{path}", self.url())).await;
        if Engine::chosen() == Engine::WebKit && language == "zh-CN" {
            // It has the language of the machine.
            person.press("button", "简体中文").await;
        }
        person
    }

    /// A person at a laptop who has entered a name and joined.
    pub async fn guest(&self, path: &str, name: &str) -> Person {
        let person = self.person(path, LAPTOP, "en-US").await;
        person.enter_name(name).await;
        person
    }

    /// Fails if a person's last page has a defect of accessibility.
    async fn check_accessibility(&self) {
        let drivers = self.drivers.borrow().clone();
        for driver in drivers {
            Person::new(driver, self.name).check_accessibility("end").await;
        }
    }

    /// Fails on an error or a warning of the page in a browser's console. Leptos warns there of a signal that is read where nothing
    /// tracks it, or after its owner is gone. A journey that provokes one takes it out of the console.
    async fn check_consoles(&self) {
        let drivers = self.drivers.borrow().clone();
        for driver in drivers {
            let mut console = Person::new(driver, self.name).take_console().await;
            let is_outage = |line: &str| self.had_outage.get() && line.contains("WebSocket connection to");
            console.retain(|line| line.contains(&self.url()) && !is_outage(line));
            assert!(console.is_empty(), "the browser's console has {console:#?}");
        }
    }

    async fn shut_down(&self) {
        let drivers = self.drivers.take();
        for (number, driver) in drivers.into_iter().enumerate() {
            Person::new(driver.clone(), self.name).save_screenshot(&format!("end-{}", number + 1)).await;
            if let Err(error) = driver.quit().await {
                eprintln!("a browser did not close: {error}");
            }
        }
        self.stop().await;
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { _ = std::fs::copy(from, to).unwrap() }
    }
}

fn fill_in(page: &Path, metas: &[(&str, &str)]) {
    let mut html = std::fs::read_to_string(page).unwrap();
    for (name, content) in metas {
        // The release build is minified: attributes have no quotes and another order.
        let position = html.find(name).expect(name);
        let (before, after) = html.split_at(position);
        let (before, _) = before.rsplit_once("<meta").unwrap();
        let (_, after) = after.split_once('>').unwrap();
        html = format!("{before}<meta name=\"{name}\" content=\"{content}\">{after}");
    }
    std::fs::write(page, html).unwrap();
}
