//! Journeys of what the composer suggests.

use thirtyfour::prelude::*;

use crate::fixture::Fixture;

pub async fn completion(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.types("Hot :hot_b").await;
    ada.until_suggested("☕").await;
    ada.clear_draft().await;

    ada.types("Party :tad").await;
    ada.until_suggested("🎉").await;
    ada.press_key(Key::Enter).await;
    ada.until_draft("Party 🎉").await;
    assert!(ada.suggestions().await.is_empty());

    // Both colons make it whole.
    ada.types(" and :tea: ").await;
    ada.until_draft("Party 🎉 and 🍵 ").await;
    ada.types("`:tea:`").await;
    ada.until_draft("Party 🎉 and 🍵 `:tea:`").await;
    ada.press_key(Key::Enter).await;
    ada.hears("Party 🎉 and 🍵 :tea:").await;

    ada.types(":heart").await;
    ada.until_suggested("❤️").await;
    let all = ada.suggestions().await;
    ada.press_key(Key::Down).await;
    ada.until_suggested(&all[1]).await;
    ada.screenshot("1-suggestions").await;
    ada.press_key(Key::Up).await;
    ada.press_key(Key::Up).await;
    ada.until_suggested(all.last().unwrap()).await;
    // Escape closes the list and nothing else, and Enter sends what is written.
    ada.press_key(Key::Escape).await;
    ada.until("sees no suggestions", async || ada.suggestions().await.is_empty()).await;
    assert_eq!(ada.draft().await, ":heart");
    ada.press_key(Key::Enter).await;
    ada.hears(":heart").await;

    // A click takes a suggestion, and leaves the focus in the box.
    ada.types(":tada").await;
    ada.until_suggested("🎉").await;
    ada.driver.find(By::Css("[role=option]")).await.unwrap().click().await.unwrap();
    ada.until_draft("🎉").await;
    ada.until_focused("Message").await;
    ada.clear_draft().await;

    // What is pasted stays as it is; those who read it see the emoji.
    ada.paste(":no_such_emoji: :tada:").await;
    ada.until_draft(":no_such_emoji: :tada:").await;
    ada.press_key(Key::Enter).await;
    ada.hears(":no_such_emoji: 🎉").await;
    let bo = fixture.guest("", "Bo").await;
    bo.hears(":no_such_emoji: 🎉").await;
    bo.use_tool("no_such_emoji", "Reply").await;
    bo.until("sees the emoji in the banner", async || {
        bo.run("return document.querySelector('.composer-banner').innerText").await.to_string().contains('🎉')
    })
    .await;
}

pub async fn composition(fixture: &Fixture) {
    let ming = fixture.guest("", "小明").await;
    ming.types("/").await;
    ming.until_suggested("/me").await;
    ming.compose_part("n").await;
    ming.until_draft("/n").await;
    assert!(ming.suggestions().await.is_empty(), "what an input method writes is no command");
    ming.commit("你").await;
    ming.until_draft("/你").await;
    assert!(ming.suggestions().await.is_empty());
    ming.clear_draft().await;

    // Keys of an input method are not the list's, whatever the browser says of them.
    ming.types(":tada").await;
    ming.until_suggested("🎉").await;
    let script = "const box = document.activeElement;
        for (const key of ['ArrowDown', 'Enter', 'Tab', 'Escape'])
            for (const composing of [{isComposing: true}, {keyCode: 229}])
                box.dispatchEvent(new KeyboardEvent('keydown', {key, ...composing, bubbles: true, cancelable: true}))";
    ming.run(script).await;
    ming.until_suggested("🎉").await;
    assert_eq!(ming.draft().await, ":tada");
    ming.clear_draft().await;

    // The composed text searches the emoji when it is chosen, not before.
    ming.types(":").await;
    for part in ["c", "ch", "cha"] {
        ming.compose_part(part).await;
        ming.until_draft(&format!(":{part}")).await;
        assert!(ming.suggestions().await.is_empty(), "{part:?} is not chosen yet");
    }
    ming.commit("茶").await;
    ming.until_draft(":茶").await;
    ming.until("has emoji suggested", async || !ming.suggestions().await.is_empty()).await;
    ming.screenshot("1-chinese").await;
}
