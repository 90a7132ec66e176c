//! Who is typing.

use crate::chat::Chat;
use crate::device::time;
use crate::shell::room::ShownRoom;
use crate::widgets::element::{El, el};
use crate::widgets::state::{context, memo};
use crate::words::current::t;

/// A line of its own, always there: nothing jumps when somebody types.
pub(super) fn typing() -> El {
    let room = context::<ShownRoom>();
    let line = memo(move || {
        Chat.with(|client| {
            let me = client.me().map(|me| &me.user);
            let typing = client.room(&room.id()).into_iter().flat_map(|room| room.typing(time::now()));
            let others = typing.filter(|(user, _)| Some(*user) != me);
            (t().typing)(&others.map(|(_, name)| name.as_str()).collect::<Vec<_>>())
        })
    });
    el("div.typing").toggle("someone", move || line.with(|line| !line.is_empty())).add([
        el("span.dots").attr("aria-hidden", "true").add([el("i"), el("i"), el("i")]),
        el("span").says(move || line.get()),
    ])
}
