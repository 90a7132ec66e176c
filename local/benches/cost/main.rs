//! What a message costs on AWS: real sends through the real stack, counted, and priced per million. Beside it what
//! the classic sample's design would cost: a table of connections, scanned for each message.
//!
//! `cargo bench --bench cost` prints it as Markdown and fails if a room of ten is over its budget. Only the
//! milliseconds depend on this machine.

mod classic;
mod habits;
mod prices;
mod report;
mod room;
mod usage;

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use habits::Habits;
use local::template::Document;
use local::{Options, Stack, build, project};
use prices::Bill;
use room::Room;
use usage::Usage;

/// Connections in a room.
const ROOMS: [usize; 4] = [2, 10, 100, 1_000];
/// The room that the budget speaks of.
const BUDGETED: usize = 10;
/// US dollars for a million messages there.
const BUDGET: f64 = 14.50;
/// Milliseconds that the budget grants an invocation on AWS: no slow machine exceeds the budget, no fast one hides
/// that it is exceeded.
const GRANTED_MS: f64 = 30.0;
/// Connections in the classic design's table.
const CONNECTED: usize = 100_000;
/// What somebody says.
const TEXT: &str =
    "A message of a hundred bytes, somewhat longer than most of what people really say to each other here";

#[tokio::main]
async fn main() -> Result<()> {
    let template = project::root().join("template.yaml");
    let functions = Document::read(&template)?.evaluate(&BTreeMap::new())?.functions;
    let binaries = build::functions(true)?;
    let scanned = classic::units_of_a_scan(CONNECTED)?;
    let (mut measured, mut habits) = (Vec::new(), None);
    for connections in ROOMS {
        eprintln!("A room of {connections} …");
        let stack = Stack::start(Options::new(&template, &binaries)).await?;
        let mut room = Room::of(&stack, connections).await?;
        measured.push((connections, room.measure(&stack, &functions).await?));
        if connections == BUDGETED {
            habits = Some(Habits::measure(&mut room, &stack, &functions).await?);
        }
        drop(room);
        stack.stop().await;
    }
    report::usage(&measured);
    report::bills(&measured, scanned);
    if let Some(habits) = habits {
        report::habits(&habits);
        report::free_tier(&measured, &habits);
    }
    check(&measured)
}

/// Fails if the budget is exceeded by what was counted.
fn check(measured: &[(usize, Usage)]) -> Result<()> {
    for (_, usage) in measured.iter().filter(|(connections, _)| *connections == BUDGETED) {
        let cost = Bill::of(&usage.taking(GRANTED_MS)).total();
        println!("\nA room of {BUDGETED}, at {GRANTED_MS} ms a message: **{cost:.2}** of {BUDGET:.2} USD.");
        ensure!(cost <= BUDGET, "the budget is exceeded, save a call or a unit of those in the first table");
    }
    Ok(())
}
