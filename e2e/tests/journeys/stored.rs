//! Journeys with what a device has stored: drafts, and the data of version 1.

use std::path::Path;

use crate::fixture::{Fixture, LAPTOP};

/// What the page of version 1 stored: `fixtures/storage-v1.json`, key by key.
const STORAGE: &str = include_str!("fixtures/storage-v1.json");

pub async fn drafts(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("The kettle is on").await;
    ada.hears("The kettle is on").await;
    ada.use_tool("kettle", "Reply").await;
    ada.types("half an answer").await;
    ada.visit(&format!("{}/#/room/garden", fixture.url())).await;
    ada.press("button", "Create room").await;
    ada.sees("This is where Garden begins").await;
    ada.types("half a thought").await;
    for _ in 0..2 {
        ada.visit(&format!("{}/#/room/lobby", fixture.url())).await;
        // The banner tells again which message is answered, once the history is loaded.
        ada.sees("Replying to Ada").await;
        assert_eq!(ada.draft().await, "half an answer");
        ada.visit(&format!("{}/#/room/garden", fixture.url())).await;
        ada.until("has the garden's draft", async || ada.draft().await == "half a thought").await;
        ada.driver.refresh().await.unwrap();
        ada.composer().await;
    }
}

pub async fn long_text(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.paste(&"字".repeat(2_600)).await;
    ada.sees("About 66 characters left").await;
    ada.paste(&"字".repeat(100)).await;
    ada.sees("Too long by about 34 characters").await;
    assert_eq!(ada.draft().await.chars().count(), 2_700, "nothing is cut off");
    ada.screenshot("1-too-long").await;
}

pub async fn version_1(fixture: &Fixture) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chat/fixtures/data-v1.sqlite");
    fixture.restore(&data).await;
    let ming = fixture.person("", LAPTOP, "en-US").await;
    ming.run(&format!(
        "Object.entries({STORAGE}).forEach(([key, value]) => localStorage.setItem(key, value))"
    ))
    .await;
    ming.driver.refresh().await.unwrap();
    for text in
        ["Written while the server was away", "离线时写的", "Good night, and thank you", "and a pot for it"]
    {
        ming.hears(text).await;
        assert_eq!(ming.count(text).await, 1, "{text}");
    }
    // The change that the server had refused waits for its author, and the answer is in the box.
    ming.sees("未发送：消息或房间已不存在。").await;
    let draft = "return document.querySelector('textarea').value";
    assert_eq!(ming.run(draft).await, "An answer, half wri");
    ming.sees("正在回复 Ada").await;
    let page = "return [document.documentElement.lang, document.documentElement.dataset.theme].join()";
    assert_eq!(ming.run(page).await, "zh-CN,dark");
    ming.screenshot("1-dark").await;
    ming.visit(&format!("{}/#/room/tea-time", fixture.url())).await;
    ming.hears("One more for the tea room").await;
    assert_eq!(ming.run(draft).await, "I am back for goo");
    let pending = "return Object.keys(localStorage).filter(key => key.startsWith('confab.outbox')).length";
    ming.until("has sent all but two", async || ming.run(pending).await == 2).await;
}
