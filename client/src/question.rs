//! Pending changes about which a person has to decide.

/// Why a pending change is not sent before a person has decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// A guest wrote it on this device, and it was never sent. This person may send it as their own.
    OfGuest,
    /// A guest made it on this device, and it may have arrived: under this person's name it would be there twice.
    SentByGuest,
    /// A person with an account made it on this device. Only that person may read it, or send it.
    OfAccount,
    /// This person made it, it may have arrived, and the server may have forgotten that.
    Old,
}

impl Question {
    /// Whether this person may send the change.
    pub fn may_send(self) -> bool {
        matches!(self, Self::OfGuest | Self::Old)
    }
}
