//! Writes to several rows, of which all happen or none.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    Update,
};

use crate::failure::Failure;
use crate::table::{Item, Table};

/// The outcome of a transaction.
pub enum Outcome {
    /// All writes have happened.
    Written,
    /// No write has happened. Each write has a reason, in their order.
    Cancelled(Vec<Reason>),
}

/// Why a write cancelled the transaction.
pub enum Reason {
    /// This write did not cancel it.
    None,
    /// Its condition does not hold. The row that is there comes along, if the write asked for it.
    Condition(Option<Item>),
    /// Another transaction writes the same row, or DynamoDB throttles: worth trying again.
    Conflict,
}

/// The writes of a transaction.
#[derive(Default)]
pub struct Transaction(Vec<TransactWriteItem>);

impl Transaction {
    /// Writes a row, and replaces the one that is there.
    pub fn put(&mut self, put: Put) {
        self.0.push(TransactWriteItem::builder().put(put).build());
    }

    /// Writes a row that must not be there yet.
    pub fn create(&mut self, mut put: Put) {
        put.condition_expression = Some("attribute_not_exists(pk)".to_owned());
        self.put(put);
    }

    /// The same. If the row is there, it comes along as the [`Reason::Condition`].
    pub fn create_or_return(&mut self, mut put: Put) {
        put.return_values_on_condition_check_failure = Some(ReturnValuesOnConditionCheckFailure::AllOld);
        self.create(put);
    }

    /// Removes a row that must be there.
    pub fn remove(&mut self, mut delete: Delete) {
        delete.condition_expression = Some("attribute_exists(pk)".to_owned());
        self.delete(delete);
    }

    /// Removes a row, whether it is there or not.
    pub fn delete(&mut self, delete: Delete) {
        self.0.push(TransactWriteItem::builder().delete(delete).build());
    }

    /// Checks a row that the transaction does not write.
    pub fn check(&mut self, check: ConditionCheck) {
        self.0.push(TransactWriteItem::builder().condition_check(check).build());
    }

    /// Updates a row.
    pub fn update(&mut self, update: Update) {
        self.0.push(TransactWriteItem::builder().update(update).build());
    }

    /// Sends the transaction. The SDK's retries carry an idempotency token, so that nothing is written twice if an answer
    /// is lost.
    pub async fn write(self, table: &Table) -> Result<Outcome, Failure> {
        match table.client.transact_write_items().set_transact_items(Some(self.0)).send().await {
            Ok(_) => Ok(Outcome::Written),
            Err(error) => reasons(&error).map(Outcome::Cancelled).ok_or_else(|| error.into()),
        }
    }
}

/// The reasons of a cancelled transaction, if all of them are known.
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

    /// The local engine has no `TransactionConflict`, so that only this test meets it.
    #[test]
    fn conflicts_are_worth_another_try_and_unknown_reasons_are_failures() {
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
