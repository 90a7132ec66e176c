//! Journeys on other screens than a light, English laptop.

use crate::fixture::{Fixture, LAPTOP, PHONE};

pub async fn phone(fixture: &Fixture) {
    let ada = fixture.person("", PHONE, "en-US").await;
    ada.screenshot("1-name").await;
    ada.enter_name("Ada").await;
    ada.say("On a phone Enter breaks the line").await;
    ada.types("and a button sends, however long the message is and however often it wraps").await;
    assert!(ada.draft().await.contains("line\nand"), "nothing was sent");
    ada.press("button", "Send").await;
    ada.hears("a button sends").await;
    ada.screenshot("2-lobby").await;
    let fits = ada.run("return document.documentElement.scrollWidth <= 360 && innerWidth == 360").await;
    assert_eq!(fits, true, "nothing is wider than the phone");
    ada.press("button", "Rooms").await;
    ada.find("button", "New room").await;
    ada.screenshot("3-rooms").await;
}

pub async fn dark_scheme_and_chinese(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "zh-CN").await;
    ada.emulate_scheme("dark").await;
    ada.sees("你的名字").await;
    ada.screenshot("1-name").await;
    assert_eq!(ada.run("return document.documentElement.lang").await, "zh-CN");
    let dark = "const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return r + g + b < 300";
    assert_eq!(ada.run(dark).await, true, "the page is dark");
}
