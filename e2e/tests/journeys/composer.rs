//! Journeys of the composer: emoji, completion, commands, growth, preview.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::fixture::{Fixture, PHONE};
use crate::person::Person;

/// The suggestions, the chosen one in brackets.
async fn suggestions(person: &Person) -> Vec<String> {
    let script = "const box = document.querySelector('textarea');
        return [...document.querySelectorAll('[role=option]')].map(option => {
            const label = option.firstElementChild.textContent;
            return option.id == box.getAttribute('aria-activedescendant') ? `[${label}]` : label;
        })";
    serde_json::from_value(person.run(script).await).unwrap()
}

/// Waits until the chosen suggestion is this one.
async fn until_suggested(person: &Person, label: &str) {
    let chosen = format!("[{label}]");
    person
        .until(&format!("has {chosen} suggested"), async || suggestions(person).await.contains(&chosen))
        .await;
}

async fn until_draft(person: &Person, text: &str) {
    person.until(&format!("has the draft {text:?}"), async || person.draft().await == text).await;
}

/// Empties the box.
async fn clear(person: &Person) {
    let all = person.driver.action_chain().key_down(Key::Control).send_keys("a").key_up(Key::Control);
    all.send_keys(Key::Backspace.value()).perform().await.unwrap();
    until_draft(person, "").await;
}

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
    until_draft(&ada, "Tea 🎉 time").await;

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
    let field = ming.find("input", "你的名字").await;
    field.clear().await.unwrap();
    field.send_keys("小明").await.unwrap();
    ming.press("button", "加入").await;
    ming.until("is in a room", async || {
        ming.run("document.querySelector('.shell-notice button')?.click()").await;
        ming.find_now("button", "表情").await.is_some()
    })
    .await;
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
    until_suggested(&ming, "/me").await;
    ming.screenshot("4-commands").await;
    tap(&ming, ming.driver.find(By::Css("[role=option]:last-child")).await.unwrap()).await;
    message.send_keys("").await.unwrap();
    tap(&ming, ming.find("button", "发送").await).await;
    ming.find("dialog", "命令和标记").await;
    ming.screenshot("5-help").await;
}

