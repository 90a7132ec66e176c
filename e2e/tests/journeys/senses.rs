//! Journeys of people who hear the page, see it in colours of their own or larger, or read it on paper.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::fixture::{Fixture, LAPTOP};
use crate::person::Person;

/// What a screen reader is told.
async fn announced(person: &Person) -> Vec<String> {
    let lines = "return [...document.querySelectorAll('[role=log] p')].map(line => line.textContent)";
    person.driver.execute(lines, vec![]).await.unwrap().convert().unwrap()
}

pub async fn announcements(fixture: &Fixture) {
    let bob = fixture.guest("", "Bob").await;
    bob.say("Before Ada came").await;
    let ada = fixture.guest("", "Ada").await;
    ada.hears("Before Ada came").await;
    let feed = "const feed = document.querySelector('[role=feed]');
        return [feed.ariaBusy, feed.closest('[aria-live]'), document.querySelector('[role=log]').ariaLive]";
    ada.until("has loaded", async || ada.run(feed).await == json!(["false", null, "polite"])).await;
    ada.say("My own").await;
    bob.say("After **Ada** came").await;
    ada.until("is told", async || announced(&ada).await == ["Bob: After Ada came"]).await;
    bob.types(Key::Up.value().to_string()).await;
    bob.say("!").await;
    ada.hears("came!").await;
    bob.say("And this").await;
    ada.until("is told the next one", async || announced(&ada).await.len() > 1).await;
    assert_eq!(announced(&ada).await, ["Bob: After Ada came", "Bob: And this"], "only what is new");
}

/// Counts the tones instead of playing them.
const COUNT_TONES: &str = "window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function () { tones += 1; start.call(this); };";

pub async fn sounds(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.run(COUNT_TONES).await;
    let look_away = "document.hasFocus = () => false; dispatchEvent(new Event('blur'))";
    ada.run(look_away).await;
    bob.say("Without a sound").await;
    let title = async |count: &str| ada.driver.title().await.unwrap().starts_with(count);
    ada.until("reads the number in the tab", async || title("(1) ").await).await;
    assert_eq!(ada.run("return tones").await, 0, "sounds are off at first");
    ada.press("button", "Settings").await;
    ada.press("input[role=switch]", "Sound for new messages while you look elsewhere").await;
    ada.screenshot("1-settings").await;
    ada.press("button", "Done").await;
    bob.say("With a sound").await;
    ada.until("hears a tone", async || ada.run("return tones").await == 1).await;
    ada.until("reads the number in the tab", async || title("(2) ").await).await;
    ada.run("document.hasFocus = () => true; dispatchEvent(new Event('focus'))").await;
    bob.say("While Ada looks").await;
    ada.hears("While Ada looks").await;
    assert_eq!(ada.run("return tones").await, 1);
}

pub async fn forced_colors(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("The kettle is on").await;
    ada.hears("kettle").await;
    let features = json!([
        {"name": "forced-colors", "value": "active"},
        {"name": "prefers-color-scheme", "value": "dark"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]);
    ada.send_cdp("Emulation.setEmulatedMedia", json!({"features": features})).await;
    assert_eq!(ada.run("return matchMedia('(forced-colors: active)').matches").await, true);
    ada.use_tool("kettle", "React").await;
    ada.press("article button", "React with 🎉").await;
    ada.find("button", "🎉, 1").await;
    ada.screenshot("1-room").await;
    // Every stop of the Tab key shows where the focus is.
    ada.run("document.activeElement.blur()").await;
    for _ in 0..20 {
        ada.press_key(Key::Tab).await;
        let outline = "const at = document.activeElement, box = at.closest('.composer-card') ?? at;
            const {outlineStyle, outlineWidth} = getComputedStyle(box);
            return at == document.body || (outlineStyle != 'none' && parseFloat(outlineWidth) >= 2)";
        assert_eq!(ada.run(outline).await, true, "{:?} shows no focus", ada.focused().await);
    }
    ada.press("button", "Settings").await;
    ada.find("button", "Done").await;
    ada.screenshot("2-settings").await;
}

/// A laptop's window at twice the size: half as many pixels each way.
const ZOOMED: (u32, u32) = (LAPTOP.0 / 2, LAPTOP.1 / 2);

/// What lies outside the window and cannot be scrolled to.
const CUT_OFF: &str = "
    const isReachable = (element, box) => {
        for (let around = element.parentElement; around; around = around.parentElement) {
            const {overflowY, position} = getComputedStyle(around);
            const edge = around.getBoundingClientRect();
            if (overflowY == 'auto' && box.top - edge.top + around.scrollTop >= 0) return true;
        }
        return box.top >= -1 && box.bottom <= innerHeight + 1;
    };
    return [...document.querySelectorAll('button, input, textarea, a, h1, h2, label, p')]
        .filter(element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}))
        .filter(element => !element.closest('.visually-hidden, .skip-link, .shell-pane[inert]'))
        .filter(element => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1 || !isReachable(element, box));
        })
        .map(element => element.outerHTML)";

