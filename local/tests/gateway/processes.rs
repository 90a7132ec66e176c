//! Functions run as processes: one event at a time each, more processes under load, none left after the stack stops.

use futures::future::join_all;
use serde_json::json;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::{Duration, SystemTime};
use sysinfo::{Pid, Process, ProcessStatus, ProcessesToUpdate, System};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::sleep;
use tokio_tungstenite::connect_async;

use local::Options;

use crate::fixture::{Client, client, examples, options, stack, start, template, until};

/// What the operating system knows of a process.
fn look_up<T>(pid: u32, read: impl FnOnce(&Process) -> T) -> Option<T> {
    let (mut system, pid) = (System::new(), Pid::from_u32(pid));
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    system.process(pid).map(read)
}

fn exists(pid: u32) -> bool {
    // A killed process stays listed as a zombie until its parent reads its status.
    look_up(pid, Process::status).is_some_and(|status| status != ProcessStatus::Zombie)
}

fn kill(pid: u32) {
    assert_eq!(look_up(pid, Process::kill), Some(true));
}

async fn pid(client: &mut Client) -> u32 {
    u32::try_from(client.request(json!({ "do": "process" })).await["pid"].as_u64().unwrap()).unwrap()
}

#[tokio::test]
async fn a_process_gets_lambdas_environment_and_context() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let process = client.request(json!({ "do": "process" })).await;
    let environment = &process["environment"];
    assert_eq!(environment["TABLE"], "Table");
    assert_eq!(environment["GREETING"], "hello from us-east-1");
    assert_eq!(environment["AWS_REGION"], "us-east-1");
    assert_eq!(environment["AWS_LAMBDA_FUNCTION_NAME"], "Frame");
    assert_eq!(environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "128");
    assert_eq!(environment["AWS_ENDPOINT_URL_DYNAMODB"], stack.dynamodb_url());
    assert_eq!(environment["AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"], stack.management_url());
    assert_eq!(environment["AWS_ACCESS_KEY_ID"], "Frame", "a call's signature names the function");
    assert!(environment.get("HOME").is_none(), "a function must not find this user's credentials");
    assert_eq!(process["arn"], "arn:aws:lambda:us-east-1:123456789012:function:Frame");
    assert!(process["trace"].as_str().unwrap().starts_with("Root=1-"));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let remaining = process["deadline"].as_u64().map(u128::from).unwrap().saturating_sub(now);
    assert!(remaining <= 30_000, "{remaining} ms remain of 30 s");
    stack.stop().await;
}

#[tokio::test]
async fn one_process_handles_one_event_after_the_other() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let first = pid(&mut client).await;
    assert_eq!(pid(&mut client).await, first);
    assert_eq!(stack.processes("Frame"), [first]);
    assert_eq!(stack.calls().invocations["Frame"], 2);
    stack.stop().await;
}

#[tokio::test]
async fn concurrent_events_start_more_processes_up_to_the_limit() {
    let mut options = options();
    options.lambda.concurrency = 3;
    let stack = start(options).await;
    let mut clients = join_all((0..8).map(|_| client(&stack))).await;
    let responses = clients.iter_mut().map(|client| client.request(json!({ "do": "wait", "ms": 200 })));
    assert_eq!(join_all(responses).await.len(), 8);
    assert_eq!(stack.processes("Frame").len(), 3);
    stack.stop().await;
}

#[tokio::test]
async fn idle_processes_are_stopped() {
    let mut options = options();
    options.lambda.idle_timeout = Duration::from_millis(200);
    let stack = start(options).await;
    let mut client = client(&stack).await;
    let first = pid(&mut client).await;
    until(async || stack.processes("Frame").is_empty().then_some(())).await;
    until(async || (!exists(first)).then_some(())).await;
    assert_ne!(pid(&mut client).await, first);
    stack.stop().await;
}

#[tokio::test]
async fn a_killed_process_fails_only_its_own_event() {
    let stack = stack().await;
    let (mut one, mut two) = (client(&stack).await, client(&stack).await);
    one.send(&json!({ "do": "wait", "ms": 60_000 })).await;
    let [busy] = until(async || <[u32; 1]>::try_from(stack.processes("Frame")).ok()).await;
    two.send(&json!({ "do": "wait", "ms": 1500, "n": 2 })).await;
    until(async || (stack.processes("Frame").len() == 2).then_some(())).await;
    sleep(Duration::from_millis(300)).await; // until both have their event
    kill(busy);
    assert_eq!(one.receive_json().await["message"], "Internal server error");
    assert!(two.receive_json().await["body"].as_str().unwrap().contains("\"n\":2"));
    stack.stop().await;
}

#[tokio::test]
async fn a_process_killed_between_events_fails_no_event() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    for _ in 0..5 {
        let pid = pid(&mut client).await;
        kill(pid);
        until(async || (!stack.processes("Frame").contains(&pid)).then_some(())).await;
        assert_eq!(client.request(json!({ "n": 1 })).await["body"], r#"{"n":1}"#);
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_was_built_anew_is_replaced_and_sockets_stay_open() {
    let binaries = tempfile::tempdir().unwrap();
    let build = || {
        let binary = binaries.path().join("fixture");
        let _ = std::fs::remove_file(&binary); // as cargo does: a running binary cannot be written to
        std::fs::copy(examples().join("fixture"), binary).unwrap();
    };
    build();
    let stack = start(Options::new(template(), binaries.path())).await;
    let mut client = client(&stack).await;
    let first = pid(&mut client).await;
    assert_eq!(pid(&mut client).await, first);
    build();
    assert_ne!(pid(&mut client).await, first);
    until(async || (!exists(first)).then_some(())).await;
    stack.stop().await;
}

#[tokio::test]
async fn a_stopped_stack_leaves_no_process() {
    let stack = stack().await;
    let mut clients = join_all((0..4).map(|_| client(&stack))).await;
    for client in &mut clients {
        client.send(&json!({ "do": "hang" })).await;
    }
    until(async || (stack.processes("Frame").len() == 4).then_some(())).await;
    let mut all: BTreeSet<u32> = stack.processes("Frame").into_iter().collect();
    all.extend(stack.processes("Connect"));
    stack.stop().await;
    let left: Vec<_> = all.into_iter().filter(|pid| exists(*pid)).collect();
    assert_eq!(left, Vec::<u32>::new());
}

#[tokio::test]
async fn a_dropped_stack_leaves_no_process() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let pid = pid(&mut client).await;
    drop(stack);
    until(async || (!exists(pid)).then_some(())).await;
}

#[tokio::test]
async fn a_killed_stack_leaves_no_process() {
    let mut stack = Command::new(examples().join("stack"))
        .args([template(), examples()])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let url = BufReader::new(stack.stdout.take().unwrap()).lines().next_line().await.unwrap().unwrap();
    let mut client = Client { socket: connect_async(url).await.unwrap().0 };
    let pid = pid(&mut client).await;
    client.send(&json!({ "do": "wait", "ms": 500 })).await; // the same process handles this event
    sleep(Duration::from_millis(100)).await;
    stack.kill().await.unwrap();
    until(async || (!exists(pid)).then_some(())).await;
}
