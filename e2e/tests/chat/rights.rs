//! The functions' roles in the template. [`e2e::Stack`] checks that they allow what the functions do.

use e2e::rights::Rights;
use serde_json::json;

use crate::fixture::{stack, until};
use crate::limits::flood;
use crate::person::Person;

#[test]
fn connect_and_disconnect_reach_neither_the_signing_keys_nor_the_logs() {
    let rights = Rights::of_the_template();
    let own = [Some("ADDR#*"), Some("CONN#*"), Some("WARM")];
    assert_eq!(rights.partitions("ConnectFunction"), own.into());
    let own = [Some("CONN#*"), Some("DEVICES#*"), Some("LISTEN#*"), Some("WARM")];
    assert_eq!(rights.partitions("DisconnectFunction"), own.into());
}

#[tokio::test]
async fn every_right_in_the_template_is_used() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    bob.says("lobby", "c-1", "Hello").await;
    ada.hears_text().await;
    let _phone = bob.device(&stack).await; // a hello of somebody who is in rooms
    bob.ask("leave", json!({"room": "lobby"})).await;
    ada.close().await;
    let disconnected = || stack.calls().billed_ms.contains_key("DisconnectFunction");
    until("$disconnect is done", async || disconnected().then_some(())).await;
    flood(&stack, 3_000).await; // a connection over its budget is closed
    let unused = Rights::of_the_template().unused(&stack.calls());
    assert!(unused.is_empty(), "template.yaml has roles that allow more than is needed: {unused:#?}");
    stack.stop().await;
}
