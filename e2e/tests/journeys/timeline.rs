//! Journeys through the history of a room.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, PHONE};

pub async fn message_link(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    fixture.fill("lobby", 300).await;
    ada.hears("No. 300:").await;
    let (far, near) =
        (format!("{}/#/room/lobby/42", fixture.url()), format!("{}/#/room/lobby/290", fixture.url()));
    ada.say(&format!("See {far} and {near}")).await;
    ada.hears("See http").await;
    ada.run("document.querySelector('textarea').dataset.mark = 'mine'").await;

    ada.press("article a", &far).await;
    ada.arrives_at(42).await;
    ada.screenshot("1-linked").await;
    assert!(ada.driver.current_url().await.unwrap().as_str().ends_with("/lobby/42"));
    // The same link again, after the reader has gone elsewhere.
    ada.scroll_to(60, 300).await;
    ada.run("location.hash = '#/room/lobby/290'").await;
    ada.arrives_at(290).await;
    ada.travel(-1).await;
    ada.arrives_at(42).await;
    ada.travel(1).await;
    ada.arrives_at(290).await;
    ada.press("article a", &near).await;
    ada.arrives_at(290).await;
    ada.scroll_to(301, 300).await;
    ada.press("article a", &near).await;
    ada.arrives_at(290).await;
    // Back, past the links, to the end, where the reader was before the first of them.
    ada.travel(-2).await;
    ada.until_read("isVisible(row(301)) && area.scrollTop + area.clientHeight > area.scrollHeight - 2").await;
    assert_eq!(
        ada.read("document.querySelector('textarea').dataset.mark").await,
        "mine",
        "the room has stayed"
    );

    // Somebody who comes by the link.
    let bob = fixture.guest("#/room/lobby/42", "Bob").await;
    bob.arrives_at(42).await;
    bob.driver.refresh().await.unwrap();
    bob.arrives_at(42).await;
}

pub async fn missing_message(fixture: &Fixture) {
    let ada = fixture.guest("#/room/lobby/4000", "Ada").await;
    ada.sees("This link leads to no message").await;
    ada.screenshot("1-laptop").await;
    ada.press("button", "Close").await;
    let is_gone = async || !ada.text().await.contains("leads to no message");
    ada.until("closes the notice", is_gone).await;
    ada.until("has the focus on the content", async || ada.has_focus_in("main").await).await;
    ada.visit(&format!("{}/#/room/lobby/0", fixture.url())).await;
    ada.sees("This link leads to no message").await;
    ada.visit(&format!("{}/#/room/lobby/1", fixture.url())).await;
    ada.until("sees the notice go", is_gone).await;

    let ming = fixture.person("#/room/lobby/99999999999999999999", PHONE, "zh-CN").await;
    ming.emulate_scheme("dark").await;
    ming.enter_chinese_name("小明").await;
    ming.sees("链接指向的消息不存在").await;
    ming.screenshot("2-phone").await;
}

pub async fn far_message(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    fixture.fill("lobby", 5_000).await;
    ada.hears("No. 5000:").await;
    let count = "const send = WebSocket.prototype.send; window.pages = 0;
        WebSocket.prototype.send = function (text) { pages += text.includes('\"history\"'); send.call(this, text) }";
    ada.run(count).await;
    ada.run("location.hash = '#/room/lobby/110'").await;
    ada.arrives_at(110).await;
    // From one far place to another.
    ada.run("location.hash = '#/room/lobby/1042'").await;
    ada.arrives_at(1042).await;
    ada.screenshot("1-far").await;
    assert!(ada.run("return pages").await.as_u64().unwrap() <= 12, "the pages between are not loaded");
    // Pages both ways.
    ada.scroll_to(900, -500).await;
    ada.scroll_to(1300, 500).await;
    ada.until_read("seqs.every((seq, index) => index == 0 || seq == seqs[index - 1] + 1)").await;
    assert_eq!(ada.read("rows.length <= 300").await, true);
    // What happens meanwhile is at the end, and a change of a message here is seen here.
    let bob = fixture.guest("", "Bob").await;
    bob.say("Is anybody here?").await;
    ada.until_read("!!document.querySelector('.jump.is-unread')").await;
    assert_eq!(ada.count("Is anybody here?").await, 0);
    bob.run("location.hash = '#/room/lobby/1300'").await;
    bob.arrives_at(1300).await;
    bob.use_tool("No. 1300:", "React").await;
    bob.press("article button", "React with 🎉").await;
    ada.find("button", "🎉, 1").await;
    ada.driver.find(By::Css(".jump.is-unread")).await.unwrap().click().await.unwrap();
    ada.until_read("isVisible(rows.at(-1)) && rows.at(-1).innerText.includes('Is anybody here?')").await;
    ada.until("has the focus on the last message", async || ada.has_focus_in("article:last-of-type").await)
        .await;
    ada.screenshot("2-newest").await;

    // A quoted line leads as far.
    bob.use_tool("No. 1300:", "Reply").await;
    bob.say("Still true").await;
    ada.hears("Still true").await;
    ada.driver.find(By::Css(".message-quote")).await.unwrap().click().await.unwrap();
    ada.arrives_at(1300).await;
}

