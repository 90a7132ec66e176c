//! My rooms, with what waits in them.

use common::RoomId;

use super::item::badge;
use crate::chat::Chat;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::room::ShownRoom;
use crate::widgets::element::{El, el};
use crate::widgets::erased::{each, when};
use crate::widgets::state::memo;
use crate::words::current::t;

/// The list in the sidebar.
pub(crate) fn room_list() -> El {
    let ids = move || Chat.with(|client| client.rooms().map(|room| room.id().to_string()).collect());
    el("div.room-list")
        .add([el("h2.side-title").says(|| t().rooms), el("ul").add(each(ids, |id| id.parse().ok().map(row)))])
}

fn row(id: RoomId) -> El {
    let href = Route::Room(id.clone()).href();
    let room = ShownRoom::new(id);
    let is_open = memo(move || Here.room().as_ref() == Some(&room.id()));
    let title = memo(move || room.title());
    // The open room's news are on the screen already.
    let count = memo(move || {
        let unread = room.with(|room| badge(room.unread()));
        unread.flatten().filter(|_| !is_open.get()).unwrap_or_default()
    });
    let news = move || count.with(|count| !count.is_empty());
    let link = el("a.side-row")
        .toggle("unread", news)
        .attr("href", &href)
        .bind("aria-label", move || news().then(|| (t().unread_in)(&title.get(), &count.get())))
        .bind("aria-current", move || is_open.get().then_some("page"))
        .add(el("span.hash").attr("aria-hidden", "true").text("#"))
        .add(el("span.side-text").says(move || title.get()))
        .add(when(news, move || el("span.badge").says(move || count.get())));
    el("li").add(link)
}
