//! The import desk without its screen: a draft is looked through, published, amended and compared.

mod amended;
mod arbitrary;
mod compared;
mod promised;
mod proposed;
mod published;
mod reviewed;
mod support;
