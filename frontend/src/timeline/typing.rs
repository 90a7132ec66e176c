//! Who is typing.

use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::time;
use crate::shell::room::OpenRoom;
use crate::words::current::words;

/// A line of its own, always there: nothing jumps when somebody types.
#[component]
pub(super) fn Typing() -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let who = Memo::new(move |_| {
        chat.with(|client| {
            let me = client.me().map(|me| &me.user);
            let typing = client.room(&room).into_iter().flat_map(|room| room.typing(time::now()));
            typing.filter(|(user, _)| Some(*user) != me).map(|(_, name)| name.to_string()).collect::<Vec<_>>()
        })
    });
    let line = move || who.with(|who| (t().typing)(&who.iter().map(String::as_str).collect::<Vec<_>>()));
    view! {
        <div class="typing" class:someone=move || who.with(|who| !who.is_empty())>
            <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
            <span>{line}</span>
        </div>
    }
}
