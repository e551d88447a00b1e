//! Reads a plan folder of `seeds/`: validated, with errors that name file, line and field.
