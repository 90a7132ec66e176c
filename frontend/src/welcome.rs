//! The first visit: a name is enough to enter.

pub(crate) mod page;
pub mod suggest;
