//! The one catalogue: every sentence the product says, in Chinese and English.
//!
//! A sentence is a function: its arguments are its parameters, both languages stand side by side,
//! and a missing translation or argument does not compile. Nothing else in the product holds a
//! sentence for people.
//!
//! * [`label`]: words that stand on screens as they are;
//! * [`say`]: sentences with arguments;
//! * [`method`]: the method page, and how a target is judged where that differs;
//! * [`names`]: names of the domain's values (statuses, steps, states, kinds …);
//! * [`odd`]: what is odd about a figure that was typed;
//! * [`reasons`]: why a target was judged as it was;
//! * [`bulletin`]: 通报, its first draft, its figures in words and tables, its screens;
//! * [`cells`]: what is wrong with a ledger's cells, with files and with evidence;
//! * [`prose`]: why no text can be had from a document;
//! * [`sheets`]: what stands in the sheets that the product writes;
//! * [`ledger`]: the screens on which a ledger is kept, in the desk;
//! * [`cockpit`]: the office's cockpit, in the desk;
//! * [`pictures`]: what stands on the pictures of a ledger; [`drawing`]: on those of targets and months;
//! * [`public_ledger`]: the public pages of ledgers;
//! * [`privacy`]: what is kept about people; [`personal`]: the copy of it that a person reads;
//! * [`preview`]: the pictures that go with links;
//! * [`changes`]: what was changed, and its proof; [`accessibility`]: for whom the pages work;
//! * [`indicators`]: figures over the years;
//! * [`search`]: the page that finds things;
//! * [`reading`]: the pages of chapters and tasks, and the ways between pages;
//! * [`open_data`]: 开放数据, its pages, tables and fields;
//! * [`scores`]: 考核; [`archive`]: the page of an archive; [`backup`]: backups; [`audit`]: verifying the audit;
//! * [`supervision`]: 督办, 延期, 调整, 销号;
//! * [`closing`]: 年终收官 and 结转;
//! * [`intake`]: 导入工作要点 and 目标分解;
//! * [`monitoring`]: 水质、空气质量评价, their names, remarks and rules;
//! * [`network`]: 监测网络, its pages and screens;
//! * [`judgement`]: the reviewer's own judgement, in the desk;
//! * [`import_desk`], [`share_desk`], [`monitoring_desk`]: 导入新文件, 目标分解 and 监测数据, in the desk;
//! * [`reminders`]: 催办, in the app and by mail; [`alert`]: 安全提醒;
//! * [`keys`]: 程序接口密钥, keys with which programs act;
//! * [`sign_in`]: 我的登录, and the second step of signing in;
//! * [`people`]: 人员, people and their posts;
//! * [`problems`]: why something was refused, and how to mend it;
//! * [`figures`]: how numbers, days and stretches of days are written.

pub mod accessibility;
pub mod alert;
pub mod archive;
pub mod audit;
pub mod backup;
pub mod bulletin;
pub mod cells;
pub mod changes;
pub mod closing;
pub mod cockpit;
pub mod drawing;
pub mod embed;
pub mod figures;
pub mod import_desk;
pub mod indicators;
pub mod intake;
pub mod judgement;
pub mod keys;
pub mod label;
pub mod ledger;
pub mod method;
pub mod monitoring;
pub mod monitoring_desk;
pub mod names;
pub mod network;
pub mod odd;
pub mod open_data;
pub mod people;
pub mod periods;
pub mod personal;
pub mod pictures;
pub mod preview;
pub mod privacy;
pub mod problems;
pub mod prose;
pub mod public_ledger;
pub mod reading;
pub mod reasons;
pub mod reminders;
pub mod report;
pub mod say;
pub mod scores;
pub mod search;
pub mod share_desk;
pub mod sheets;
pub mod sign_in;
pub mod supervision;

use serde::{Deserialize, Serialize};
use yaodian_domain::plan::Name;

/// The language of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language with this short name: `zh` or `en`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The short name, for addresses and cookies.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The name for the `lang` attribute of a page (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// A name in this language.
    pub fn of(self, name: &Name) -> &str {
        match self {
            Self::Zh => &name.zh,
            Self::En => &name.en,
        }
    }

    /// The name of a unit in this language.
    pub fn unit(self, unit: &yaodian_domain::unit::Unit) -> &str {
        match self {
            Self::Zh => &unit.name,
            Self::En => &unit.name_en,
        }
    }

    pub(crate) fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Defines labels: functions from a language to fixed words.
macro_rules! labels {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(
            #[doc = $en]
            pub fn $name(lang: $crate::Lang) -> &'static str {
                lang.pick($zh, $en)
            }
        )*
    };
}
pub(crate) use labels;

/// Defines sentences: functions from a language and arguments to text.
macro_rules! sentences {
    ($($name:ident($($arg:ident),+): $zh:literal, $en:literal;)*) => {
        $(
            #[doc = $en]
            pub fn $name(lang: $crate::Lang, $($arg: &dyn std::fmt::Display),+) -> String {
                match lang {
                    $crate::Lang::Zh => format!($zh),
                    $crate::Lang::En => format!($en),
                }
            }
        )*
    };
}
pub(crate) use sentences;
