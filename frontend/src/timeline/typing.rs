//! Who is typing.

use leptos::prelude::*;

use crate::chat::Chat;
use crate::device::time;
use crate::shell::room::OpenRoom;
use crate::widgets::erased::memo;
use crate::words::current::words;

/// A line of its own, always there: nothing jumps when somebody types.
pub(super) fn typing() -> AnyView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let line = memo(move || {
        chat.with(|client| {
            let me = client.me().map(|me| &me.user);
            let typing = client.room(&room).into_iter().flat_map(|room| room.typing(time::now()));
            let others = typing.filter(|(user, _)| Some(*user) != me);
            (t().typing)(&others.map(|(_, name)| name.as_str()).collect::<Vec<_>>())
        })
    });
    view! {
        <div class="typing" class:someone=move || line.with(|line| !line.is_empty())>
            <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
            <span>{move || line.get()}</span>
        </div>
    }
    .into_any()
}
