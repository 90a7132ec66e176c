//! Where a popup stands: beside the element that it belongs to, and within the window.

use leptos::prelude::window;
use web_sys::{Element, HtmlElement};

/// The distance from the edges of the window, in pixels.
const MARGIN: f64 = 8.0;

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
}

/// Puts a popup beside its anchor. The stylesheet reads the position from two custom properties, and does not where the
/// popup is a sheet.
pub(crate) fn place(popup: &HtmlElement, anchor: Rect) {
    let size = (f64::from(popup.offset_width()), f64::from(popup.offset_height()));
    let length = |length: Result<wasm_bindgen::JsValue, _>| length.ok().and_then(|length| length.as_f64());
    let window = (length(window().inner_width()), length(window().inner_height()));
    let (Some(width), Some(height)) = window else { return };
    let (left, top) = position(anchor, size, (width, height));
    for (property, value) in [("--popup-left", left), ("--popup-top", top)] {
        // It fails only for a name or a value that is no CSS.
        let _ = popup.style().set_property(property, &format!("{value}px"));
    }
}

/// The left upper corner: below the anchor, and above it where there is more space; ending where the anchor ends.
fn position(
    anchor: Rect,
    (width, height): (f64, f64),
    (window_width, window_height): (f64, f64),
) -> (f64, f64) {
    let is_point = anchor.left == anchor.right;
    let left = if is_point { anchor.left } else { anchor.right - width };
    let fits_below = anchor.bottom + height + MARGIN <= window_height;
    let top = if fits_below { anchor.bottom } else { anchor.top - height };
    let within = |start: f64, size: f64, all: f64| start.min(all - MARGIN - size).max(MARGIN);
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
        assert_eq!(position(button, MENU, WINDOW), (740.0, 140.0));
    }

    #[test]
    fn a_popup_without_space_below_stands_above() {
        let button = Rect { left: 900.0, top: 700.0, right: 940.0, bottom: 740.0 };
        assert_eq!(position(button, MENU, WINDOW), (740.0, 400.0));
    }

    #[test]
    fn a_popup_at_the_pointer_stays_within_the_window() {
        assert_eq!(position(Rect::point(400.0, 200.0), MENU, WINDOW), (400.0, 200.0));
        assert_eq!(position(Rect::point(990.0, 200.0), MENU, WINDOW), (792.0, 200.0));
        assert_eq!(position(Rect::point(0.0, 200.0), MENU, (1_000.0, 320.0)), (8.0, 8.0));
    }
}
