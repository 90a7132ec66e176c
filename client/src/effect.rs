//! What the client wants its driver to do.

use common::{ClientId, Name};

use crate::{Identity, Pending, SocketId};

/// Something that the driver has to do. Effects are carried out in the order in which they come.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open a socket, and report on it under this id.
    Connect(SocketId),
    /// Send a text frame on it.
    Transmit(SocketId, String),
    /// Close the socket. Nothing more need be reported of it.
    Close(SocketId),
    /// Change what the device stores, before the effects that follow: a change is stored before it is sent.
    Persist(StorageChange),
}

/// A change to what the device stores across reloads. Each pending change is an entry of its own, so that two
/// pages of one browser do not overwrite each other's.
#[derive(Debug, Clone, PartialEq)]
pub enum StorageChange {
    /// Stores the chosen name, until the server confirms it.
    SetName(Name),
    /// Stores who this person is, and removes a chosen name.
    SetIdentity(Identity),
    /// Removes both the identity and the name.
    ClearIdentity,
    /// Stores a change that is not acknowledged yet, or its new state.
    PutPending(Pending),
    /// Removes a change that is acknowledged or discarded.
    RemovePending(ClientId),
}
