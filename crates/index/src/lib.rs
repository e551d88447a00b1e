//! A ledger held in memory.
