//! Journeys through several rooms.

use thirtyfour::prelude::*;

use crate::fixture::Fixture;

pub async fn room_by_link(fixture: &Fixture) {
    let ada = fixture.guest("#/room/tea-time", "Ada").await;
    ada.say("The kettle is on").await;
    ada.hears("The kettle is on").await;
    let link = ada.driver.current_url().await.unwrap();
    let bob = fixture.guest(&format!("#{}", link.fragment().unwrap()), "Bob").await;
    bob.hears("The kettle is on").await;
    bob.say("Coming").await;
    ada.hears("Coming").await;
}

pub async fn leave_and_rejoin(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.press("button", "New room").await;
    let field = ada.find("input", "Room name").await;
    field.send_keys(format!("Book Club{}", Key::Enter.value())).await.unwrap();
    ada.sees("Book Club").await;
    ada.say("Chapter one").await;
    ada.hears("Chapter one").await;
    assert!(ada.driver.current_url().await.unwrap().as_str().ends_with("#/room/book-club"));
    bob.visit(&format!("{}/#/room/book-club", fixture.url())).await;
    bob.hears("Chapter one").await;
    bob.sees("Book Club").await;
    bob.screenshot("1-joined").await;
    ada.press("button", "Leave room").await;
    ada.press("button", "Leave").await;
    bob.sees("Ada left").await;
    // After leaving, Ada sees the public rooms. The room is still one of them.
    ada.press("a", "Book Club").await;
    ada.hears("Chapter one").await;
}

pub async fn unread_count(fixture: &Fixture) {
    let ada = fixture.guest("#/room/garden", "Ada").await;
    let bob = fixture.guest("#/room/garden", "Bob").await;
    ada.visit(&format!("{}/#/room/lobby", fixture.url())).await;
    ada.sees("This is where Lobby begins").await;
    bob.say("The roses are out").await;
    bob.say("Both of them").await;
    ada.find("a", "Garden, 2 unread").await;
    ada.screenshot("1-count").await;
    ada.press("a", "Garden, 2 unread").await;
    ada.hears("Both of them").await;
    ada.find("a", "Garden").await;
}

pub async fn missing_room(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    for person in [&ada, &bob] {
        person.visit(&format!("{}/#/room/garden", fixture.url())).await;
        person.sees("There is no such room. Check the link, or make the room.").await;
        person.until("has the focus on the notice", async || person.has_focus_in("main").await).await;
        assert!(person.find_now("button", "Leave room").await.is_none(), "nobody is in the room");
    }
    ada.screenshot("1-missing").await;
    ada.press("button", "Create room").await;
    ada.sees("This is where Garden begins").await;
    ada.until("can type", async || ada.focused_tag().await == "TEXTAREA").await;
    // Bob still reads that there is no room. He comes into Ada's.
    bob.press("button", "Create room").await;
    bob.say("Are these your roses?").await;
    ada.hears("Are these your roses?").await;
}

pub async fn invalid_link(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.visit(&format!("{}/#/room/{}", fixture.url(), "x".repeat(70))).await;
    ada.sees("a room's name in a link has at most 64 characters").await;
    ada.find("a", "Find a room").await;
    ada.screenshot("1-english").await;
    // In Chinese the lobby has a Chinese name, and a room that somebody made keeps its title.
    ada.press("button", "Settings").await;
    ada.run("document.querySelector('input[name=language]:not(:checked)').click()").await;
    ada.press("dialog button", "完成").await;
    ada.sees("链接中的房间名最多 64 个字符").await;
    ada.find("a", "大厅").await;
    ada.visit(&format!("{}/#/room/garden", fixture.url())).await;
    ada.sees("没有这个房间").await;
    ada.press("button", "创建房间").await;
    ada.sees("Garden 从这里开始").await;
    ada.screenshot("2-chinese").await;
}
