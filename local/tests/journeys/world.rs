//! A journey's world: a stack of its own, and the people in it.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use futures::FutureExt;
use local::{Data, Options, Stack, build, project};
use thirtyfour::WebDriver;

use crate::Story;
use crate::browser::Browser;
use crate::person::Person;

/// A laptop's window.
pub const LAPTOP: (u32, u32) = (1280, 800);
/// A small phone's.
pub const PHONE: (u32, u32) = (360, 740);

/// The page and the functions, built once. `PAGE=release` takes the page as it is published, whatever the rest is.
static BUILT: LazyLock<(PathBuf, PathBuf)> = LazyLock::new(|| {
    let release = !cfg!(debug_assertions);
    let published = std::env::var("PAGE").is_ok_and(|page| page == "release");
    (build::site(release || published).unwrap(), build::functions(release).unwrap())
});

pub struct World {
    name: &'static str,
    browser: &'static Browser,
    options: RefCell<Options>,
    stack: RefCell<Option<Stack>>,
    drivers: RefCell<Vec<WebDriver>>,
    folder: tempfile::TempDir,
}

/// Tells a story from its beginning; whatever happens, everything it started is ended.
pub fn tell(name: &'static str, browser: &'static Browser, story: Story) {
    let (site, binaries) = &*BUILT;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::new(name, browser, site, binaries);
        world.start().await;
        let end = AssertUnwindSafe(story(&world)).catch_unwind().await;
        world.end().await;
        end.unwrap_or_else(|panic| resume_unwind(panic));
    });
}

impl World {
    fn new(name: &'static str, browser: &'static Browser, site: &Path, binaries: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::new(project::root().join("template.yaml"), binaries);
        options.site = Some(site.to_owned());
        options.data = Data::File(folder.path().join("data.sqlite"));
        let (stack, drivers) = (RefCell::default(), RefCell::default());
        Self { name, browser, options: RefCell::new(options), stack, drivers, folder }
    }

    /// Starts the stack anew with these parameters, and a page whose `<meta>` tags say this, as whoever deploys
    /// it would fill them in.
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

    /// Starts the stack; again, on the same port and with the same data, after [`World::stop`].
    pub async fn start(&self) {
        let options = self.options.borrow().clone();
        let stack = Stack::start(options).await.unwrap();
        let port = stack.url().rsplit_once(':').unwrap().1.parse().unwrap();
        self.options.borrow_mut().port = port;
        *self.stack.borrow_mut() = Some(stack);
    }

    /// Stops the stack: for the people, the network is down.
    pub async fn stop(&self) {
        let stack = self.stack.borrow_mut().take();
        if let Some(stack) = stack {
            stack.stop().await;
        }
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.options.borrow().port)
    }

    /// Somebody with a browser of their own, who looks at `path`.
    pub async fn person(&self, path: &str, window: (u32, u32), language: &str) -> Person {
        let driver = self.browser.open(language).await;
        self.drivers.borrow_mut().push(driver.clone());
        let person = Person::new(driver, self.name);
        person.hold(window).await;
        person.prefer("light").await;
        person.visit(&format!("{}/{path}", self.url())).await;
        person
    }

    /// Somebody at a laptop who has come in under a name.
    pub async fn guest(&self, path: &str, name: &str) -> Person {
        let person = self.person(path, LAPTOP, "en-US").await;
        person.introduce(name).await;
        person
    }

    async fn end(&self) {
        let drivers = self.drivers.take();
        for (number, driver) in drivers.into_iter().enumerate() {
            Person::new(driver.clone(), self.name).photograph(&format!("end-{}", number + 1)).await;
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
        // The published page is written shorter, without quotes and in another order.
        let place = html.find(name).expect(name);
        let (before, after) = html.split_at(place);
        let (before, _) = before.rsplit_once("<meta").unwrap();
        let (_, after) = after.split_once('>').unwrap();
        html = format!("{before}<meta name=\"{name}\" content=\"{content}\">{after}");
    }
    std::fs::write(page, html).unwrap();
}
