//! The box at the bottom.

use leptos::prelude::*;
use web_sys::{Event, HtmlTextAreaElement, KeyboardEvent};

use super::banner::banner;
use super::keys::Action;
use super::writing::Writing;
use crate::device::{self, keyboard};
use crate::shell::room::{ShownRoom, Unread};
use crate::timeline::reader::Reader;
use crate::widgets::element::{El, ElementRef, el};
use crate::widgets::erased::{effect, next_frame};
use crate::widgets::icon::{SEND, icon};
use crate::widgets::state::{Kept, context, memo};
use crate::words::current::t;

/// Writes, with a connection and without.
pub(crate) fn composer() -> El {
    let writing = context::<Writing>();
    let send = sender();
    let submit = move |event: Event| {
        event.prevent_default();
        send();
    };
    let empty = move || writing.with(|draft| draft.text().trim().is_empty());
    let label = move || if writing.with(|draft| draft.editing().is_some()) { t().save } else { t().send };
    // The focus stays in the box: on phones, the keyboard stays up.
    let send = el("button.send")
        .attr("type", "submit")
        .toggle("idle", empty)
        .bind("aria-label", label)
        .bind("title", label)
        .on("mousedown", |event: Event| event.prevent_default())
        .add(icon(SEND));
    let row = el("div.composer-row").add([text_box(), send]);
    let card = el("div.composer-card").add(banner()).add(row);
    el("form.composer").on("submit", submit).add([card, surplus()])
}

/// Sends what is written; then the reader has seen all, and is at the end.
fn sender() -> impl Fn() + Copy + 'static {
    let writing = context::<Writing>();
    let (line, reader) = (context::<Unread>(), context::<Reader>());
    move || {
        if writing.submit() {
            line.clear();
            reader.go_to_end();
        }
    }
}

/// The text. Typing changes the draft and never the box; only what changes the draft from elsewhere does,
/// so that no input method is disturbed.
fn text_box() -> El {
    let writing = context::<Writing>();
    let (room, line, send) = (context::<ShownRoom>(), context::<Unread>(), sender());
    let node = ElementRef::new();
    follow_draft(node, writing);
    take_focus(node, writing);
    let title = memo(move || room.title());
    let placeholder = move || {
        title.with(|title| if title.is_empty() { t().message.to_owned() } else { (t().message_to)(title) })
    };
    let input = move |event: Event| {
        writing.write(event_target_value(&event));
        writing.tell_typing();
    };
    let press = move |event: KeyboardEvent| {
        let empty = writing.glance(|draft| draft.text().is_empty());
        match keyboard::press(&event, &event.key(), empty).action() {
            Action::Leave => return,
            Action::Send => send(),
            Action::EditLast => writing.edit_last(),
            Action::Cancel if writing.glance(|draft| draft.editing().or(draft.replying_to()).is_some()) => {
                writing.cancel();
            }
            Action::Cancel => line.clear(),
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let input = el("textarea")
        .attr("rows", "1")
        .bind("aria-label", || t().message)
        .bind("placeholder", placeholder)
        .attr("enterkeyhint", "enter")
        .attr("aria-describedby", "surplus")
        .at(node)
        .on("input", input)
        .on("keydown", press);
    el("div.box").bind("data-text", move || writing.with(|draft| draft.text().to_owned())).add(input)
}

fn follow_draft(node: ElementRef, writing: Writing) {
    effect(move || {
        let Some(input) = node.get::<HtmlTextAreaElement>() else { return };
        let text = writing.with(|draft| draft.text().to_owned());
        if input.value() != text {
            input.set_value(&text);
        }
    });
}

/// At first only where no keyboard would cover the screen; later whenever somebody is to write.
fn take_focus(node: ElementRef, writing: Writing) {
    let asked = Kept::new(false);
    effect(move || {
        writing.track_focus();
        if asked.get() || !device::matches("(pointer: coarse)") {
            next_frame(move || {
                if let Some(input) = node.now::<HtmlTextAreaElement>() {
                    // Refused only for elements that cannot have the focus.
                    let _ = input.focus();
                }
            });
        }
        asked.set(true);
    });
}

/// Says what does not fit; nothing is cut off.
fn surplus() -> El {
    let writing = context::<Writing>();
    let said = move || {
        writing.with(|draft| match draft.surplus() {
            0 if draft.has_strange_characters() => t().does_not_fit.to_owned(),
            0 => String::new(),
            surplus => (t().too_long)(surplus),
        })
    };
    el("p.surplus").attr("id", "surplus").attr("role", "status").says(said)
}
