//! What a person does with the keyboard, and where the focus is.

use thirtyfour::prelude::*;

use super::Person;

impl Person {
    /// Presses a key, wherever the focus is.
    pub async fn press_key(&self, key: Key) {
        self.press_keys(key.value().to_string()).await;
    }

    /// Presses the keys of these characters, one after the other.
    pub async fn press_keys(&self, keys: impl AsRef<str>) {
        self.driver.action_chain().send_keys(keys.as_ref()).perform().await.unwrap();
    }

    /// Presses a key while another one is down.
    pub async fn press_chord(&self, modifier: Key, key: impl AsRef<str>) {
        let keys = self.driver.action_chain().key_down(modifier.clone()).send_keys(key.as_ref());
        keys.key_up(modifier).perform().await.unwrap();
    }

    /// The text of the element that has the focus.
    pub async fn focus_text(&self) -> String {
        self.run("return document.activeElement.innerText").await.as_str().unwrap_or("").to_owned()
    }

    /// Moves the focus to the message with this text, by the arrow keys.
    pub async fn focus_message(&self, text: &str) {
        self.run("document.querySelector('article[tabindex=\"0\"]').focus()").await;
        for _ in 0..50 {
            if self.focus_text().await.contains(text) {
                return;
            }
            self.press_key(Key::Up).await;
        }
        panic!("the arrow keys never reach {text:?}");
    }

    /// Presses Shift and Tab.
    pub async fn press_shift_tab(&self) {
        let keys = self.driver.action_chain().key_down(Key::Shift).send_keys(Key::Tab.value());
        keys.key_up(Key::Shift).perform().await.unwrap();
    }

    /// The accessible name of the element that has the focus.
    pub async fn focused(&self) -> String {
        match self.driver.active_element().await {
            Ok(element) => self.label(&element).await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the element with this accessible name has the focus.
    pub async fn until_focused(&self, name: &str) {
        self.until(&format!("has the focus on {name:?}"), || async { self.focused().await == name }).await;
    }

    /// The tag of the element that has the focus: `BODY` if none has it.
    pub async fn focused_tag(&self) -> String {
        self.run("return document.activeElement.tagName").await.as_str().unwrap_or("").to_owned()
    }

    /// Whether the focus is in an element that this CSS selector finds.
    pub async fn has_focus_in(&self, css: &str) -> bool {
        self.run(&format!("return !!document.activeElement.closest({css:?})")).await == true
    }
}
