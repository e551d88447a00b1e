//! The words a draft begins with, as an office would write them. They hold no figure: figures are set
//! from the facts.

use yaodian_domain::bulletin::{Facts, Figures, Part, Section, Text};

use super::{edition, punctuation::full_width};
use crate::Lang;

/// The first draft of a bulletin's words, in Chinese.
pub fn first_draft(facts: &Facts) -> Text {
    let when = edition(Lang::Zh, facts.edition);
    let plan = without_year(&facts.title.zh, facts.edition.year());
    let words = |text: &str| Part::Words(full_width(text));
    let figures = Part::Figures;
    let section = |heading: &str, attached: bool, parts: Vec<Part>| Section {
        heading: heading.to_owned(),
        attached,
        parts,
    };
    Text {
        title: format!("关于{when}{plan}\n落实情况的通报"),
        mark: String::new(),
        number: String::new(),
        addressee: full_width("各市州局，机关各处室、各直属单位"),
        sections: vec![
            section(
                "",
                false,
                vec![words(&format!(
                    "为推动《{}》各项任务落地见效，现将{when}落实情况通报如下。",
                    facts.title.zh.replace(' ', "")
                ))],
            ),
            section(
                "总体情况",
                false,
                vec![figures(Figures::Overall), figures(Figures::Change), words("")],
            ),
            section("主要指标", false, vec![figures(Figures::Headline), words("")]),
            section(
                "进度滞后事项",
                false,
                vec![
                    figures(Figures::Red),
                    figures(Figures::Yellow),
                    words("上述事项的牵头单位要逐项核实原因，会同责任单位提出整改措施和完成时限，报督查室。"),
                ],
            ),
            section("先进和滞后单位", false, vec![figures(Figures::Named), words("")]),
            section("填报情况", false, vec![figures(Figures::Reports), words("")]),
            section(
                "下一步要求",
                false,
                vec![words(
                    "一是压实责任。各牵头单位要对照任务清单逐项调度，主要负责同志亲自研究进度滞后事项。\n\
                     二是补齐短板。对红色事项要倒排工期、挂账督办，对黄色事项要在下期前赶上序时进度。\n\
                     三是据实填报。各单位要按时报送进展，做到数据真实、佐证齐全；未报、迟报的要尽快补报。",
                )],
            ),
            section("红色、黄色事项清单", true, vec![figures(Figures::Behind)]),
            section("各章进展情况", true, vec![figures(Figures::Chapters)]),
            section("各单位进展情况", true, vec![figures(Figures::Units)]),
        ],
        signed: facts.issuer.zh.clone(),
    }
}

/// A plan's title without the year that stands before it: the bulletin's own is more exact.
fn without_year(title: &str, year: i16) -> String {
    let dense = title.replace(' ', "");
    dense.strip_prefix(&format!("{year}年")).unwrap_or(&dense).to_owned()
}
