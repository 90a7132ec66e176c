//! The report, as Markdown.

use crate::other_frames::{OtherFrames, PING_SECONDS};
use crate::prices::Bill;
use crate::processor::MEMORY_OF_A_PROCESSOR;
use crate::usage::Usage;
use crate::{BUDGETED, CONNECTED, TEXT, classic};

/// The compared sizes of the functions' memory, in MB.
const MEMORIES: [f64; 5] = [256.0, 512.0, 1_024.0, 1_769.0, 3_008.0];
/// The milliseconds that a message waits for DynamoDB, in two rounds of a few each (an assumption).
const WAITING_MS: f64 = 12.0;
/// Minutes between the heartbeats of a hidden page.
pub const HIDDEN_PING: f64 = 4.0;

/// Prints the counted usage.
pub fn usage(measured: &[(usize, Usage)]) {
    println!("### One message of {} bytes, as counted\n", TEXT.len());
    println!(
        "| connections | invocations | billed ms | read units | write units | posts | frames in | frames out \
         | bytes out |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (connections, usage) in measured {
        let Usage { invocations, billed_ms, read_units, write_units, .. } = usage;
        let Usage { posts, frames_in, frames_out, bytes_out, .. } = usage;
        println!(
            "| {connections} | {invocations} | {billed_ms:.1} | {read_units} | {write_units} | {posts} \
             | {frames_in} | {frames_out} | {bytes_out:.0} |"
        );
    }
}

/// Prints the costs of this usage, and those of the classic design.
pub fn bills(measured: &[(usize, Usage)], scanned: f64) {
    println!("\n### A million messages, in US dollars\n");
    println!(
        "| connections | frames in | frames out | requests | milliseconds | reads | writes | egress | **Confab** \
         | Scan of {CONNECTED} |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (connections, usage) in measured {
        let bill = Bill::of(usage);
        let classic = Bill::of(&classic::usage(*connections, scanned, usage)).total();
        let parts = bill.parts().map(|part| format!("{part:.2}")).join(" | ");
        println!("| {connections} | {parts} | **{:.2}** | {classic:.2} |", bill.total());
    }
    println!(
        "\nThe Scan reads {scanned:.0} units a message. That design stores none, and is granted our milliseconds."
    );
    if let Some((_, usage)) = measured.first() {
        let ten = Bill::of(&usage.with_duration(10.0)).duration;
        println!("These are this machine's; on AWS, each further ten cost {ten:.2}.");
    }
}

/// Prints how long a message takes with a function of so much memory, and what those milliseconds cost: the processor's
/// time, divided by the function's share of a processor, and the time that it waits for DynamoDB.
pub fn memories(measured: &[(usize, Usage)]) {
    println!("\n### Milliseconds of a message by the function's memory, and USD for a million\n");
    println!(
        "| connections | processor ms | {} |",
        MEMORIES.map(|memory| format!("{memory} MB")).join(" | ")
    );
    println!("|---:|---:|{}", "---:|".repeat(MEMORIES.len()));
    for (connections, usage) in measured {
        let of_memory = MEMORIES.map(|memory| {
            let ms = usage.cpu_ms * (MEMORY_OF_A_PROCESSOR / memory).max(1.0) + WAITING_MS;
            let gb_ms = ms * memory / 1_024.0;
            format!("{ms:.0} ms, {:.2}", Bill::of(&Usage { gb_ms, ..Usage::default() }).total())
        });
        println!("| {connections} | {:.1} | {} |", usage.cpu_ms, of_memory.join(" | "));
    }
}

/// Prints the costs of the frames that are no messages.
pub fn other_frames(other_frames: &OtherFrames, typing: &[(usize, Usage)]) {
    println!("\n### A million other frames in a room of {BUDGETED}, in US dollars\n");
    println!("| frame | read units | write units | frames | **Confab** |\n|---|---:|---:|---:|---:|");
    let rows = [
        ("`ping`", other_frames.ping),
        ("`ping` with a read mark", other_frames.ping_with_mark),
        ("`read`", other_frames.read),
        ("a connection: `hello`, and its end", other_frames.session),
    ];
    let typing = typing.iter().filter(|(connections, _)| *connections == BUDGETED);
    let typing = typing.map(|(_, usage)| ("`typing`", *usage));
    for (frame, usage) in rows.into_iter().chain(typing) {
        let Usage { read_units, write_units, .. } = usage;
        let (frames, cost) = (usage.frames(), Bill::of(&usage).total());
        println!("| {frame} | {read_units} | {write_units} | {frames} | **{cost:.2}** |");
    }
}

/// Prints what a person costs who only looks on.
pub fn heartbeats(other_frames: &OtherFrames) {
    let thousand_hours =
        |usage: Usage, seconds: f64| Bill::of(&usage).total() * 1_000.0 * 3_600.0 / seconds / 1e6;
    println!(
        "\nA person's thousand hours of heartbeats: {:.2} USD while the page is visible and nobody speaks, {:.2} while \
         somebody always does, {:.2} while it is hidden.",
        thousand_hours(other_frames.ping, PING_SECONDS),
        thousand_hours(other_frames.ping.plus(&other_frames.ping_with_mark), 2.0 * PING_SECONDS),
        thousand_hours(other_frames.ping, HIDDEN_PING * 60.0),
    );
}
