//! The duration of a cold start: from exec to the request for the first event, and from there to the response. It is
//! measured for every function, and for a Node function with the AWS SDK that does the work of `connect` over the same
//! Runtime API.
//!
//! `cargo bench --bench cold_start` prints medians as Markdown. It fails if a zip exceeds its budget, and never because
//! of a time.

mod candidate;
mod events;
mod node;
mod runtime;
mod size;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use candidate::{Candidate, node_functions, template_functions};
use local::template::Document;
use local::{Options, Stack, build};
use node::Node;

/// The number of starts of each function. The functions start in turn, so that a busy moment affects all of them.
const RUNS: usize = 15;
/// The budget of a function's zip, in bytes.
const ZIP_BUDGET: usize = 2_600_000;

#[tokio::main]
async fn main() -> Result<()> {
    let template = e2e::template();
    let functions = Document::read(&template)?.evaluate(&BTreeMap::new())?.functions;
    let binaries = build::functions(&template, true)?;
    let node = Node::install(&e2e::folder().join("target"));
    let stack = Stack::start(Options::new(&template, &binaries)).await?;
    let mut ours = template_functions(&functions, &binaries, &stack)?;
    let mut theirs = node.as_ref().map_or(Ok(vec![]), |node| node_functions(node, &functions, &stack))?;
    for run in 0..RUNS {
        for candidate in ours.iter_mut().chain(&mut theirs) {
            candidate.start(&format!("connection{run}")).await.with_context(|| candidate.name.clone())?;
        }
    }
    stack.stop().await;
    print(&ours, &theirs);
    if let Err(error) = node {
        println!("\nNode is left out: {error:#}.");
    }
    check(&ours)
}

fn print(ours: &[Candidate], theirs: &[Candidate]) {
    println!("### Cold starts, medians of {RUNS}\n");
    println!(
        "| function | exec to first `/next`, ms | of Node's | first invocation, ms | size, kB | zipped, kB |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    let node = theirs.first().map(Candidate::init);
    for candidate in ours.iter().chain(theirs) {
        let (init, first, size) = (candidate.init(), candidate.first(), candidate.size);
        let share = node.map_or("–".to_owned(), |node| format!("{:.0} %", 100.0 * init / node));
        let (plain, zipped) = (size.plain / 1_000, size.zipped / 1_000);
        println!("| {} | {init:.1} | {share} | {first:.1} | {plain} | {zipped} |", candidate.name);
    }
}

/// Fails if a zip exceeds its budget.
fn check(ours: &[Candidate]) -> Result<()> {
    for Candidate { name, size, .. } in ours {
        let zipped = size.zipped;
        ensure!(
            zipped <= ZIP_BUDGET,
            "{name} zipped has {zipped} bytes of {ZIP_BUDGET}, find what made it grow"
        );
    }
    Ok(())
}
