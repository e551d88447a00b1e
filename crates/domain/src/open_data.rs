//! 开放数据的许可: under which terms the data of a plan may be used by anybody.

use serde::{Deserialize, Serialize};

/// 许可: the terms for the compilation. The plan's text and its figures are official publications, whatever
/// stands here. Part of the plan's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Licence {
    /// Its short name, as in the list of the Open Definition or SPDX: `CC-BY-4.0`.
    pub licence: String,
    /// Its name for people.
    pub title: String,
    /// Where its text stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Licence {
    /// Whether it is the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Licence {
    fn default() -> Self {
        Self {
            licence: "CC-BY-4.0".to_owned(),
            title: "Creative Commons Attribution 4.0 International".to_owned(),
            url: Some("https://creativecommons.org/licenses/by/4.0/".to_owned()),
        }
    }
}
