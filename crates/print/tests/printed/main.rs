//! Documents are written and opened again by other programs. `YAODIAN_LOOK=folder` keeps them,
//! to be looked at.

mod docx;
mod pdf;
mod sample;
