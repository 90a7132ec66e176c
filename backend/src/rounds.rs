//! How a commit is tried again when others were faster.

use std::time::Duration;

use common::Code;
use uuid::Uuid;

use crate::failure::{Failure, refused};

/// How many attempts a commit makes. Each round has one winner, so this many people can post at once.
pub const ROUNDS: u32 = 16;

/// Waits before the next attempt. The time is random, and longer each round, so that the losers do not collide again.
pub async fn pause(round: u32) {
    let most = (10_u64 << round.min(5)) + 10;
    let (random, _) = Uuid::new_v4().as_u64_pair();
    tokio::time::sleep(Duration::from_millis(random % most)).await;
}

/// Others were faster in every round.
pub fn contended() -> Failure {
    refused(Code::Conflict, "Too many people speak at once here; try again.")
}
