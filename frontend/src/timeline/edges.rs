//! What stands before the first row and after the last.

use super::reader::Reader;
use super::sheet::Sheet;
use crate::shell::room::ShownRoom;
use crate::widgets::element::{Part, button, el};
use crate::widgets::erased::{live, when};
use crate::widgets::icon::{DOWN, icon};
use crate::widgets::state::{Derived, context, memo};
use crate::words::current::t;

const UNKNOWN: usize = 0;
const MORE: usize = 1;
const FIRST: usize = 2;

/// Above the rows: that more is coming, or that here it begins, or grey lines while nothing is known.
pub(super) fn beginning(sheet: Derived<Sheet>) -> Part {
    let room = context::<ShownRoom>();
    let state = memo(move || {
        let known = room.with(|room| room.is_loaded().then_some(if room.has_older() { MORE } else { FIRST }));
        known.flatten().unwrap_or(UNKNOWN)
    });
    let title = memo(move || room.title());
    let alone = memo(move || sheet.with(Sheet::is_empty));
    live(move || {
        vec![match state.get() {
            FIRST => el("div.beginning").toggle("alone", move || alone.get()).add([
                el("h2").says(move || (t().beginning)(&title.get())),
                el("p.hint").says(|| t().beginning_hint),
            ]),
            MORE => el("p.older").says(|| t().loading_older),
            _ => el("div.skeleton").attr("aria-hidden", "true").add([el("i"), el("i"), el("i"), el("i")]),
        }]
    })
}

/// Back to the newest message, with the number of those that wait there.
pub(super) fn jump_down(reader: Reader) -> Part {
    let room = context::<ShownRoom>();
    let count = memo(move || room.with(|room| room.unread().count).unwrap_or_default());
    let text = move || if count.get() > 0 { (t().count_new)(count.get()) } else { String::new() };
    let label = move || if count.get() > 0 { text() } else { t().jump_down.to_owned() };
    let jump = move || {
        button("jump")
            .toggle("news", move || count.get() > 0)
            .bind("aria-label", label)
            .click(move || reader.go_to_end())
            .add([el("span").says(text), icon(DOWN)])
    };
    when(move || !reader.is_at_end(), jump)
}
