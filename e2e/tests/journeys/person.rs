//! A person at a browser, who finds elements by their accessible names.

mod accessibility;
mod emulation;
mod history;
mod keyboard;
mod messages;
mod screenshots;
mod writing;

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use serde_json::Value;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::prelude::*;
use tokio::time::{Instant, sleep};

use e2e::browser::Engine;

/// Longer than anything takes, so that no journey fails because the machine is slow.
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct Person {
    pub driver: WebDriver,
    journey: &'static str,
    screen: Cell<(u32, u32)>,
}

impl Person {
    pub fn new(driver: WebDriver, journey: &'static str) -> Self {
        Self { driver, journey, screen: Cell::default() }
    }

    /// Takes the errors and warnings out of the browser's console: those since the last call. Only Chromium
    /// shows its console.
    pub async fn take_console(&self) -> Vec<String> {
        if Engine::chosen() != Engine::Chromium {
            return Vec::new();
        }
        let entries = self.driver.browser_log().await.unwrap();
        entries.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
    }

    pub async fn visit(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// Enters a name, joins, and waits for the composer. Makes the room, if there is none yet.
    pub async fn enter_name(&self, name: &str) {
        self.join_as(name, "Your name", "Join").await;
        self.make_room_if_missing().await;
    }

    /// Enters a name where the page is in Chinese, and joins.
    pub async fn enter_chinese_name(&self, name: &str) {
        self.join_as(name, "你的名字", "加入").await;
    }

    async fn join_as(&self, name: &str, field: &str, button: &str) {
        let field = self.find("input", field).await;
        field.clear().await.unwrap();
        field.send_keys(name).await.unwrap();
        self.press("button", button).await;
    }

    /// Waits until the person is in the room of the address, and makes the room before if the page offers that.
    pub async fn make_room_if_missing(&self) {
        let script = "document.querySelector('.shell-notice button')?.click();
            return [...document.querySelectorAll('a')]
                .some(link => link.hash && (location.hash + '/').startsWith(link.hash + '/'))";
        self.until("is in the room", || async { self.run(script).await == true }).await;
        let has_composer = "return !!document.querySelector('textarea')";
        self.until("can write", || async { self.run(has_composer).await == true }).await;
    }

    /// Waits until the history has a message with this text that is not pending.
    pub async fn hears(&self, text: &str) {
        self.until(&format!("hears {text:?}"), || async {
            self.messages().await.iter().any(|(heard, pending)| heard.contains(text) && !pending)
        })
        .await;
    }

    /// Waits until the history has a pending message with this text.
    pub async fn sees_pending(&self, text: &str) {
        self.until(&format!("has {text:?} pending"), || async {
            self.messages().await.iter().any(|(heard, pending)| heard.contains(text) && *pending)
        })
        .await;
    }

    /// The number of messages with this text in the history.
    pub async fn count(&self, text: &str) -> usize {
        self.messages().await.iter().filter(|(heard, _)| heard.contains(text)).count()
    }

    /// The history's articles: the text of each, and whether it is pending.
    async fn messages(&self) -> Vec<(String, bool)> {
        let script = "return [...document.querySelectorAll('[role=feed] article')]
            .map(row => [row.innerText, row.matches('[aria-busy=true]')])";
        self.run(script).await.as_array().map_or(vec![], |rows| {
            rows.iter().map(|row| (row[0].as_str().unwrap_or("").to_owned(), row[1] == true)).collect()
        })
    }

    /// Waits until the page shows this text.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("sees {text:?}"), || async { self.text().await.contains(text) }).await;
    }

    /// The page's whole text.
    pub async fn text(&self) -> String {
        self.run("return document.body.innerText").await.as_str().unwrap_or("").to_owned()
    }

    /// Waits for a visible element with this accessible name.
    pub async fn find(&self, css: &str, name: &str) -> WebElement {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            if let Some(element) = self.find_now(css, name).await {
                return element;
            }
            if Instant::now() > deadline {
                let (found, text) = (self.labels(css).await, self.text().await);
                panic!("there is no {css} named {name:?}, there are {found:?}; the page's text:\n{text}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// A visible element with this accessible name, if there is one now.
    pub async fn find_now(&self, css: &str, name: &str) -> Option<WebElement> {
        for element in self.driver.find_all(By::Css(css)).await.ok()? {
            let is_it = self.label(&element).await.as_deref() == Some(name);
            if is_it && self.is_visible(&element).await {
                return Some(element);
            }
        }
        None
    }

    async fn is_visible(&self, element: &WebElement) -> bool {
        if Engine::chosen() != Engine::WebKit {
            return element.is_displayed().await.unwrap_or(false);
        }
        // WebKit's WebDriver takes a box with a hidden overflow for invisible.
        let script = "return arguments[0].checkVisibility({visibilityProperty: true})";
        let argument = element.to_json().unwrap();
        self.driver.execute(script, vec![argument]).await.is_ok_and(|visible| *visible.json() == true)
    }

    /// The accessible names of the elements, and whether each is visible.
    async fn labels(&self, css: &str) -> Vec<(Option<String>, bool)> {
        let mut labels = Vec::new();
        for element in self.driver.find_all(By::Css(css)).await.unwrap_or_default() {
            labels.push((self.label(&element).await, self.is_visible(&element).await));
        }
        labels
    }

    pub async fn press(&self, css: &str, name: &str) {
        self.find(css, name).await.click().await.unwrap();
    }

    /// Waits for a condition.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, holds: impl Fn() -> F) {
        let deadline = Instant::now() + TIMEOUT;
        while !holds().await {
            if Instant::now() > deadline {
                let text = self.text().await;
                panic!("a person never {what}; the page's text:\n{text}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.map_or(Value::Null, |value| value.json().clone())
    }

    /// The accessible name of an element.
    async fn label(&self, element: &WebElement) -> Option<String> {
        let label = Box::new(ComputedLabel(element.element_id().to_string()));
        let heard = self.driver.handle().cmd(Command::ExtensionCommand(label)).await;
        heard.ok()?.value().ok()
    }
}

/// WebDriver's command "Get Computed Label": the accessible name of an element.
struct ComputedLabel(String);

impl fmt::Debug for ComputedLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "computed label of {}", self.0)
    }
}

impl ExtensionCommand for ComputedLabel {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        format!("/element/{}/computedlabel", self.0).into()
    }
}
