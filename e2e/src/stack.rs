//! The running system of the tests.

use std::ops::Deref;

use anyhow::Result;
use local::Options;

use crate::rights::Rights;

/// A running system, as [`local::Stack`]. When it stops, it checks that the roles in the template allow everything that
/// its functions have done.
#[derive(Debug)]
pub struct Stack(local::Stack);

impl Stack {
    /// Starts everything that the template names.
    ///
    /// # Errors
    /// See [`local::Stack::start`].
    pub async fn start(options: Options) -> Result<Self> {
        local::Stack::start(options).await.map(Self)
    }

    /// Stops the system.
    ///
    /// # Panics
    /// A function did what its role does not allow.
    pub async fn stop(self) {
        let calls = self.calls();
        self.0.stop().await;
        let missing = Rights::of_the_template().missing(&calls);
        assert!(missing.is_empty(), "template.yaml has no role that allows {missing:#?}");
    }
}

impl Deref for Stack {
    type Target = local::Stack;

    fn deref(&self) -> &local::Stack {
        &self.0
    }
}
