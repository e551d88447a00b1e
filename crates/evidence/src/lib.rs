//! Files that prove something.
