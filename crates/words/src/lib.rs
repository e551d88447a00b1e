//! The one catalogue: every sentence the product says, in Chinese and English.
