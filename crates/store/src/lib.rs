//! Storage on SQLite or PostgreSQL behind one interface.
