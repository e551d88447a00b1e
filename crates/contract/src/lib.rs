//! The shapes that cross the wire, shared by server, browser and other tools.
