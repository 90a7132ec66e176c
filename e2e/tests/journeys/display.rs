//! Journeys on other screens than a light, English laptop.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, LAPTOP, PHONE};

pub async fn phone(fixture: &Fixture) {
    let ada = fixture.person("", PHONE, "en-US").await;
    ada.find("input", "Your name").await;
    ada.screenshot("1-name").await;
    ada.enter_name("Ada").await;
    let line_break = if ada.has_touch().await { Key::Enter.into() } else { Key::Shift + Key::Enter };
    ada.types(format!("On a phone Enter breaks the line{line_break}")).await;
    ada.types("and a button sends, however long the message is and however often it wraps").await;
    assert!(ada.draft().await.contains("line\nand"), "nothing was sent");
    ada.press("button", "Send").await;
    ada.hears("a button sends").await;
    ada.screenshot("2-lobby").await;
    // WebKit's windows are not narrower than 447 pixels.
    let fits = ada.run("return document.documentElement.scrollWidth <= innerWidth && innerWidth < 450").await;
    assert_eq!(fits, true, "nothing is wider than the phone");
    ada.press("button", "Rooms").await;
    ada.find("button", "New room").await;
    ada.screenshot("3-rooms").await;
}

pub async fn about(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.press("button", "Settings").await;
    ada.press("dialog a", "About Confab").await;
    ada.find("h1", "About Confab").await;
    ada.until("has no dialog", async || {
        ada.run("return !document.querySelector('dialog[open]')").await == true
    })
    .await;
    ada.sees("Version 0.").await;
    // A sample shows the value of its token.
    let samples = "const shown = [...document.querySelectorAll('[data-kind=color] .about-sample')]
            .map(sample => getComputedStyle(sample).backgroundColor);
        return [new Set(shown).size > 10, shown.includes('rgb(11, 110, 95)')]";
    assert_eq!(ada.run(samples).await, serde_json::json!([true, true]));
    ada.screenshot("1-top").await;
    ada.run("document.querySelector('.about').scrollTo(0, 1e6)").await;
    ada.screenshot("2-widgets").await;
}

/// Shows that the check of each screenshot can fail.
pub async fn inaccessible_page(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "en-US").await;
    ada.find("input", "Your name").await;
    ada.run("document.querySelector('label').remove()").await;
    match ada.accessibility_defects().await {
        Ok(defects) => assert!(defects.iter().any(|defect| defect.starts_with("label:")), "{defects:?}"),
        Err(missing) => eprintln!("the accessibility of the page is not checked: {missing}"),
    }
    ada.driver.refresh().await.unwrap();
}

pub async fn dark_scheme_and_chinese(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "zh-CN").await;
    ada.emulate_scheme("dark").await;
    ada.sees("你的名字").await;
    ada.screenshot("1-name").await;
    assert_eq!(ada.run("return document.documentElement.lang").await, "zh-CN");
    let dark = "const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return r + g + b < 300";
    assert_eq!(ada.run(dark).await, true, "the page is dark");
    ada.find("input", "你的名字").await.send_keys(Key::Enter.value().to_string()).await.unwrap();
    ada.make_room_if_missing().await;
    ada.find("textarea", "消息")
        .await
        .send_keys(format!("**中文。**后面{}", Key::Enter.value()))
        .await
        .unwrap();
    ada.hears("中文。后面").await;
    assert_eq!(ada.run("return document.querySelector('.message-text strong').textContent").await, "中文。");
    ada.screenshot("2-room").await;
}
