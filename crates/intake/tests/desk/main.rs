//! The import desk without its screen: a draft is looked through, published, amended and compared.

mod amended;
mod compared;
mod published;
mod reviewed;
mod support;
