//! The Tab key inside a message: it leads to links and buttons only after the person has gone inside.

use leptos::prelude::*;

/// Whether the Tab key stops at the links and buttons of this message: a context. It does after the person has pressed Enter on
/// it.
#[derive(Clone, Copy)]
pub(crate) struct ContentTabStops(pub Memo<bool>);

/// The `tabindex` of something inside a message. Outside of the timeline nothing has one.
pub(crate) fn content_tab_index() -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    let stops = use_context::<ContentTabStops>();
    move || stops.map(|ContentTabStops(stops)| if stops.get() { "0" } else { "-1" })
}
