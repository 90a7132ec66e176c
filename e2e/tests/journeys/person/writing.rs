//! How a person writes: by keys, by an input method and by pasting; and what the composer suggests.

use serde_json::json;
use thirtyfour::prelude::*;

use super::Person;

impl Person {
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

    /// The text in the composer.
    pub async fn draft(&self) -> String {
        self.composer().await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Waits until the composer has this text.
    pub async fn until_draft(&self, text: &str) {
        self.until(&format!("has the draft {text:?}"), || async { self.draft().await == text }).await;
    }

    /// Empties the composer, which has the focus.
    pub async fn clear_draft(&self) {
        self.press_chord(Key::Control, "a").await;
        self.press_key(Key::Backspace).await;
        self.until_draft("").await;
    }

    /// What the composer suggests, the chosen one in brackets.
    pub async fn suggestions(&self) -> Vec<String> {
        let script = "const box = document.querySelector('textarea');
            return [...document.querySelectorAll('[role=option]')].map(option => {
                const label = option.firstElementChild.textContent;
                return option.id == box.getAttribute('aria-activedescendant') ? `[${label}]` : label;
            })";
        serde_json::from_value(self.run(script).await).unwrap()
    }

    /// Waits until the chosen suggestion is this one.
    pub async fn until_suggested(&self, label: &str) {
        let chosen = format!("[{label}]");
        let is_suggested = || async { self.suggestions().await.contains(&chosen) };
        self.until(&format!("has {chosen} suggested"), is_suggested).await;
    }

    /// Composes text as an input method does: first the candidates, then the chosen text.
    pub async fn compose(&self, candidates: &[&str], choice: &str) {
        for text in candidates {
            self.compose_part(text).await;
        }
        self.commit(choice).await;
    }

    /// An input method shows a candidate, which replaces the one before.
    pub async fn compose_part(&self, candidate: &str) {
        let length = candidate.encode_utf16().count();
        let composition = json!({"text": candidate, "selectionStart": length, "selectionEnd": length});
        self.send_cdp("Input.imeSetComposition", composition).await;
    }

    /// The person chooses a text in the input method.
    pub async fn commit(&self, choice: &str) {
        self.send_cdp("Input.insertText", json!({"text": choice})).await;
    }

    /// Pastes a text into the element that has the focus, by the clipboard and Ctrl+V.
    pub async fn paste(&self, text: &str) {
        self.allow_clipboard().await;
        let write = "const [text, done] = arguments; navigator.clipboard.writeText(text).then(done, error => done('' + error))";
        let failed = self.driver.execute_async(write, vec![json!(text)]).await.unwrap();
        assert!(failed.json().is_null(), "the clipboard takes no text: {}", failed.json());
        self.press_chord(Key::Control, "v").await;
    }
}
