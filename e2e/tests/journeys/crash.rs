//! A journey through a crash of the page.

use crate::fixture::Fixture;

/// Takes away a function of the browser that each message needs, so that the page's call throws. A function that a test
/// injects could throw too, but browsers hide errors of such scripts from the page.
const FORCE: &str = "delete Intl.DateTimeFormat";

pub async fn crash(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.visit(&format!("{}/#/room/garden", fixture.url())).await;
    ada.press("button", "Create room").await;
    ada.sees("This is where Garden begins").await;
    ada.types("half a thought").await;
    ada.visit(&format!("{}/#/room/lobby", fixture.url())).await;
    ada.sees("This is where Lobby begins").await;
    fixture.stop().await;
    ada.run(FORCE).await;
    // The message is in the outbox before the page fails to show it.
    ada.say("Written before the crash").await;
    ada.sees("Confab stopped working or could not be loaded").await;
    ada.sees("已停止运行").await;
    ada.screenshot("1-crash").await;
    assert!(ada.take_console().await.concat().contains("Intl.DateTimeFormat is not a constructor"));
    fixture.start().await;
    ada.run("document.getElementById('reload').click()").await;
    ada.hears("Written before the crash").await;
    bob.hears("Written before the crash").await;
    for person in [&ada, &bob] {
        assert_eq!(person.count("Written before the crash").await, 1);
    }
    ada.visit(&format!("{}/#/room/garden", fixture.url())).await;
    ada.until("has the draft", async || ada.draft().await == "half a thought").await;
}
