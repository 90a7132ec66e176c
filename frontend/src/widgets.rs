//! What several parts of the screen are made of.

pub(crate) mod element;
pub(crate) mod erased;
pub(crate) mod icon;
pub(crate) mod modal;
pub(crate) mod state;
