//! Journeys of one person on several devices.

use e2e::issuer::Issuer;

use crate::fixture::{Fixture, LAPTOP, PHONE};
use crate::person::Person;
use crate::sign_in;

/// The same account at a laptop and on a phone, in the room of this path.
async fn two_devices(fixture: &Fixture, issuer: &Issuer, path: &str) -> [Person; 2] {
    sign_in::deploy(fixture, issuer, "false").await;
    let laptop = fixture.person(path, LAPTOP, "en-US").await;
    sign_in::sign_in(&laptop, "Ada").await;
    let phone = fixture.person(path, PHONE, "en-US").await;
    sign_in::sign_in(&phone, "Ada").await;
    [laptop, phone]
}

/// Loses messages on their way to the server, until `isLossy` is false.
const LOSE: &str = r#"window.isLossy = true;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
        if (!isLossy || !text.includes('"action":"send"')) send.call(this, text);
    }"#;

pub async fn left_room(fixture: &Fixture) {
    let issuer = Issuer::start().await;
    let [laptop, phone] = two_devices(fixture, &issuer, "#/room/tea-time").await;
    laptop.run(LOSE).await;
    laptop.say("Not on its way yet").await;
    laptop.sees_pending("Not on its way yet").await;
    laptop.types("half a thought").await;
    phone.press("button", "Leave room").await;
    phone.press("dialog button", "Leave").await;
    phone.sees("Public rooms").await;
    laptop.sees("You have left this room on another device. Not sent:\u{a0}1.").await;
    laptop.until("has the focus on the notice", async || laptop.has_focus_in("main").await).await;
    assert!(laptop.find_now("button", "Leave room").await.is_none(), "nobody can leave twice");
    laptop.screenshot("1-left").await;
    laptop.run("isLossy = false").await;
    laptop.press("button", "Join again").await;
    laptop.until("has the draft", async || laptop.draft().await == "half a thought").await;
    laptop.until("can type on", async || laptop.focused_tag().await == "TEXTAREA").await;
    laptop.screenshot("2-joined-again").await;
    laptop.press("article button", "Retry").await;
    laptop.hears("Not on its way yet").await;
    laptop.say(" is finished").await;
    laptop.hears("half a thought is finished").await;
    assert_eq!(laptop.count("Not on its way yet").await, 1);
}

pub async fn sign_out_others(fixture: &Fixture) {
    let issuer = Issuer::start().await;
    let [laptop, phone] = two_devices(fixture, &issuer, "").await;
    laptop.press("button", "Settings").await;
    laptop.press("button", "Sign out everywhere else").await;
    laptop.sees("Only this device is signed in now.").await;
    laptop.screenshot("1-laptop").await;
    laptop.press("button", "Done").await;
    phone.types("From the phone").await;
    phone.press("button", "Send").await;
    phone.sees("Please sign in to go on.").await;
    assert!(!phone.text().await.contains("From the phone"), "nobody else reads it");
    phone.screenshot("2-phone").await;
    laptop.driver.refresh().await.unwrap();
    laptop.say("Still here").await;
    laptop.hears("Still here").await;
    assert_eq!(laptop.count("From the phone").await, 0);
    sign_in::sign_in(&phone, "Ada").await;
    phone.hears("Still here").await;
    laptop.hears("From the phone").await;
}

/// Who this device is, as it stores it.
const IDENTITY: &str = "return localStorage['confab.identity']";

/// Somebody has copied a guest's token. The guest finds out while there is no connection.
pub async fn copied_guest(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let user = sign_in::user_id(&ada).await;
    let identity = ada.run(IDENTITY).await;
    let copy = fixture.person("", LAPTOP, "en-US").await;
    copy.run(&format!("localStorage['confab.identity'] = {identity}")).await;
    copy.driver.refresh().await.unwrap();
    copy.composer().await;
    assert_eq!(sign_in::user_id(&copy).await, user);
    fixture.stop().await;
    ada.press("button", "Settings").await;
    ada.press("button", "Sign out everywhere else").await;
    ada.sees("Sending…").await;
    assert!(
        !ada.text().await.contains("Only this device is signed in now."),
        "nobody has been signed out yet"
    );
    fixture.start().await;
    ada.sees("Only this device is signed in now.").await;
    ada.press("button", "Done").await;
    copy.driver.refresh().await.unwrap();
    let is_somebody_else =
        async || copy.run(IDENTITY).await.as_str().is_some_and(|identity| !identity.contains(&user));
    copy.until("is somebody else", is_somebody_else).await;
    copy.say("Who am I?").await;
    ada.hears("Who am I?").await;
    ada.say("Not me").await;
    copy.hears("Not me").await;
    assert_eq!(sign_in::user_id(&ada).await, user);
}
