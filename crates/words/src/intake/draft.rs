//! What the parser remarks about a text, and why it took something for a target.

use yaodian_domain::{id::UnitId, plan::Role, unit::Register};
use yaodian_intake::{About, Comparator, Matter, NoTarget, OtherBracket, Severity, Why};

use crate::{Lang, sentences};

sentences! {
    number_jumps(expected, found): "编号不连续：应为 {expected}，实为 {found}；请核对是否漏读了一项。", "The numbers do not follow on: {expected} was expected and {found} stands here; see whether an item was missed.";
    lead_by_order(unit): "括号里只写了责任单位，列在首位的“{unit}”按牵头单位处理；如不是，请改。", "The bracket names only those who answer; \"{unit}\", named first, was taken to lead. Change it if that is wrong.";
    unknown_unit(name): "单位表里没有“{name}”：请选定指哪个单位，选一次以后都认得。", "The register knows no \"{name}\": say once which unit is meant, and it is known from then on.";
    unknown_unit_near(name, near): "单位表里没有“{name}”，最接近的是：{near}。请选定，选一次以后都认得。", "The register knows no \"{name}\"; the nearest are {near}. Choose once, and it is known from then on.";
    not_a_target(figure, because): "“{figure}”不作目标：{because}。", "\"{figure}\" is no target: {because}.";
    doubtful(figure): "“{figure}”是不是目标拿不准，请定。", "It is not certain whether \"{figure}\" is a target; please decide.";
    other_bracket_is(what): "这个括号不是分工：{what}。", "This bracket assigns nobody: {what}.";
}

/// 提示, 注意, 须改.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Note => lang.pick("提示", "note"),
        Severity::Warning => lang.pick("请核对", "to be looked at"),
        Severity::Error => lang.pick("须改正", "to be mended"),
    }
}

/// 牵头单位, 责任单位, 参与单位.
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Lead => lang.pick("牵头单位", "leads"),
        Role::Responsible => lang.pick("责任单位", "answers"),
        Role::Participant => lang.pick("参与单位", "takes part"),
    }
}

/// Units by their names, those of the register by what it calls them.
fn units(lang: Lang, units: &[UnitId], register: Option<&Register>) -> String {
    let names = units.iter().map(|id| match register.and_then(|all| all.get(id)) {
        Some(unit) => lang.unit(unit).to_owned(),
        None => id.to_string(),
    });
    names.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// What the parser remarks; `register` gives the names of the units that it offers.
pub fn matter(lang: Lang, matter: &Matter, register: Option<&Register>) -> String {
    let fixed = match matter {
        Matter::EmptyText => lang.pick("文本是空的。", "The text is empty."),
        Matter::NoTitle => lang.pick("没有找到标题，请填写。", "No title was found; please give one."),
        Matter::NoYear => lang.pick("没有找到年份，请填写。", "No year was found; please give it."),
        Matter::NoItems => lang.pick(
            "没有找到编号的重点工作。工作要点一般是“1.……（牵头单位：……；责任单位：……）”这样逐项编号、段末写明分工的文字，请核对粘贴的是不是全文。",
            "No numbered item was found. A work plan has numbered items, each with a bracket that names who leads and who answers; see whether this is its whole text.",
        ),
        Matter::PageFurniture => lang.pick(
            "这一行像是页码或页眉页脚，没有读入正文。",
            "This line looks like a page number or a running head and was left out.",
        ),
        Matter::OpenBracket => lang.pick(
            "括号没有合上，请核对分工写到哪里为止。",
            "The bracket never ends; see where the assignment stops.",
        ),
        Matter::NoAssignment => lang.pick(
            "这段工作没有写明牵头或责任单位，请补上。",
            "Nobody leads this stretch of work and nobody answers for it; please add them.",
        ),
        Matter::RoleTwice => lang.pick(
            "同一个角色写了两次，先写的按牵头单位处理；如不是，请改。",
            "A role is given twice; the first was taken for the lead. Change it if that is wrong.",
        ),
        Matter::NoRole => lang.pick(
            "括号里像是单位，但没有写是牵头还是责任单位，请定。",
            "The bracket seems to name units, but not in which role; please decide.",
        ),
        Matter::StandingRule => lang.pick(
            "这句话对后面各项都有效，已加到各项的责任单位中。",
            "This holds for everything after it, and was added to those who answer there.",
        ),
        Matter::NumberJumps { expected, found } => return number_jumps(lang, expected, found),
        Matter::LeadByOrder { unit } => return lead_by_order(lang, unit),
        Matter::OtherBracket { what } => return other_bracket_is(lang, &other_bracket(lang, *what)),
        Matter::UnknownUnit { name, near } if near.is_empty() => return unknown_unit(lang, name),
        Matter::UnknownUnit { name, near } => {
            return unknown_unit_near(lang, name, &units(lang, near, register));
        }
        Matter::NoTarget { figure, because } => return not_a_target(lang, figure, &no_target(lang, *because)),
        Matter::DoubtfulFigure { figure } => return doubtful(lang, figure),
    };
    fixed.to_owned()
}

/// What there is to look at.
pub fn about(lang: Lang, about: &About, register: Option<&Register>) -> String {
    match about {
        About::Target { .. } => lang
            .pick(
                "这个目标读得不够有把握：请核对类型、数值和时限。",
                "This target was not read with certainty: see to its kind, figure and date.",
            )
            .to_owned(),
        About::Reporters { .. } => lang
            .pick(
                "主要目标没有写由谁填报，请选定单位。",
                "Nobody is said to report this headline target; choose the units.",
            )
            .to_owned(),
        About::Task { .. } => matter(lang, &Matter::NoAssignment, register),
        About::Name { name, near, .. } if near.is_empty() => unknown_unit(lang, name),
        About::Name { name, near, .. } => unknown_unit_near(lang, name, &units(lang, near, register)),
        About::Matter { matter: what } => matter(lang, what, register),
    }
}

/// What a bracket is that assigns nobody.
pub fn other_bracket(lang: Lang, what: OtherBracket) -> &'static str {
    match what {
        OtherBracket::DocumentNumber => lang.pick("文号", "the number of a document"),
        OtherBracket::Years => lang.pick("年份", "years"),
        OtherBracket::Abbreviation => lang.pick("简称或缩写", "an abbreviation"),
        OtherBracket::Aside => lang.pick("说明文字", "an aside"),
    }
}

