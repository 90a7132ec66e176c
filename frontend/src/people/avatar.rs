//! Somebody's picture: letters on their colour.

use super::{initials, tint};
use crate::widgets::element::{El, el};

/// Decoration: the name stands beside it. The colour depends on the user id, where it is known.
pub(crate) fn avatar(id: &str, name: &str) -> El {
    let classes = format!("avatar tint-{}", tint(id));
    el("span").attr("class", &classes).attr("aria-hidden", "true").text(&initials(name))
}
