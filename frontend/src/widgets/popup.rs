//! Where a popup stands: beside the element that it belongs to, and within the window.

use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, Event, HtmlElement};

use super::focus::closest;
use super::modal;

/// Pixels between a popup and its anchor, and between a popup and the edge of the window, at least.
const GAP: f64 = 8.0;

/// A rectangle of the window, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn point(x: f64, y: f64) -> Self {
        Self { left: x, top: y, right: x, bottom: y }
    }

    /// Where an element is now.
    pub fn of(element: &Element) -> Self {
        let rect = element.get_bounding_client_rect();
        Self { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
    }

    /// Where the button is from which an event has come.
    pub fn of_button(event: &Event) -> Option<Self> {
        closest(event, "button").as_ref().map(Self::of)
    }
}

/// The side of its anchor on which a popup stands if it fits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Above,
    Below,
}

/// Shows a dialog beside its anchor; closes it if there is none.
pub(crate) fn show(dialog: NodeRef<html::Dialog>, anchor: Option<Rect>, preferred: Side) {
    modal::show(dialog, anchor.is_some());
    if let (Some(anchor), Some(dialog)) = (anchor, dialog.try_get_untracked().flatten()) {
        place(&dialog, anchor, preferred);
    }
}

/// Puts a popup beside its anchor. The stylesheet reads the position from two custom properties, and does not where the
/// popup is a sheet.
pub(crate) fn place(popup: &HtmlElement, anchor: Rect, preferred: Side) {
    let Some(page) = document().document_element() else { return };
    let size = (popup.offset_width().into(), popup.offset_height().into());
    let window = (page.client_width().into(), page.client_height().into());
    let (left, top) = position(anchor, preferred, size, window);
    for (property, value) in [("--popup-left", left), ("--popup-top", top)] {
        // It fails only for a name or a value that is no CSS.
        let _ = popup.style().set_property(property, &format!("{value}px"));
    }
}

/// The left upper corner: on the preferred side of the anchor if the popup fits there, otherwise on the other. Its right
/// edge is the anchor's; at a point, its left edge.
fn position(
    anchor: Rect,
    preferred: Side,
    (width, height): (f64, f64),
    (window_width, window_height): (f64, f64),
) -> (f64, f64) {
    let is_point = anchor.left == anchor.right;
    let left = if is_point { anchor.left } else { anchor.right - width };
    let (above, below) = (anchor.top - GAP - height, anchor.bottom + GAP);
    let top = match preferred {
        Side::Above if above < GAP => below,
        Side::Below if below + height > window_height - GAP => above,
        Side::Above => above,
        Side::Below => below,
    };
    let within = |start: f64, size: f64, all: f64| start.min(all - GAP - size).max(GAP);
    (within(left, width, window_width), within(top, height, window_height))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (f64, f64) = (1_000.0, 800.0);
    const MENU: (f64, f64) = (200.0, 300.0);

    #[test]
    fn a_popup_hangs_below_its_button_and_ends_with_it() {
        let button = Rect { left: 900.0, top: 100.0, right: 940.0, bottom: 140.0 };
        assert_eq!(position(button, Side::Below, MENU, WINDOW), (740.0, 148.0));
    }

    #[test]
    fn a_popup_without_space_on_its_side_stands_on_the_other() {
        let low = Rect { left: 900.0, top: 700.0, right: 940.0, bottom: 740.0 };
        assert_eq!(position(low, Side::Below, MENU, WINDOW), (740.0, 392.0));
        assert_eq!(position(low, Side::Above, MENU, WINDOW), (740.0, 392.0));
        let high = Rect { left: 900.0, top: 100.0, right: 940.0, bottom: 140.0 };
        assert_eq!(position(high, Side::Above, MENU, WINDOW), (740.0, 148.0));
    }

    #[test]
    fn a_popup_stays_within_the_window() {
        let left = Rect { left: 8.0, top: 740.0, right: 40.0, bottom: 776.0 };
        assert_eq!(position(left, Side::Above, MENU, WINDOW), (8.0, 432.0));
        let beyond = Rect { left: 990.0, top: 200.0, right: 1_020.0, bottom: 236.0 };
        assert_eq!(position(beyond, Side::Above, MENU, (1_000.0, 420.0)), (792.0, 112.0));
    }

    #[test]
    fn a_popup_at_a_point_begins_there() {
        let at = |x: f64, window: (f64, f64)| position(Rect::point(x, 200.0), Side::Below, MENU, window);
        assert_eq!(at(400.0, WINDOW), (400.0, 208.0));
        assert_eq!(at(990.0, WINDOW), (792.0, 208.0));
        assert_eq!(at(0.0, (1_000.0, 320.0)), (8.0, 8.0));
    }
}
