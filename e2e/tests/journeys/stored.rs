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
    // The ids begin with the time, and the page asks about old ones: these have been made just now.
    ming.run(&format!(
        "const stored = {STORAGE};
         const id = /^([0-9a-f]{{8}})-([0-9a-f]{{4}})(?=-7)/;
         const times = Object.keys(stored).map(key => key.split('.')[2]?.match(id)).filter(Boolean)
             .map(([, high, low]) => parseInt(high + low, 16));
         const shift = Date.now() - Math.max(...times);
         const renew = (_, high, low) => {{
             const hex = (parseInt(high + low, 16) + shift).toString(16).padStart(12, '0');
             return hex.slice(0, 8) + '-' + hex.slice(8);
         }};
         const all = new RegExp(id.source.slice(1), 'g');
         const move = text => text.replace(all, renew);
         Object.entries(stored).forEach(([key, value]) => key.startsWith('confab.outbox')
             ? localStorage.setItem(move(key), move(value)) : localStorage.setItem(key, value))"
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
    // What version 1 stored has an author from now on.
    let authors = "return Object.entries(localStorage).filter(([key]) => key.startsWith('confab.outbox'))
        .map(([, value]) => JSON.parse(value).author)";
    let me = "u-48cb9d60b45c621b7f65";
    assert_eq!(ming.run(authors).await, serde_json::json!([me, me]));
}
