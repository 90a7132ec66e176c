//! Journeys of the emoji picker.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::fixture::{Fixture, PHONE};
use crate::person::Person;

/// The visible part of a radio button.
async fn choice(person: &Person, name: &str) -> WebElement {
    person.driver.find(By::Css(format!("label[title='{name}']"))).await.unwrap()
}

/// Touches an element, as a finger does.
async fn tap(person: &Person, element: WebElement) {
    element.scroll_into_view().await.unwrap();
    let place = element.rect().await.unwrap();
    let (x, y) = (place.x + place.width / 2.0, place.y + place.height / 2.0);
    let point = json!([{"x": x, "y": y}]);
    person.send_cdp("Input.dispatchTouchEvent", json!({"type": "touchStart", "touchPoints": point})).await;
    person.send_cdp("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []})).await;
}

pub async fn picker_by_keyboard(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    assert_eq!(
        ada.run("return performance.getEntriesByName(location.origin + '/emoji.txt').length").await,
        0
    );
    ada.types("Tea  time").await;
    for _ in 0..5 {
        ada.press_key(Key::Left).await;
    }
    let open = async || {
        ada.press_key(Key::Tab).await;
        ada.until_focused("Emoji").await;
        ada.press_key(Key::Enter).await;
        ada.until_focused("Search emoji").await;
        ada.find("[role=gridcell]", "grinning face").await;
    };
    open().await;
    ada.screenshot("1-open").await;

    ada.press_key(Key::Down).await;
    let moves = [
        (Key::Right, "grinning face with big eyes"),
        (Key::Down, "upside-down face"),
        (Key::Home, "grinning face"),
    ];
    for (key, name) in moves {
        ada.press_key(key).await;
        ada.until_focused(name).await;
    }
    ada.press_key(Key::Up).await;
    ada.until_focused("Search emoji").await;

    // Letters go from the grid to the search.
    ada.press_key(Key::Down).await;
    ada.driver.action_chain().send_keys("tada").perform().await.unwrap();
    ada.find("[role=gridcell]", "party popper").await;
    ada.until_focused("Search emoji").await;
    ada.press_key(Key::Enter).await;
    ada.until_focused("Message").await;
    ada.until_draft("Tea 🎉 time").await;

    // The picker remembers what was chosen, and the skin tone.
    ada.press_key(Key::Tab).await;
    ada.press_key(Key::Enter).await;
    ada.find("[role=gridcell]", "party popper").await;
    choice(&ada, "Recent").await;
    ada.driver.action_chain().send_keys("thumbs up").perform().await.unwrap();
    ada.find("[role=gridcell]", "thumbs up").await;
    choice(&ada, "Medium").await.click().await.unwrap();
    ada.until("sees the tone", async || ada.text().await.contains("👍🏽")).await;
    ada.screenshot("2-search").await;
    ada.press_key(Key::Escape).await;
    ada.until_focused("Emoji").await;
    assert_eq!(ada.draft().await, "Tea 🎉 time", "Escape chooses nothing");
    ada.driver.refresh().await.unwrap();
    ada.press("button", "Emoji").await;
    ada.until_focused("Search emoji").await;
    ada.press_key(Key::Down).await;
    ada.until_focused("party popper").await;
    ada.driver.action_chain().send_keys("thumbs").perform().await.unwrap();
    ada.until("sees the tone", async || ada.text().await.contains("👍🏽")).await;
}

pub async fn picker_by_touch(fixture: &Fixture) {
    let ming = fixture.person("", PHONE, "zh-CN").await;
    ming.enter_chinese_name("小明").await;
    ming.make_room_if_missing().await;
    tap(&ming, ming.find("button", "表情").await).await;
    ming.find("[role=gridcell]", "嘿嘿").await;
    assert_ne!(ming.focused().await, "搜索表情", "no keyboard covers the emoji");
    tap(&ming, choice(&ming, "食物与饮料").await).await;
    ming.find("[role=gridcell]", "葡萄").await;
    ming.emulate_scheme("dark").await;
    ming.screenshot("1-food").await;
    let fits = "return document.querySelector('.emoji-picker').scrollWidth <= innerWidth";
    assert_eq!(ming.run(fits).await, true);
    tap(&ming, ming.find("[role=gridcell]", "葡萄").await).await;
    ming.until("has the grapes", async || {
        ming.run("return document.querySelector('textarea').value").await == "🍇"
    })
    .await;
    tap(&ming, ming.find("button", "表情").await).await;
    ming.find("[role=gridcell]", "葡萄").await;
    ming.find("input", "搜索表情").await.send_keys("庆祝").await.unwrap();
    ming.find("[role=gridcell]", "拉炮彩带").await;
    ming.screenshot("2-search").await;
    tap(&ming, ming.find("button", "关闭").await).await;
    ming.until("sees the picker close", async || ming.find_now("dialog", "表情").await.is_none()).await;

    let message = ming.find("textarea", "消息").await;
    message.send_keys(" **葡萄。**好吃\n/").await.unwrap();
    tap(&ming, ming.find("button", "预览").await).await;
    ming.until("sees the preview", async || {
        ming.run("return document.querySelector('.preview strong')?.textContent").await == "葡萄。"
    })
    .await;
    ming.screenshot("3-preview").await;
    message.send_keys(format!("{}a{}/", Key::Control.value(), Key::Null.value())).await.unwrap();
    ming.until_suggested("/me").await;
    ming.screenshot("4-commands").await;
    tap(&ming, ming.driver.find(By::Css("[role=option]:last-child")).await.unwrap()).await;
    tap(&ming, ming.find("button", "发送").await).await;
    ming.find("dialog", "命令和标记").await;
    ming.screenshot("5-help").await;
}

pub async fn picker_without_its_table(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let block = async |urls: &[&str]| ada.send_cdp("Network.setBlockedURLs", json!({"urls": urls})).await;
    ada.send_cdp("Network.enable", json!({})).await;
    block(&["*emoji.txt"]).await;
    ada.press("button", "Emoji").await;
    ada.sees("The emoji could not be loaded.").await;
    ada.screenshot("1-failed").await;
    block(&[]).await;
    ada.press("button", "Retry").await;
    ada.find("[role=gridcell]", "grinning face").await;
    ada.take_console().await;
}
