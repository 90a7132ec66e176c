//! Components that several parts of the screen use.

pub(crate) mod avatar;
pub(crate) mod connection_status;
pub(crate) mod drawer_button;
pub(crate) mod emoji_picker;
pub(crate) mod focus;
pub(crate) mod icon;
pub(crate) mod inside;
pub(crate) mod markup;
pub(crate) mod modal;
pub(crate) mod notices;
pub(crate) mod popup;
pub(crate) mod toast;
pub(crate) mod undo;
