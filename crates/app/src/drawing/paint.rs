//! What the parts of a picture look like: of one that stands alone here, of one on a page in
//! `style/57-pictures.css`, by the same classes.

use yaodian_domain::check::Status;

/// The colours of a picture that stands alone: the light palette, whatever stands around it.
pub(super) const STYLE: &str = concat!(
    "text{font-family:'PingFang SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;font-variant-numeric:tabular-nums}",
    ".p-ground{fill:#fbf9f3}",
    ".p-t,.p-v,.p-g,.p-head{paint-order:stroke;stroke:#fbf9f3;stroke-width:4px;stroke-linejoin:round}",
    ".p-t{fill:#55605b}.p-v,.p-head{fill:#1e2422;font-weight:600}.p-g{fill:#1f5a8c}",
    ".p-line{fill:none;stroke:#1e2422;stroke-width:1.75;stroke-linejoin:round}",
    ".p-dot{fill:#1e2422;stroke:#fbf9f3;stroke-width:1.5}",
    ".p-goal{fill:none;stroke:#1f5a8c;stroke-width:1.75}",
    ".p-pace{fill:none;stroke:#6b7782;stroke-width:1.5;stroke-dasharray:2 4}",
    ".p-ahead{fill:none;stroke:#1e2422;stroke-width:1.25;stroke-dasharray:6 4}",
    ".p-open{fill:#fbf9f3;stroke:#1e2422;stroke-width:1.5}",
    ".p-axis,.p-now{fill:none;stroke:#b9b4a6;stroke-width:1}",
    ".p-track{fill:none;stroke:#ddd7c8}.p-arc{fill:none;stroke:#333936}",
    ".p-tick{fill:#1f5a8c}.p-tick-pace{fill:#fbf9f3;stroke:#55605b;stroke-width:1.5}",
    ".p-none{fill:none;stroke:#6b7782;stroke-width:1;stroke-dasharray:3 3}",
    ".p-part{fill:#cdc8bb;stroke:#fbf9f3;stroke-width:1}.p-done{fill:#646862}",
    ".p-w0{fill:#f1ecdf}.p-w1{fill:#cdc8bb}.p-w2{fill:#a5a398}.p-w3{fill:#646862}.p-w4{fill:#333936}",
    ".p-on{fill:#1e2422}.p-on-dark{fill:#fffdf8}.p-cell{fill:none;stroke:#ddd7c8}.p-due{fill:none;stroke:#1f5a8c;stroke-width:2}",
    ".p-square{fill:#fbf9f3;stroke:#b9b4a6}.p-plate{fill:#fbf9f3}",
    ".pf-met{fill:#2f866b}.pf-off-track{fill:#ab2f1e}.pf-overdue{fill:#6b140d}",
    ".pf-no-data{fill:#fbf9f3;stroke:#6b7782;stroke-width:1}.pf-awaiting-target{stroke:#6b7782;stroke-width:1}.pf-at-risk{stroke:#a8720a;stroke-width:1}",
    ".pp-met{fill:#2f866b}.pp-on-track{fill:#4f967b}.pp-at-risk{fill:#a8720a}.pp-gamboge{fill:#f0be4b}.pp-slate{fill:#6b7782}.pp-paper{fill:#fbf9f3}",
    ".ps-met,.ps-on-track{fill:#1b6450}.ps-at-risk{fill:#7a5000}.ps-off-track{fill:#a02c1b}.ps-overdue{fill:#7a1a11}.ps-no-data,.ps-awaiting-target{fill:#515c66}",
);

/// The id of a status's pattern; `None` where its bar is of one piece.
pub(super) fn pattern(id: &str, status: Status) -> Option<String> {
    match status {
        Status::OnTrack | Status::AtRisk | Status::AwaitingTarget => Some(format!("{id}-{}", status.as_str())),
        Status::Met | Status::OffTrack | Status::Overdue | Status::NoData => None,
    }
}

/// Its pattern: on track dotted, at risk striped, awaiting hatched.
pub(super) fn definition(id: &str, status: Status) -> String {
    let Some(id) = pattern(id, status) else {
        return String::new();
    };
    let (attributes, inside) = match status {
        Status::OnTrack => (
            r#"width="6" height="6""#,
            r#"<rect class="pp-on-track" width="6" height="6"/><circle class="pp-paper" cx="3" cy="3" r="1.1"/>"#,
        ),
        Status::AtRisk => (
            r#"width="5" height="5" patternTransform="rotate(45)""#,
            r#"<rect class="pp-gamboge" width="5" height="5"/><rect class="pp-at-risk" width="2" height="5"/>"#,
        ),
        _ => (
            r#"width="5" height="5""#,
            r#"<rect class="pp-paper" width="5" height="5"/><rect class="pp-slate" width="1.6" height="5"/>"#,
        ),
    };
    format!(r#"<pattern id="{id}" patternUnits="userSpaceOnUse" {attributes}>{inside}</pattern>"#)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The classes of a style sheet that pictures are made of.
    fn classes(style: &str) -> BTreeSet<String> {
        let names = style.split('.').skip(1);
        let name = |rest: &str| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect::<String>()
        };
        let own = |name: &String| ["p-", "pf-", "pp-", "ps-"].iter().any(|start| name.starts_with(start));
        names.map(name).filter(own).collect()
    }

    #[test]
    fn a_page_colours_whatever_a_picture_alone_does() {
        let page = classes(include_str!("../../../../style/57-pictures.css"));
        let alone = classes(super::STYLE);
        let missing: Vec<_> = alone.difference(&page).collect();
        assert!(
            alone.len() > 40 && missing.iter().all(|class| *class == "p-ground"),
            "{missing:?}"
        );
    }
}
