//! Journeys of people on other devices of the network.

use crate::fixture::{Fixture, LAPTOP};
use e2e::browser::OTHER_DEVICE;

/// A page that does not come from `localhost` and is not encrypted: the browser withholds locks, the clipboard and
/// cryptography.
pub async fn insecure_origin(fixture: &Fixture) {
    let url = fixture.url().replace("localhost", OTHER_DEVICE);
    fixture.deploy(&[("AllowedOrigins", &format!("{} {url}", fixture.url()))], &[]).await;
    let bob = fixture.guest("", "Bob").await;
    let ada = fixture.person("", LAPTOP, "en-US").await;
    ada.visit(&url).await;
    let withheld =
        "return [isSecureContext, 'locks' in navigator, 'clipboard' in navigator, 'subtle' in crypto]";
    assert_eq!(ada.run(withheld).await, serde_json::json!([false, false, false, false]));
    ada.enter_name("Ada").await;
    ada.say("From the other device").await;
    bob.hears("From the other device").await;
    bob.say("Welcome").await;
    ada.hears("Welcome").await;
    ada.driver.refresh().await.unwrap();
    ada.hears("Welcome").await;
    // Without a clipboard the link is shown, to be copied by hand.
    ada.press("button", "Copy link").await;
    ada.until("sees the link", async || ada.driver.get_alert_text().await.is_ok()).await;
    ada.driver.dismiss_alert().await.unwrap();
    ada.screenshot("1-insecure").await;
}
