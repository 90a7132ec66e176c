//! Markup: what a text means.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod any_text;
mod comrak_tree;
mod corpus;
mod dialect;
mod like_comrak;
