//! The import desk without its screen: a draft is looked through, published, amended and compared.

mod compared;
mod published;
mod reviewed;
mod support;
