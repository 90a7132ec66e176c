//! Above the box: what is being answered or changed.

use common::Kind;

use super::writing::Writing;
use crate::shell::room::ShownRoom;
use crate::timeline::rows::excerpt;
use crate::widgets::element::{Part, el};
use crate::widgets::erased::when;
use crate::widgets::icon::{CLOSE, icon_button};
use crate::widgets::state::context;
use crate::words::current::t;

/// Nothing while a new message is written.
pub(super) fn banner() -> Part {
    let (writing, room) = (context::<Writing>(), context::<ShownRoom>());
    let about = move || {
        let (editing, replying_to) = writing.with(|draft| (draft.editing(), draft.replying_to()));
        let seq = editing.or(replying_to)?;
        room.glance(|room| {
            let event = room.event(seq)?;
            let Kind::Message(message) = &event.kind else { return None };
            let text = message.text.as_ref().map(|text| excerpt(text.as_str()));
            Some((event.name.to_string(), text.unwrap_or_default()))
        })?
    };
    let said = move || about().unwrap_or_default();
    let is_edit = move || writing.with(|draft| draft.editing().is_some());
    let title = move || if is_edit() { t().editing.to_owned() } else { (t().replying_to)(&said().0) };
    let banner = move || {
        let about =
            el("div.composer-about").add([el("strong").says(title), el("span").says(move || said().1)]);
        el("div.composer-banner").add([about, icon_button(CLOSE, || t().cancel, move || writing.cancel())])
    };
    when(move || is_edit() || writing.with(|draft| draft.replying_to().is_some()), banner)
}
