//! Journeys with a browser that stores nothing, and with servers of other versions.

use serde_json::json;

use crate::fixture::{Fixture, LAPTOP, PHONE};
use crate::person::Person;

/// Runs a script before the page's own, in every page that is loaded from now on.
async fn run_first(person: &Person, script: &str) {
    person.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})).await;
    person.driver.refresh().await.unwrap();
}

pub async fn full_storage(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "en-US").await;
    let full = "const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
            if (key.startsWith('confab.outbox')) throw new DOMException('', 'QuotaExceededError');
            set.call(this, key, value);
        };
        window.asked = 0;
        StorageManager.prototype.persist = async () => { asked += 1; return true }";
    run_first(&ada, full).await;
    ada.enter_name("Ada").await;
    fixture.stop().await;
    ada.say("Where is this kept?").await;
    ada.sees("This browser does not keep what you write").await;
    ada.screenshot("1-full").await;
    fixture.start().await;
    ada.hears("Where is this kept?").await;
    ada.until("reads no warning", async || !ada.text().await.contains("does not keep")).await;
    ada.say("And this?").await;
    ada.hears("And this?").await;
    assert_eq!(ada.run("return asked").await, 1, "the page asks once to keep what it stores");
}

pub async fn forbidden_storage(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "zh-CN").await;
    let forbidden = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError') }})";
    run_first(&ada, forbidden).await;
    ada.enter_chinese_name("Ada").await;
    ada.sees("浏览器没有保存你写的内容").await;
    ada.screenshot("1-forbidden").await;
}

pub async fn newer_server(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let newer = r#"const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data').get;
        Object.defineProperty(MessageEvent.prototype, 'data', {get() {
            const text = data.call(this);
            if (typeof text != 'string' || !text.includes('"welcome"')) return text;
            return JSON.stringify({...JSON.parse(text), version: 99});
        }})"#;
    run_first(&ada, newer).await;
    ada.sees("There is a newer version of this page").await;
    ada.say("It works on").await;
    ada.hears("It works on").await;
    ada.screenshot("1-newer").await;
    ada.press("button", "Close").await;
    ada.until("reads no notice", async || !ada.text().await.contains("newer version")).await;
}

pub async fn unsupported_version(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let old = r#"const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (text) {
            send.call(this, sessionStorage.isNew ? text : text.replace(/"version":\d+/, '"version":0'));
        }"#;
    run_first(&ada, old).await;
    ada.sees("This page is out of date.").await;
    ada.say("Kept").await;
    ada.sees_pending("Kept").await;
    ada.set_screen(PHONE).await;
    let fits = "return document.documentElement.scrollWidth <= 360 && innerWidth == 360";
    ada.until("reads all of it on a phone", async || ada.run(fits).await == true).await;
    ada.screenshot("1-outdated").await;
    ada.run("sessionStorage.isNew = 1").await;
    ada.press("button", "Reload").await;
    ada.hears("Kept").await;
}
