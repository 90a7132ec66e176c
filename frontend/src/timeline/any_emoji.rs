//! A reaction with any emoji: the picker, for the message that asked for it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::reactions::react;
use crate::chat::Chat;
use crate::state::open_room::OpenRoom;
use crate::widgets::emoji_picker::EmojiPicker;
use crate::widgets::popup::Rect;

/// The message that is to get a reaction: a context. There is one picker for all messages, so that it stays while the pointer
/// leaves the message.
#[derive(Clone, Copy)]
pub(super) struct AnyEmoji {
    open: RwSignal<Option<Rect>>,
    target: StoredValue<Option<common::Seq>>,
}

impl AnyEmoji {
    pub fn new() -> Self {
        Self { open: RwSignal::new(None), target: StoredValue::new(None) }
    }

    /// Opens the picker for this message beside the button that was pressed.
    pub fn pick(self, target: Option<common::Seq>, event: &MouseEvent) {
        self.target.set_value(target);
        self.open.set(Rect::of_button(event));
    }
}

#[component]
pub(super) fn AnyEmojiPicker() -> impl IntoView {
    let (chat, room) = (expect_context::<Chat>(), expect_context::<OpenRoom>());
    let AnyEmoji { open, target } = expect_context();
    let choose = move |emoji: String| {
        if let (Some(target), Ok(emoji)) = (target.get_value(), emoji.parse()) {
            react(chat, room, target, emoji, true);
        }
    };
    view! { <EmojiPicker open on_choose=choose /> }
}