pub async fn zoomed(fixture: &Fixture) {
    let ada = fixture.person("", ZOOMED, "en-US").await;
    ada.find("input", "Your name").await;
    let nothing_is_cut_off = async |name: &str| {
        ada.screenshot(name).await;
        assert_eq!(ada.run(CUT_OFF).await, json!([]), "{name}");
    };
    nothing_is_cut_off("1-name").await;
    ada.enter_name("Ada").await;
    ada.say("The kettle is on").await;
    ada.hears("kettle").await;
    nothing_is_cut_off("2-room").await;
    ada.press("button", "Rooms").await;
    ada.until_focused("Hide rooms").await;
    nothing_is_cut_off("3-rooms").await;
    ada.press("button", "Settings").await;
    ada.find("button", "Done").await;
    nothing_is_cut_off("4-settings").await;
}

pub async fn print(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    for number in 1..=40 {
        ada.say(&format!("Line {number}")).await;
    }
    ada.hears("Line 40").await;
    ada.emulate_scheme("dark").await;
    let pdf = ada.send_cdp("Page.printToPDF", json!({"paperWidth": 6, "paperHeight": 4})).await;
    assert!(pdf["data"].as_str().unwrap().len() > 10_000);
    ada.send_cdp("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    let colors = "return [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]";
    assert_eq!(ada.run(colors).await, json!(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]));
    let whole = "const height = document.documentElement.scrollHeight;
        const boxes = [...document.querySelectorAll('article')].map(row => row.getBoundingClientRect());
        const shown = [...document.querySelectorAll('nav, form, button')].filter(it => it.checkVisibility());
        return [boxes.length, boxes.every(box => box.top >= 0 && box.bottom <= height), shown.length]";
    assert_eq!(ada.run(whole).await, json!([40, true, 0]), "all messages and nothing else are printed");
    ada.screenshot("1-paper").await;
}

pub async fn right_to_left(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let dana = fixture.guest("", "דנה").await;
    dana.say("שלום, tea? (2)").await;
    ada.hears("tea?").await;
    ada.say("Tea for two, דנה!").await;
    dana.hears("for two").await;
    ada.use_tool("tea?", "Reply").await;
    ada.screenshot("1-reply").await;
    ada.say("Coming").await;
    ada.hears("Coming").await;
    let directions = "return [...document.querySelectorAll('.message-text > p')].map(text => getComputedStyle(text).direction)";
    assert_eq!(ada.run(directions).await, json!(["rtl", "ltr", "ltr"]));
    ada.sees("Ada and \u{2068}דנה\u{2069} joined").await;
    // The page itself stays left to right: the time stands to the right of the name.
    let order = "const box = selector => document.querySelector(selector).getBoundingClientRect();
        return box('.message-author').right <= box('.message-header .message-time').left";
    assert_eq!(ada.run(order).await, true);
    ada.screenshot("2-conversation").await;
}
