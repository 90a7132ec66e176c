//! Who is typing.

use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;

/// A line that is always there, so that nothing moves when somebody types.
#[component]
pub(super) fn TypingLine() -> impl IntoView {
    let (chat, room, language) =
        (expect_context::<Chat>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let text = Memo::new(move |_| {
        let me = chat.user.get();
        let text = room.with(|room| {
            let others = room.typing().filter(|(user, _)| Some(*user) != me.as_ref());
            (language.words().typing)(&others.map(|(_, name)| name.as_str()).collect::<Vec<_>>())
        });
        text.unwrap_or_default()
    });
    view! {
        <div class="typing">
            <span class="typing-dots" aria-hidden="true" hidden=move || text.read().is_empty()>
                <i></i>
                <i></i>
                <i></i>
            </span>
            <span>{text}</span>
        </div>
    }
}
