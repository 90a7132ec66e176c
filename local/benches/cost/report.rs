//! The report, as Markdown.

use crate::prices::{Bill, FREE_CONNECTION_MINUTES, FREE_FRAMES, FREE_REQUESTS};
use crate::usage::Usage;
use crate::{CONNECTED, TEXT, classic};

/// What was counted.
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

/// What that costs, here and in the classic design.
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
        let ten = Bill::of(&usage.taking(10.0)).duration;
        println!("These are this machine's; on AWS, each further ten cost {ten:.2}.");
    }
}

/// How far one gets for nothing.
pub fn free_tier(measured: &[(usize, Usage)]) {
    println!("\n### Messages a month that the free tier holds\n");
    println!(
        "| connections | API Gateway, first year | Lambda, always | DynamoDB and egress for the former, USD |"
    );
    println!("|---:|---:|---:|---:|");
    for (connections, usage) in measured {
        let frames = FREE_FRAMES / (usage.frames_in + usage.frames_out);
        let requests = FREE_REQUESTS / usage.invocations;
        let rest = Bill::of(usage).never_free() * frames / 1e6;
        println!("| {connections} | {frames:.0} | {requests:.0} | {rest:.2} |");
    }
    let people = FREE_CONNECTION_MINUTES / (30.0 * 24.0 * 60.0);
    println!("\nIn the first year {people:.0} people stay connected day and night for nothing.");
}
