//! The Tab key inside a message: it leads to links and buttons only after the person has gone inside.

use leptos::prelude::*;

/// Whether the person has gone inside the message around: a context.
#[derive(Clone, Copy)]
pub(crate) struct IsInside(pub Memo<bool>);

/// The `tabindex` of something inside a message. Outside of the timeline nothing has one.
pub(crate) fn inner_tab_index() -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    let is_inside = use_context::<IsInside>();
    move || is_inside.map(|IsInside(is_inside)| if is_inside.get() { "0" } else { "-1" })
}
