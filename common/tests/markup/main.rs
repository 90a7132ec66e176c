//! Markup: what a text means.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod comrak_tree;
mod corpus;
mod like_comrak;
