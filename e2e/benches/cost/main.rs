//! What a million messages cost on AWS. The bench sends messages through the real stack, counts the calls and applies
//! AWS's prices. It compares the result with the classic sample's design, which scans a table of connections for each
//! message.
//!
//! `cargo bench --bench cost` prints the costs as Markdown and fails if a room of ten exceeds its budget. Only the
//! milliseconds depend on this machine.

mod classic;
mod other_frames;
mod prices;
mod report;
mod room;
mod usage;

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use local::template::Document;
use local::{Options, Stack, build};
use other_frames::OtherFrames;
use prices::Bill;
use room::Room;
use usage::Usage;

/// The measured rooms, by their number of connections.
const ROOMS: [usize; 4] = [2, 10, 100, 1_000];
/// The number of connections in the room that has a budget.
const BUDGETED: usize = 10;
/// US dollars for a million messages in that room.
const BUDGET: f64 = 14.50;
/// The milliseconds of an invocation on AWS, as the budget assumes them. The assumption replaces the measured
/// milliseconds, so that the result does not depend on the machine's speed.
const BUDGETED_MS: f64 = 30.0;
/// The number of connections in the classic design's table.
const CONNECTED: usize = 100_000;
/// The text of every message.
const TEXT: &str =
    "A message of a hundred bytes, somewhat longer than most of what people really say to each other here";

#[tokio::main]
async fn main() -> Result<()> {
    let template = e2e::template();
    let functions = Document::read(&template)?.evaluate(&BTreeMap::new())?.functions;
    let binaries = build::functions(&template, true)?;
    let scanned = classic::units_of_a_scan(CONNECTED)?;
    let (mut measured, mut other_frames) = (Vec::new(), None);
    for connections in ROOMS {
        eprintln!("A room of {connections} …");
        let stack = Stack::start(Options::new(&template, &binaries)).await?;
        let mut room = Room::open(&stack, connections).await?;
        measured.push((connections, room.measure(&stack, &functions).await?));
        if connections == BUDGETED {
            other_frames = Some(OtherFrames::measure(&mut room, &stack, &functions).await?);
        }
        drop(room);
        stack.stop().await;
    }
    report::usage(&measured);
    report::bills(&measured, scanned);
    if let Some(other_frames) = other_frames {
        report::other_frames(&other_frames);
        report::free_tier(&measured, &other_frames);
    }
    check(&measured)
}

/// Fails if the counted calls exceed the budget.
fn check(measured: &[(usize, Usage)]) -> Result<()> {
    for (_, usage) in measured.iter().filter(|(connections, _)| *connections == BUDGETED) {
        let cost = Bill::of(&usage.with_duration(BUDGETED_MS)).total();
        println!("\nA room of {BUDGETED}, at {BUDGETED_MS} ms a message: **{cost:.2}** of {BUDGET:.2} USD.");
        ensure!(cost <= BUDGET, "the budget is exceeded, save a call or a unit: the first table lists them");
    }
    Ok(())
}