pub async fn picker_offline(fixture: &Fixture) {
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

pub async fn completion(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.types("Hot :hot_b").await;
    until_suggested(&ada, "☕").await;
    clear(&ada).await;

    ada.types("Party :tad").await;
    until_suggested(&ada, "🎉").await;
    ada.press_key(Key::Enter).await;
    until_draft(&ada, "Party 🎉").await;
    assert!(suggestions(&ada).await.is_empty());

    // Both colons make it whole.
    ada.types(" and :tea: ").await;
    until_draft(&ada, "Party 🎉 and 🍵 ").await;
    ada.types("`:tea:`").await;
    until_draft(&ada, "Party 🎉 and 🍵 `:tea:`").await;
    ada.press_key(Key::Enter).await;
    ada.hears("Party 🎉 and 🍵 :tea:").await;

    ada.types(":heart").await;
    until_suggested(&ada, "❤️").await;
    let all = suggestions(&ada).await;
    ada.press_key(Key::Down).await;
    until_suggested(&ada, &all[1]).await;
    ada.screenshot("1-suggestions").await;
    ada.press_key(Key::Up).await;
    ada.press_key(Key::Up).await;
    until_suggested(&ada, all.last().unwrap()).await;
    // Escape closes the list and nothing else, and Enter sends what is written.
    ada.press_key(Key::Escape).await;
    ada.until("sees no suggestions", async || suggestions(&ada).await.is_empty()).await;
    assert_eq!(ada.draft().await, ":heart");
    ada.press_key(Key::Enter).await;
    ada.hears(":heart").await;

    // A click takes a suggestion, and leaves the focus in the box.
    ada.types(":tada").await;
    until_suggested(&ada, "🎉").await;
    ada.driver.find(By::Css("[role=option]")).await.unwrap().click().await.unwrap();
    until_draft(&ada, "🎉").await;
    ada.until_focused("Message").await;
    clear(&ada).await;

    // What is pasted stays as it is; those who read it see the emoji.
    ada.paste(":tada: :no_such_emoji:").await;
    ada.press_key(Key::Enter).await;
    ada.hears("🎉 :no_such_emoji:").await;
    let bo = fixture.guest("", "Bo").await;
    bo.hears("🎉 :no_such_emoji:").await;
    bo.use_tool("no_such_emoji", "Reply").await;
    bo.until("sees the emoji in the banner", async || {
        bo.run("return document.querySelector('.composer-banner').innerText").await.to_string().contains('🎉')
    })
    .await;
}

pub async fn composition(fixture: &Fixture) {
    let ming = fixture.guest("", "小明").await;
    ming.types("/").await;
    until_suggested(&ming, "/me").await;
    ming.compose(&["n", "ni"], "你").await;
    until_draft(&ming, "/你").await;
    assert!(suggestions(&ming).await.is_empty(), "what an input method writes is no command");
    clear(&ming).await;

    // Keys of an input method are not the list's, whatever the browser says of them.
    ming.types(":tada").await;
    until_suggested(&ming, "🎉").await;
    let script = "const box = document.activeElement;
        for (const key of ['ArrowDown', 'Enter', 'Tab', 'Escape'])
            for (const composing of [{isComposing: true}, {keyCode: 229}])
                box.dispatchEvent(new KeyboardEvent('keydown', {key, ...composing, bubbles: true, cancelable: true}))";
    ming.run(script).await;
    until_suggested(&ming, "🎉").await;
    assert_eq!(ming.draft().await, ":tada");
    clear(&ming).await;

    // The composed text searches the emoji when it is chosen, not before.
    ming.types(":").await;
    ming.compose(&["x", "xi", "xiao"], "笑").await;
    until_draft(&ming, ":笑").await;
    ming.until("has emoji suggested", async || !suggestions(&ming).await.is_empty()).await;
    ming.screenshot("1-chinese").await;
}

pub async fn commands(fixture: &Fixture) {
    let (ada, bo) = (fixture.guest("", "Ada").await, fixture.guest("", "Bo").await);
    ada.types("/").await;
    until_suggested(&ada, "/me").await;
    assert_eq!(suggestions(&ada).await, ["[/me]", "/nick", "/shrug", "/help"]);
    ada.screenshot("1-list").await;
    ada.press_key(Key::Tab).await;
    until_draft(&ada, "/me ").await;
    ada.say("waves").await;
    bo.hears("waves").await;
    ada.say("／ME 挥手。").await;
    bo.hears("挥手。").await;
    let actions = "return [...document.querySelectorAll('.message-text em')].map(it => it.textContent)";
    assert_eq!(bo.run(actions).await, json!(["waves", "挥手。"]));

    ada.say("/shrug who knows").await;
    bo.hears(r"who knows ¯\_(ツ)_/¯").await;
    ada.say("/nick Ada Lovelace").await;
    until_draft(&ada, "").await;
    ada.say("It is me").await;
    bo.sees("Ada Lovelace").await;

    ada.say("/tea").await;
    ada.sees("There is no command /tea.").await;
    assert_eq!(ada.draft().await, "/tea");
    ada.screenshot("2-unknown").await;
    ada.say(" please").await;
    ada.sees("There is no command /tea.").await;
    assert_eq!(ada.count("/tea").await, 0, "nothing is sent");
    clear(&ada).await;
    ada.say(&format!("/nick {}", "x".repeat(41))).await;
    ada.sees("A name is one line of 1 to 40 characters.").await;
    clear(&ada).await;
    for (text, sent) in [("//tea", "/tea"), ("/usr/bin", "/usr/bin"), ("// why", "// why")] {
        ada.say(text).await;
        ada.hears(sent).await;
    }

    ada.say("/help").await;
    ada.find("dialog", "Commands and markup").await;
    ada.sees("Change your name").await;
    ada.screenshot("3-help").await;
    ada.press_key(Key::Escape).await;
    ada.until_focused("Message").await;
    assert_eq!(ada.draft().await, "");
}

/// The height of the box in pixels, and that of all its text.
const HEIGHTS: &str = "const box = document.querySelector('textarea');
    return [box.clientHeight, box.scrollHeight]";

pub async fn growth(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let heights = async || -> (u64, u64) { serde_json::from_value(ada.run(HEIGHTS).await).unwrap() };
    let (one, _) = heights().await;
    let line = 24;
    for lines in 2..=8 {
        ada.driver
            .action_chain()
            .key_down(Key::Shift)
            .send_keys(Key::Enter.value())
            .key_up(Key::Shift)
            .perform()
            .await
            .unwrap();
        ada.until("sees the box grow", async || {
            heights().await == (one + (lines - 1) * line, one + (lines - 1) * line)
        })
        .await;
    }
    ada.paste("nine\nten\neleven").await;
    ada.until("sees the box scroll", async || heights().await == (one + 7 * line, one + 9 * line)).await;
    let script = "const box = document.querySelector('textarea');
        return box.scrollTop + box.clientHeight >= box.scrollHeight - 16";
    ada.types("!").await;
    ada.until("sees the caret", async || ada.run(script).await == true).await;
    ada.screenshot("1-eight-lines").await;
    clear(&ada).await;
    ada.until("sees the box shrink", async || heights().await.0 == one).await;
}

const CODE: &str = "```rust\nfn main() {\n\tlet a = b * c * d;\n    // :tada: **no**\n}\n```";

pub async fn preview(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.types("plain").await;
    assert!(ada.find_now("button", "Preview").await.is_none());
    clear(&ada).await;
    ada.paste(CODE).await;
    until_draft(&ada, CODE).await;
    ada.find("button", "Preview").await;
    // Emoji, Send, Preview.
    for _ in 0..3 {
        ada.press_key(Key::Tab).await;
    }
    ada.until_focused("Preview").await;
    ada.press_key(Key::Enter).await;
    let shown = "return document.querySelector('.preview code').textContent";
    let code = "fn main() {\n\tlet a = b * c * d;\n    // :tada: **no**\n}";
    ada.until("sees the preview", async || ada.run(shown).await == code).await;
    ada.screenshot("1-preview").await;
    ada.driver.refresh().await.unwrap();
    until_draft(&ada, CODE).await;
    ada.composer().await.click().await.unwrap();
    ada.press_key(Key::Enter).await;
    ada.hears("fn main()").await;
    let sent = "return document.querySelector('.message-text code').textContent";
    assert_eq!(ada.run(sent).await, code);
}
