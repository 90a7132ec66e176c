//! What a person does with one message: by pointer, finger and clipboard.

use serde_json::json;
use thirtyfour::prelude::*;

use super::Person;

impl Person {
    /// The message with this text.
    pub async fn message(&self, text: &str) -> WebElement {
        let xpath = format!("//*[@role='feed']//article[contains(., '{text}')]");
        self.driver.find(By::XPath(xpath)).await.unwrap()
    }

    /// Moves the pointer to the message with this text, which shows its tools, and presses one of them. What the toolbar
    /// does not have is in the menu.
    pub async fn use_tool(&self, text: &str, tool: &str) {
        self.point_at(text).await;
        self.find("article button", "More actions").await;
        match self.find_now("article button", tool).await {
            Some(button) => button.click().await.unwrap(),
            None => {
                self.press("article button", "More actions").await;
                self.press("dialog [role=menuitem]", tool).await;
            }
        }
    }

    /// Moves the pointer to the message with this text.
    pub async fn point_at(&self, text: &str) {
        let message = self.message(text).await;
        self.driver.action_chain().move_to_element_center(&message).perform().await.unwrap();
    }

    /// Puts a finger on the message with this text, and leaves it there until `held` has come true.
    pub async fn long_press(&self, text: &str, menu_item: &str) {
        let edges = "const {x, y, width, height} = arguments[0].getBoundingClientRect();
            return [x + width / 2, y + height / 2]";
        let message = self.message(text).await;
        let center = self.driver.execute(edges, vec![message.to_json().unwrap()]).await.unwrap();
        let (x, y) = (center.json()[0].clone(), center.json()[1].clone());
        let touch = json!({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]});
        self.send_cdp("Input.dispatchTouchEvent", touch).await;
        self.find("[role=menuitem]", menu_item).await;
        self.send_cdp("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []})).await;
    }

    /// Stops the page's clock, so that nothing runs out while a slow machine works.
    pub async fn stop_clock(&self) {
        self.run("const now = Date.now(); window.realNow ??= Date.now; Date.now = () => now").await;
    }

    /// Lets the page's clock run on, as if so many milliseconds had passed.
    pub async fn advance_clock(&self, milliseconds: u32) {
        self.run(&format!(
            "const ahead = Date.now() + {milliseconds} - realNow(); Date.now = () => realNow() + ahead"
        ))
        .await;
    }

    /// Lets the page read and write the clipboard.
    pub async fn allow_clipboard(&self) {
        let permissions = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
        self.send_cdp("Browser.grantPermissions", permissions).await;
    }

    /// What is in the clipboard.
    pub async fn clipboard(&self) -> String {
        self.allow_clipboard().await;
        let read =
            "const done = arguments[0]; navigator.clipboard.readText().then(done, error => done('' + error))";
        let text = self.driver.execute_async(read, vec![]).await.unwrap();
        text.json().as_str().unwrap_or_default().to_owned()
    }

    /// Changes the requests of one action on their way to the server.
    pub async fn alter_requests(&self, action: &str, fields: &str) {
        self.run(&format!(
            "const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (text) {{
                const request = JSON.parse(text);
                send.call(this, request.action == '{action}' ? JSON.stringify({{...request, ...{fields}}}) : text);
            }}"
        ))
        .await;
    }
}
