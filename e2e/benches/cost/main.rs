//! What a million messages cost on AWS. The bench sends messages through the real stack, counts the calls and applies
//! AWS's prices. It compares the result with the classic sample's design, which scans a table of connections for each
//! message.
//!
//! `cargo bench --bench cost` prints the costs as Markdown and fails if a room of ten exceeds its budget. Only the
//! milliseconds depend on this machine.

mod classic;
mod months;
mod other_frames;
mod prices;
mod processor;
mod report;
mod room;
mod usage;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
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
/// US dollars for a million messages in that room, while all others look on, with their read marks.
const BUDGET: f64 = 14.90;
/// The seconds between two messages there.
const SECONDS_BETWEEN: f64 = 5.0;
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
    let (mut measured, mut typing, mut other_frames) = (Vec::new(), Vec::new(), None);
    for connections in ROOMS {
        eprintln!("A room of {connections} …");
        let stack = Stack::start(Options::new(&template, &binaries)).await?;
        let mut room = Room::open(&stack, connections).await?;
        measured.push((connections, room.measure(&stack, &functions).await?));
        typing.push((connections, other_frames::typing(&mut room, &stack, &functions).await?));
        if connections == BUDGETED {
            other_frames = Some(OtherFrames::measure(&mut room, &stack, &functions).await?);
        }
        drop(room);
        stack.stop().await;
    }
    report::usage(&measured);
    report::bills(&measured, scanned);
    report::memories(&measured);
    let other_frames = other_frames.context("no room has a budget")?;
    report::other_frames(&other_frames, &typing);
    report::heartbeats(&other_frames);
    months::months(&measured, &typing, &other_frames);
    check(&measured, &other_frames)
}

/// Fails if the counted calls exceed the budget.
fn check(measured: &[(usize, Usage)], other_frames: &OtherFrames) -> Result<()> {
    for (_, usage) in measured.iter().filter(|(connections, _)| *connections == BUDGETED) {
        let marks = other_frames.marks_of_a_message(BUDGETED - 1, SECONDS_BETWEEN);
        let message = Bill::of(&usage.with_duration(BUDGETED_MS)).total();
        let cost = message + Bill::of(&Usage { gb_ms: 0.0, ..marks }).total();
        println!(
            "\nA room of {BUDGETED}, at {BUDGETED_MS} ms a message: {message:.2} USD; with the marks of nine who look on at \
             one message every {SECONDS_BETWEEN} s: **{cost:.2}** of {BUDGET:.2} USD."
        );
        ensure!(cost <= BUDGET, "the budget is exceeded, save a call or a unit: the first table lists them");
    }
    Ok(())
}
