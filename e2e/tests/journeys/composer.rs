//! Journeys of the composer: commands, growth, preview.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::fixture::Fixture;

pub async fn commands(fixture: &Fixture) {
    let (ada, bo) = (fixture.guest("", "Ada").await, fixture.guest("", "Bo").await);
    ada.types("/").await;
    ada.until_suggested("/me").await;
    assert_eq!(ada.suggestions().await, ["[/me]", "/nick", "/shrug", "/help"]);
    ada.screenshot("1-list").await;
    ada.press_key(Key::Tab).await;
    ada.until_draft("/me ").await;
    ada.say("waves").await;
    bo.hears("waves").await;
    ada.say("／ME 挥手。").await;
    bo.hears("挥手。").await;
    let actions = "return [...document.querySelectorAll('.message-text em')].map(it => it.textContent)";
    assert_eq!(bo.run(actions).await, json!(["waves", "挥手。"]));

    ada.say("/shrug who knows").await;
    bo.hears(r"who knows ¯\_(ツ)_/¯").await;
    ada.say("/nick Ada Lovelace").await;
    ada.until_draft("").await;
    ada.say("It is me").await;
    bo.sees("Ada Lovelace").await;

    ada.say("/tea").await;
    ada.sees("There is no command /tea.").await;
    assert_eq!(ada.draft().await, "/tea");
    ada.screenshot("2-unknown").await;
    ada.say(" please").await;
    ada.sees("There is no command /tea.").await;
    assert_eq!(ada.count("/tea").await, 0, "nothing is sent");
    ada.clear_draft().await;
    ada.say(&format!("/nick {}", "x".repeat(41))).await;
    ada.sees("A name is one line of 1 to 40 characters.").await;
    ada.clear_draft().await;
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
    ada.clear_draft().await;
    ada.until("sees the box shrink", async || heights().await.0 == one).await;
}

const CODE: &str = "```rust\nfn main() {\n\tlet a = b * c * d;\n    // :tada: **no**\n}\n```";

pub async fn preview(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.types("plain").await;
    assert!(ada.find_now("button", "Preview").await.is_none());
    ada.clear_draft().await;
    ada.paste(CODE).await;
    ada.until_draft(CODE).await;
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
    ada.until_draft(CODE).await;
    ada.composer().await.click().await.unwrap();
    ada.press_key(Key::Enter).await;
    ada.hears("fn main()").await;
    let sent = "return document.querySelector('.message-text code').textContent";
    assert_eq!(ada.run(sent).await, code);
}