pub async fn first_unread(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.visit("about:blank").await;
    fixture.fill("lobby", 400).await;
    ada.visit(&fixture.url()).await;
    // More is unread than is loaded, so the room opens at the end, and a button leads to the line.
    ada.hears("No. 400:").await;
    ada.find("button", "Jump to the first unread message").await;
    assert_eq!(
        ada.read("!document.querySelector('[data-kind=unread]')").await,
        true,
        "no line at a wrong place"
    );
    ada.screenshot("1-button").await;
    ada.set_screen(PHONE).await;
    ada.emulate_scheme("dark").await;
    ada.screenshot("2-phone").await;
    let button = ada.find("button", "Jump to the first unread message").await;
    button.focus().await.unwrap();
    ada.press_key(Key::Enter).await;
    ada.arrives_at(2).await;
    ada.until_read("isVisible(document.querySelector('[data-kind=unread]'))").await;
    ada.until_read("row(2).previousElementSibling.dataset.kind == 'unread'").await;
    let has_button = async || ada.find_now("button", "Jump to the first unread message").await.is_some();
    ada.until("sees the button go", async || !has_button().await).await;
    ada.screenshot("3-line").await;
    ada.press("button", "Jump to the newest message").await;
    ada.until("sees the button again", has_button).await;
    // Esc goes from the message to the composer; once more, it removes the line, and the way there.
    ada.press_key(Key::Escape).await;
    ada.press_key(Key::Escape).await;
    ada.until("sees the button go", async || !has_button().await).await;
}

pub async fn selection_and_place(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    fixture.fill("lobby", 900).await;
    ada.hears("No. 900:").await;
    let bob = fixture.guest("", "Bob").await;
    bob.say("Mark these words, please").await;
    ada.hears("Mark these words").await;
    ada.run(
        "const row = [...document.querySelectorAll('[role=feed] article')].find(row => row.innerText.includes('Mark these'));
         const text = row.querySelector('.message-text p').firstChild;
         getSelection().setBaseAndExtent(text, 5, text, 16)",
    )
    .await;
    let selected = async || ada.run("return getSelection().toString()").await;
    assert_eq!(selected().await, "these words");
    bob.say("One more").await;
    ada.hears("One more").await;
    bob.use_tool("No. 900:", "React").await;
    bob.press("article button", "React with 🎉").await;
    ada.find("button", "🎉, 1").await;
    bob.use_tool("Mark these", "React").await;
    bob.press("article button", "React with 👍").await;
    ada.find("button", "👍, 1").await;
    assert_eq!(selected().await, "these words", "the selection stays");
    assert_eq!(
        ada.run("return find('No. 895:', false, false, true)").await,
        true,
        "the browser finds what is there"
    );
    ada.run("getSelection().empty()").await;

    // An older page arrives above: the row that the reader looks at stays where it is, to the pixel.
    let slow = "const send = WebSocket.prototype.send; window.held = 0;
        WebSocket.prototype.send = function (text) {
            const isPage = text.includes('\"history\"');
            held += isPage;
            setTimeout(() => send.call(this, text), isPage ? 1500 : 0);
        }";
    ada.run(slow).await;
    ada.until("needs an older page", async || {
        ada.scroll(-300).await;
        ada.run("return held > 0").await == true
    })
    .await;
    ada.read("void (window.mark = rows.filter(row => row.matches('article')).find(row => row.getBoundingClientRect().top > top))")
        .await;
    let before = ada.run("return mark.getBoundingClientRect().top").await;
    let is_held = format!("Math.abs(mark.getBoundingClientRect().top - {before}) < 1");
    let first = ada.read("seqs[0]").await;
    ada.until_read(&format!("seqs[0] < {first}")).await;
    ada.until_read(&is_held).await;
    // A row above becomes higher, by a reaction at first.
    let above = ada.read("Number(rows[rows.indexOf(mark) - 5].dataset.seq)").await;
    bob.run(&format!("location.hash = '#/room/lobby/{above}'")).await;
    bob.arrives_at(above.as_u64().unwrap()).await;
    bob.use_tool(&format!("No. {above}:"), "React").await;
    bob.press("article button", "React with ❤️").await;
    ada.until_read(&format!("!!row({above}).querySelector('.reactions')")).await;
    ada.until_read(&is_held).await;
    ada.run(&format!(
        "document.querySelector(`[role=feed] > [data-seq='{above}']`).style.paddingTop = '133px'"
    ))
    .await;
    ada.until_read(&format!("row({above}).getBoundingClientRect().height > 150")).await;
    ada.until_read(&is_held).await;
    // And messages arrive below.
    bob.say("And another").await;
    ada.find("button", "1 new message").await;
    ada.until_read(&is_held).await;
}
