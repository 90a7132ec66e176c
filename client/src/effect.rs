//! What comes out.

use common::{ClientId, Name};

use crate::{Identity, Pending, SocketId};

/// Something that the driver has to do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open a socket under this id.
    Connect(SocketId),
    /// Send a text frame on it.
    Transmit(SocketId, String),
    /// Close it; nothing more need be reported of it.
    Close(SocketId),
    /// Change what the device keeps. Done before the effects that follow.
    Save(Keep),
}

/// A change to what the device keeps across reloads. Each pending deed is an entry of its own, so that two
/// pages of one browser do not overwrite each other's.
#[derive(Debug, Clone, PartialEq)]
pub enum Keep {
    /// The name that I chose, until the server confirms it.
    Name(Name),
    /// Who I am. Takes the place of a chosen name that was kept.
    Identity(Identity),
    /// I am nobody, and have no name.
    Forget,
    /// Not acknowledged yet.
    Pending(Pending),
    /// Acknowledged, or given up.
    Drop(ClientId),
}
