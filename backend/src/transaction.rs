//! Several rows at once, or none.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};

use crate::failure::Failure;
use crate::table::{Item, Table};

/// What became of a transaction.
pub enum Outcome {
    /// All of it is written.
    Written,
    /// None of it is; a reason for each write, in their order.
    Cancelled(Vec<Reason>),
}

/// What one write had against the transaction.
pub enum Reason {
    /// Nothing.
    None,
    /// Its condition does not hold; the row that is there, where it was asked for.
    Condition(Option<Item>),
    /// Somebody else is writing that row, or too many are writing: worth trying again.
    Conflict,
}

/// Writes to be done together.
#[derive(Default)]
pub struct Transaction(Vec<TransactWriteItem>);

impl Transaction {
    /// Write a row, whatever is there.
    pub fn put(&mut self, put: Put) {
        self.0.push(TransactWriteItem::builder().put(put).build());
    }

    /// Write a row only if there is none.
    pub fn create(&mut self, mut put: Put) {
        put.condition_expression = Some("attribute_not_exists(pk)".to_owned());
        self.put(put);
    }

    /// The same, and if there is one, tell it.
    pub fn create_or_tell(&mut self, mut put: Put) {
        put.return_values_on_condition_check_failure = Some(ReturnValuesOnConditionCheckFailure::AllOld);
        self.create(put);
    }

    /// Remove a row that is there.
    pub fn remove(&mut self, mut delete: Delete) {
        delete.condition_expression = Some("attribute_exists(pk)".to_owned());
        self.0.push(TransactWriteItem::builder().delete(delete).build());
    }

    /// Change a row.
    pub fn update(&mut self, update: Update) {
        self.0.push(TransactWriteItem::builder().update(update).build());
    }

    /// Does all of it or nothing. The SDK's own retries carry an idempotency token: an answer that was
    /// lost on the way does not write twice.
    pub async fn write(self, table: &Table) -> Result<Outcome, Failure> {
        match table.client.transact_write_items().set_transact_items(Some(self.0)).send().await {
            Ok(_) => Ok(Outcome::Written),
            Err(error) => reasons(&error).map(Outcome::Cancelled).ok_or_else(|| error.into()),
        }
    }
}

/// The reasons, if each of them is one that we can do something about.
fn reasons(error: &SdkError<TransactWriteItemsError>) -> Option<Vec<Reason>> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
    else {
        return None;
    };
    cancelled.cancellation_reasons().iter().map(reason).collect()
}

fn reason(reason: &CancellationReason) -> Option<Reason> {
    match reason.code() {
        None | Some("None") => Some(Reason::None),
        Some("ConditionalCheckFailed") => Some(Reason::Condition(reason.item.clone())),
        Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded") => {
            Some(Reason::Conflict)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The embedded engine never says `TransactionConflict`; AWS does.
    #[test]
    fn conflicts_are_worth_another_try_and_the_unknown_is_a_failure() {
        let of = |code: &str| reason(&CancellationReason::builder().code(code).build());
        assert!(matches!(of("None"), Some(Reason::None)));
        assert!(matches!(of("ConditionalCheckFailed"), Some(Reason::Condition(None))));
        for code in ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"] {
            assert!(matches!(of(code), Some(Reason::Conflict)), "{code}");
        }
        for code in ["ValidationError", "ItemCollectionSizeLimitExceeded"] {
            assert!(of(code).is_none(), "{code}");
        }
    }
}