/// Why a figure is no target.
pub fn no_target(lang: Lang, because: NoTarget) -> &'static str {
    match because {
        NoTarget::Date => lang.pick("是日期", "it is a date"),
        NoTarget::Ordinal => lang.pick("是次序", "it is an ordinal"),
        NoTarget::Name => lang.pick(
            "在文件、规划、会议或行动的名称里",
            "it stands in the name of a document, plan, meeting or campaign",
        ),
        NoTarget::Saying => lang.pick("在引用的提法里", "it stands in a quoted saying"),
        NoTarget::DocumentNumber => lang.pick("是文号", "it is the number of a document"),
        NoTarget::Heading => lang.pick("是标题的编号", "it numbers a heading"),
        NoTarget::Word => lang.pick("是词语的一部分", "it is part of a word"),
        NoTarget::Description => lang.pick("说的是现状或范围，不是承诺", "it describes, and promises nothing"),
        NoTarget::Duration => lang.pick("是期限的长短", "it says how long something runs"),
        NoTarget::Assignment => lang.pick("在分工的括号里", "it stands in a bracket that assigns"),
    }
}

/// Why a clause was taken for a target, or is held to be doubtful.
pub fn why(lang: Lang, why: Why) -> &'static str {
    match why {
        Why::Compared => lang.pick("有“达到、以上、不超过”一类的比较", "a comparison stands at the figure"),
        Why::Done => lang.pick("有“完成、新增、建成”一类的动词", "a verb of doing stands before it"),
        Why::Headline => lang.pick("在主要目标里", "it stands in the statement of goals"),
        Why::Dated => lang.pick("写有完成时间", "a date stands with it"),
        Why::InWords => lang.pick("用文字表示数量（全部、全覆盖）", "words stand for the figure"),
        Why::Listed => lang.pick("与其他目标并列在同一动词下", "it is listed with others under one verb"),
        Why::Made => lang.pick("要制定、印发或建成一样东西", "something is to be made or issued"),
        Why::GoesOn => lang.pick("是持续的工作（持续、每月）", "it is to go on"),
        Why::SetElsewhere => lang.pick("数值由别的机关下达", "another authority sets the number"),
        Why::Class => lang.pick("是标准的类别", "it is a class of a standard"),
        Why::AgainstBefore => lang.pick("与以前相比", "it is held against what was"),
        Why::Bare => lang.pick("只有数字，没有说要达到还是不超过", "a bare figure, held neither way"),
        Why::Characters => lang.pick("数字用汉字书写", "the number is written in characters"),
        Why::Soft => lang.pick("语气留有余地（力争、左右）", "it is softened"),
    }
}

/// Which way a figure is held.
pub fn comparator(lang: Lang, comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::About => "≈",
        Comparator::NotLower => lang.pick("不低于以前", "not below what it was"),
        Comparator::NotHigher => lang.pick("不高于以前", "not above what it was"),
        Comparator::Deliver => lang.pick("按期完成", "to be there by its day"),
        Comparator::Sustain => lang.pick("持续开展", "to go on"),
        Comparator::AsSet => lang.pick("按下达数", "as it is set"),
        Comparator::Progress => lang.pick("文字说明进展", "progress in words"),
    }
}
