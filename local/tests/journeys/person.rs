//! A person at a browser, who finds things by the names that assistive technology hears.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use local::project;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use thirtyfour::prelude::*;
use tokio::time::{Instant, sleep};

/// Generous: a slow machine must not fail a journey.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Person {
    pub driver: WebDriver,
    story: &'static str,
}

impl Person {
    pub fn new(driver: WebDriver, story: &'static str) -> Self {
        Self { driver, story }
    }

    /// Gives the page this size, and the hands of a phone's owner if it is as narrow as one.
    pub async fn hold(&self, (width, height): (u32, u32)) {
        let mobile = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.tell_browser("Emulation.setDeviceMetricsOverride", metrics).await;
        self.tell_browser("Emulation.setTouchEmulationEnabled", json!({"enabled": mobile})).await;
    }

    /// Prefers light or dark. Nobody here wants motion: a browser that nobody looks at may never finish it.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.tell_browser("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    async fn tell_browser(&self, command: &str, parameters: Value) {
        self.driver.cdp().send_raw(command, parameters).await.unwrap();
    }

    pub async fn visit(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// Says their name and comes in.
    pub async fn introduce(&self, name: &str) {
        let field = self.find("input", "Your name").await;
        field.clear().await.unwrap();
        field.send_keys(name).await.unwrap();
        self.find("button", "Join").await.click().await.unwrap();
        self.composer().await;
    }

    pub async fn composer(&self) -> WebElement {
        self.find("textarea", "Message").await
    }

    /// Types into the composer.
    pub async fn types(&self, keys: impl AsRef<str>) {
        self.composer().await.send_keys(keys.as_ref()).await.unwrap();
    }

    /// Types a message and presses Enter.
    pub async fn say(&self, text: &str) {
        self.types(format!("{text}{}", Key::Enter.value())).await;
    }

    /// What stands in the composer.
    pub async fn draft(&self) -> String {
        self.composer().await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Waits until a message with this text stands in the history, sent.
    pub async fn hears(&self, text: &str) {
        self.until(&format!("hears {text:?}"), || async {
            self.messages().await.iter().any(|(heard, pending)| heard.contains(text) && !pending)
        })
        .await;
    }

    /// Waits until a message of theirs is shown as not sent yet.
    pub async fn waits_with(&self, text: &str) {
        self.until(&format!("has {text:?} pending"), || async {
            self.messages().await.iter().any(|(heard, pending)| heard.contains(text) && *pending)
        })
        .await;
    }

    /// How often a text stands in the history.
    pub async fn count(&self, text: &str) -> usize {
        self.messages().await.iter().filter(|(heard, _)| heard.contains(text)).count()
    }

    /// The history's articles: what each says, and whether it is on its way still.
    async fn messages(&self) -> Vec<(String, bool)> {
        let script = "return [...document.querySelectorAll('[role=feed] article')]
            .map(row => [row.innerText, row.matches('[aria-busy=true]')])";
        self.run(script).await.as_array().map_or(vec![], |rows| {
            rows.iter().map(|row| (row[0].as_str().unwrap_or("").to_owned(), row[1] == true)).collect()
        })
    }

    /// Waits until the page shows this text somewhere.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("sees {text:?}"), || async { self.text().await.contains(text) }).await;
    }

    /// All that the page says.
    pub async fn text(&self) -> String {
        self.run("return document.body.innerText").await.as_str().unwrap_or("").to_owned()
    }

    /// Waits for a visible element with this accessible name.
    pub async fn find(&self, css: &str, name: &str) -> WebElement {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.look_for(css, name).await {
                return element;
            }
            if Instant::now() > deadline {
                let seen = self.text().await;
                panic!("there is no {css} named {name:?}; the page says:\n{seen}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// A visible element with this accessible name, if there is one now.
    pub async fn look_for(&self, css: &str, name: &str) -> Option<WebElement> {
        for element in self.driver.find_all(By::Css(css)).await.ok()? {
            let label = Box::new(ComputedLabel(element.element_id().to_string()));
            let heard = self.driver.handle().cmd(Command::ExtensionCommand(label)).await;
            let is_it = heard.is_ok_and(|heard| heard.value::<String>().is_ok_and(|heard| heard == name));
            if is_it && element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Points at the message with this text, whose tools appear, and presses one of them.
    pub async fn use_tool(&self, text: &str, tool: &str) {
        let xpath = format!("//*[@role='feed']//article[contains(., '{text}')]");
        let message = self.driver.find(By::XPath(xpath)).await.unwrap();
        self.driver.action_chain().move_to_element_center(&message).perform().await.unwrap();
        self.press("article button", tool).await;
    }

    pub async fn press(&self, css: &str, name: &str) {
        self.find(css, name).await.click().await.unwrap();
    }

    /// Waits for a condition.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, holds: impl Fn() -> F) {
        let deadline = Instant::now() + PATIENCE;
        while !holds().await {
            if Instant::now() > deadline {
                let seen = self.text().await;
                panic!("a person never {what}; the page says:\n{seen}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.map_or(Value::Null, |value| value.json().clone())
    }

    /// Composes text as an input method does: candidates first, then the choice.
    pub async fn compose(&self, candidates: &[&str], choice: &str) {
        for text in candidates {
            let length = text.encode_utf16().count();
            let composition = json!({"text": text, "selectionStart": length, "selectionEnd": length});
            self.tell_browser("Input.imeSetComposition", composition).await;
        }
        self.tell_browser("Input.insertText", json!({"text": choice})).await;
    }

    /// Puts what the person sees into `target/screenshots`.
    pub async fn photograph(&self, what: &str) {
        let folder = project::root().join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{}-{what}.png", self.story));
        if let Err(error) = self.driver.screenshot(&file).await {
            eprintln!("no screenshot {}: {error}", file.display());
        }
    }
}

/// WebDriver's "Get Computed Label": an element's name as the browser tells it to assistive technology.
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
