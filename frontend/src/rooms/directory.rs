//! All public rooms.

use client::{Client, Command, Status};
use common::RoomId;

use super::header::drawer_button;
use crate::chat::Chat;
use crate::route::Route;
use crate::shell::NewRoomOpen;
use crate::shell::connection::connection;
use crate::widgets::element::{El, button, el};
use crate::widgets::erased::{each, effect, when};
use crate::widgets::state::{context, memo};
use crate::words::current::t;

/// The page; asks for the list whenever it can get a fresh one.
pub(crate) fn directory() -> El {
    let NewRoomOpen(new_room) = context();
    let online = memo(move || Chat.with(|client| client.status() == Status::Online));
    effect(move || {
        if online.get() {
            Chat.command(Command::Directory);
        }
    });
    let ids = move || Chat.with(ids).unwrap_or_default();
    let loading = move || Chat.with(|client| client.directory().is_none());
    let empty = move || Chat.with(|client| client.directory().is_some_and(<[_]>::is_empty));
    let page = el("div.directory-page")
        .add(el("p.hint").says(|| t().directory_hint))
        .add(when(loading, || el("div.skeleton").add([el("i"), el("i"), el("i")])))
        .add(when(empty, || el("p.hint").says(|| t().directory_is_empty)))
        .add(el("ul.directory").add(each(ids, row)))
        .add(button("button").says(|| t().create).click(move || new_room.set(true)));
    el("main.room").add([
        el("header.room-header").add([drawer_button(), el("h1.room-title").says(|| t().find_a_room)]),
        connection(),
        page,
    ])
}

fn ids(client: &Client) -> Option<Vec<String>> {
    Some(client.directory()?.iter().map(|listing| listing.room.to_string()).collect())
}

fn row(id: &str) -> Option<El> {
    let title = Chat.glance(|client| {
        let listing = client.directory()?.iter().find(|listing| listing.room.as_str() == id)?;
        Some(listing.title.to_string())
    })?;
    let href = id.parse::<RoomId>().map_or(Route::Directory, Route::Room).href();
    Some(
        el("li").add(
            el("a.directory-row").attr("href", &href).add([
                el("span.hash").attr("aria-hidden", "true").text("#"),
                el("span.side-text").text(&title),
            ]),
        ),
    )
}
