//! Paging through a room of 100,000 messages, in Chromium, over the page as it is published.
//!
//! `cargo bench --bench paging` prints what it costs as Markdown. It fails if a task of the page takes longer than 50 ms,
//! or if the page has more rows than it may. The server lets a connection read 300 pages at once and then five a
//! second, so this takes about six minutes; `MESSAGES=20000` makes it shorter.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use local::{Data, Options, Stack, build};
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::time::{Instant, sleep};

const MESSAGES: u64 = 100_000;
/// A task that takes longer, in milliseconds, is a long task by the W3C's definition: the page feels slow.
const TASK: f64 = 50.0;
/// Rows that the page may have.
const ROWS: u64 = 300;
/// Longer than a step takes.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Runs before the page: finds its memory.
const BEFORE: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
        const load = WebAssembly[name];
        WebAssembly[name] = async (...args) => {
            const loaded = await load.apply(WebAssembly, args);
            window.memory = (loaded.instance ?? loaded).exports.memory;
            return loaded;
        }
    }";
/// Scrolls up by a screen in each frame, and keeps what it sees.
const SCROLL: &str = "const area = document.querySelector('.timeline-scroller');
    const report = window.report = {first: Infinity, rows: 0, tasks: [], gap: 0, frames: 0};
    new PerformanceObserver(list => report.tasks.push(...list.getEntries().map(task => task.duration)))
        .observe({type: 'longtask'});
    let last = performance.now();
    requestAnimationFrame(function step() {
        const now = performance.now();
        report.gap = Math.max(report.gap, now - last);
        report.frames++;
        last = now;
        const rows = document.querySelectorAll('[role=feed] > *');
        report.rows = Math.max(report.rows, rows.length);
        report.first = Number(document.querySelector('[role=feed] > [data-seq]').dataset.seq);
        area.scrollTop -= 800;
        requestAnimationFrame(step);
    })";

fn main() -> Result<()> {
    ensure!(Engine::chosen() == Engine::Chromium, "only Chromium tells its memory: leave BROWSER out");
    let browser = Browser::shared().map_err(anyhow::Error::msg)?;
    let result = tokio::runtime::Runtime::new()?.block_on(measure(browser));
    Browser::stop();
    result
}

async fn measure(browser: &Browser) -> Result<()> {
    let messages = std::env::var("MESSAGES").map_or(Ok(MESSAGES), |messages| messages.parse())?;
    let template = e2e::template();
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data.sqlite");
    let mut options = Options::new(&template, build::functions(&template, true)?);
    options.site = build::site(&template, true)?;
    options.data = Data::File(data.clone());
    let stack = Stack::start(options.clone()).await?;
    options.port = stack.url().rsplit_once(':').and_then(|(_, port)| port.parse().ok()).context("no port")?;
    let page = browser.open("en-US").await;
    page.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", json!({"source": BEFORE})).await?;
    page.goto(&stack.url()).await?;
    until(&page, "document.querySelector('input')").await?;
    page.find(By::Css("input")).await?.send_keys("Ada\n").await?;
    until(&page, "document.querySelector('article, .divider[data-kind=system]')").await?;
    stack.stop().await;
    e2e::history::fill(&data, "lobby", messages, e2e::history::INTERVAL);
    let stack = Stack::start(options).await?;
    page.goto("about:blank").await?;
    page.goto(&stack.url()).await?;
    until(&page, &format!("document.querySelector('[data-seq=\"{messages}\"]')")).await?;
    let report = page_up(&page).await;
    page.quit().await?;
    stack.stop().await;
    report?.print(messages)
}

struct Report {
    seconds: f64,
    rows: u64,
    frames: u64,
    longest_task: Option<f64>,
    long_tasks: usize,
    longest_gap: f64,
    heap: f64,
    memory: f64,
}

/// Scrolls to the first message of the room.
async fn page_up(page: &WebDriver) -> Result<Report> {
    page.cdp().send_raw("Performance.enable", json!({})).await?;
    page.execute(SCROLL, vec![]).await?;
    let (start, mut moved, mut first, mut heap) = (Instant::now(), Instant::now(), u64::MAX, 0.0_f64);
    while first > 1 {
        sleep(Duration::from_millis(200)).await;
        let seen = run(page, "report.first").await?.as_u64().unwrap_or(u64::MAX);
        if seen < first {
            (first, moved) = (seen, Instant::now());
        }
        heap = heap.max(used_heap(page).await?);
        ensure!(moved.elapsed() < TIMEOUT, "the page does not get past message {first}");
    }
    let report = run(page, "({...report, memory: memory.buffer.byteLength})").await?;
    let number = |name: &str| report[name].as_f64().unwrap_or_default();
    let tasks = report["tasks"].as_array().cloned().unwrap_or_default();
    Ok(Report {
        seconds: start.elapsed().as_secs_f64(),
        rows: number("rows") as u64,
        frames: number("frames") as u64,
        longest_task: tasks.iter().filter_map(Value::as_f64).max_by(f64::total_cmp),
        long_tasks: tasks.len(),
        longest_gap: number("gap"),
        heap: heap / 1e6,
        memory: number("memory") / 1e6,
    })
}

async fn used_heap(page: &WebDriver) -> Result<f64> {
    let metrics = page.cdp().send_raw("Performance.getMetrics", json!({})).await?;
    let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
    let used = metrics.iter().find(|metric| metric["name"] == "JSHeapUsedSize");
    used.and_then(|metric| metric["value"].as_f64()).context("Chromium does not tell its heap")
}

async fn run(page: &WebDriver, expression: &str) -> Result<Value> {
    Ok(page.execute(format!("return {expression}"), vec![]).await?.json().clone())
}

async fn until(page: &WebDriver, expression: &str) -> Result<()> {
    let start = Instant::now();
    while run(page, &format!("!!({expression})")).await? != true {
        ensure!(start.elapsed() < TIMEOUT, "the page never has {expression}");
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

impl Report {
    fn print(&self, messages: u64) -> Result<()> {
        let task = self.longest_task.map_or("none over 50".to_owned(), |task| format!("{task:.0}"));
        println!("### Paging up through {messages} messages\n\n| | | bound |\n| --- | ---: | ---: |");
        println!("| longest task, ms | {task} | {TASK} |");
        println!("| tasks over 50 ms | {} | 0 |", self.long_tasks);
        println!("| longest time between two frames, ms | {:.0} | |", self.longest_gap);
        println!("| rows, at most | {} | {ROWS} |", self.rows);
        println!("| JavaScript's heap, MB at most | {:.1} | |", self.heap);
        println!("| WebAssembly's memory, MB | {:.1} | |", self.memory);
        println!("| seconds, frames | {:.0}, {} | |", self.seconds, self.frames);
        ensure!(self.rows <= ROWS, "the page has had {} rows", self.rows);
        ensure!(self.longest_task.is_none_or(|task| task <= TASK), "a task took longer than {TASK} ms");
        Ok(())
    }
}
