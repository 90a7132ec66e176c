//! The report, as Markdown.

use crate::other_frames::OtherFrames;
use crate::prices::{Bill, FREE_CONNECTION_MINUTES, FREE_FRAMES, FREE_REQUESTS};
use crate::usage::Usage;
use crate::{BUDGETED, CONNECTED, TEXT, classic};

/// Minutes of a month.
const MINUTES: f64 = 30.0 * 24.0 * 60.0;
/// Minutes between the heartbeats of a hidden page.
const HIDDEN_PING: f64 = 4.0;

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

/// Prints the costs of the frames that are no messages.
pub fn other_frames(other_frames: &OtherFrames) {
    println!("\n### A million other frames in a room of {BUDGETED}, in US dollars\n");
    println!("| frame | read units | write units | frames | **Confab** |\n|---|---:|---:|---:|---:|");
    let rows =
        [("`ping`, once a minute; hidden every four", other_frames.ping), ("`read`", other_frames.read)];
    for (frame, usage) in rows {
        let Usage { read_units, write_units, .. } = usage;
        let (frames, cost) = (usage.frames(), Bill::of(&usage).total());
        println!("| {frame} | {read_units} | {write_units} | {frames} | **{cost:.2}** |");
    }
}

/// Prints how many messages the free tier covers.
pub fn free_tier(measured: &[(usize, Usage)], other_frames: &OtherFrames) {
    println!("\n### Messages a month that the free tier holds\n");
    println!(
        "| connections | API Gateway, first year | Lambda, always | DynamoDB and egress for the former, USD |"
    );
    println!("|---:|---:|---:|---:|");
    for (connections, usage) in measured {
        let frames = FREE_FRAMES / usage.frames();
        let requests = FREE_REQUESTS / usage.invocations;
        let rest = Bill::of(usage).never_free() * frames / 1e6;
        println!("| {connections} | {frames:.0} | {requests:.0} | {rest:.2} |");
    }
    let people = (FREE_CONNECTION_MINUTES / MINUTES).floor();
    let share = people * MINUTES / HIDDEN_PING * other_frames.ping.frames() / FREE_FRAMES;
    println!(
        "\nIts connection minutes hold {people} people day and night; the heartbeats of their hidden pages take \
         {:.0} % of the frames.",
        100.0 * share
    );
}
