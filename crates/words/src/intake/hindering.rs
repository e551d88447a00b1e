//! What hinders publishing, what is refused about imports, and how two plans differ.

use yaodian_contract::imports::ImportTrouble;
use yaodian_domain::unit::Register;
use yaodian_intake::{Advice, Change, Changes, Obstacle, desk::State, mended::Unfit};

use super::{draft::role, hindered};
use crate::{
    Lang,
    figures::{day, number},
    labels, names, problems, sentences,
};

labels! {
    unchanged: "与现行版本没有不同，不必发布。", "It says what the latest version says: nothing differs, and there is nothing to publish.";
}

sentences! {
    bad_year(year): "{year} 不是可用的年份，请改正。", "A plan cannot be for the year {year}; mend it.";
    unknown(name, count): "单位表里没有“{name}”（共 {count} 处）：请说明指哪个单位，或改写分工。", "The register knows no \"{name}\" ({count} places): say which unit is meant, or assign others.";
    not_assigned(unit): "{unit} 不在这段工作的分工里，不能由它填报：请改选填报单位，或先补上分工。", "{unit} has no part in this work and cannot report it: choose others, or assign it first.";
    no_figure(kind): "“{kind}”类的目标要有数值：请填写，或改为别的类型。", "A target of the kind \"{kind}\" needs a figure: give it, or choose another kind.";
    bad_figure(value, why): "“{value}”不是数：{why}", "\"{value}\" is no figure: {why}";
    does_not_fit(value, kind): "{value} 不能作“{kind}”类目标的数值：占比在 0 到 100 之间，数量是整数。", "{value} cannot be the figure of a \"{kind}\": a share lies between 0 and 100, and things are counted in whole numbers.";
    due_before(due, from): "完成时限 {due} 早于本年度的起始日 {from}，请改正。", "The due date {due} lies before the plan begins, on {from}; mend it.";
    gone(name, target, advice): "目标“{name}”（{target}）已有填报或办理记录，新版里却没有了。{advice}", "The target \"{name}\" ({target}) has reports or decisions attached and is no part of the new version. {advice}";
    moved_on(by, at): "{by} 已在 {at} 保存了新的内容，请重新载入；您这次的修改没有保存。", "{by} has saved it at {at}; load it again. What you changed was not stored.";
    published_as(version): "这份导入稿已发布为第 {version} 版，不能再改；请另建一份修订稿。", "This import was published as version {version} and changes no more; begin another one to amend the plan.";
    plan_exists(plan): "已有工作要点 {plan}：要修订它请选“修订”，新的一年请另取代号。", "There is a plan {plan} already: amend it, or choose another id for a new year.";
    plan_moved(plan, version): "工作要点 {plan} 已有第 {version} 版，与所修订的不同；请重新载入，核对差异后再发布。", "The plan {plan} has version {version} by now; load the import again, see what differs, and publish then.";
    no_text(at): "第 {at} 字节处不是文字，请检查文件或重新复制。", "There is no text at byte {at}; see to the file, or copy it again.";
    in_use(targets): "这些目标已有填报或办理记录，不能从新版里去掉：{targets}。", "These targets have reports or decisions attached and cannot be left out: {targets}.";
    other_words(said): "文本此处不是“{said}”：这份草稿是从别的文本读出的，请用同一份文本。", "The text does not say \"{said}\" here: the draft was read from another text; give that one.";
    item_gone(number): "草稿里没有第 {number} 项：各项以文本为准，要去掉请改文本后重新读取。", "The draft leaves item {number} out: items follow from the text; change the text and read it again.";
    no_item(number): "文本此处没有第 {number} 项：各项以文本为准。", "The text has no item {number} here: items follow from the text.";
    no_task(number): "第 {number} 项的任务与文本对不上：可以拆分、合并，但首项任务的起点和先后次序不变。", "The tasks of item {number} do not fit the text: they can be split and merged, but the first begins where it begins, and their order stays.";
    figure_from_to(from, to): "数值 {from} → {to}", "figure {from} → {to}";
    kind_from_to(from, to): "类型 {from} → {to}", "kind {from} → {to}";
    due_from_to(from, to): "时限 {from} → {to}", "due {from} → {to}";
    joined(role, unit): "新增{role}{unit}", "{unit} {role} now";
    left(role, unit): "{unit}不再是{role}", "{unit} no longer: {role}";
}

/// What hinders publishing, and how to mend it.
pub fn obstacle(lang: Lang, obstacle: &Obstacle) -> String {
    let fixed = match obstacle {
        Obstacle::NoWork => lang.pick(
            "没有一项写明了工作和分工：请核对文本，或手工划分任务。",
            "No item sets any work: see to the text, or mark the tasks by hand.",
        ),
        Obstacle::NoAssignment { .. } => lang.pick(
            "这段工作没有牵头单位也没有责任单位：请补上分工。",
            "Nobody leads this stretch of work and nobody answers for it: assign it.",
        ),
        Obstacle::Displaced => lang.pick(
            "这一处不在文本里或与别处重叠：请重新划分。",
            "This stretch lies outside the text or in another one's place: mark it anew.",
        ),
        Obstacle::NobodyReports { .. } => lang.pick(
            "没有单位填报这个目标：请选定填报单位。",
            "Nobody reports this target: choose the units.",
        ),
        Obstacle::NotAssigned { unit, .. } => return not_assigned(lang, unit),
        Obstacle::BadYear { year } => return bad_year(lang, year),
        Obstacle::UnknownUnit { name, places } => return unknown(lang, name, &places.len().max(1)),
        Obstacle::NoFigure { kind, .. } => return no_figure(lang, &names::kind(lang, *kind)),
        Obstacle::BadFigure { value, why, .. } => {
            return bad_figure(lang, value, &problems::number_error(lang, why));
        }
        Obstacle::DoesNotFit { kind, value, .. } => {
            return does_not_fit(lang, &number(*value), &names::kind(lang, *kind));
        }
        Obstacle::DueBefore { due, from, .. } => return due_before(lang, &day(*due), &day(*from)),
        Obstacle::GoneWithReports {
            target,
            name,
            advice: what,
        } => return gone(lang, name, target, &advice(lang, *what)),
    };
    fixed.to_owned()
}

fn advice(lang: Lang, advice: Advice) -> &'static str {
    match advice {
        Advice::AddAgain { .. } => lang.pick(
            "原话还在文本里：请重新加上这个目标。",
            "Its words still stand in the text: add it again.",
        ),
        Advice::Resembles { .. } => lang.pick(
            "新版里有一个很像的目标：如是同一个，请把类型和名称改成一样。",
            "One of the new targets is much like it: if it is the same, give it the same kind and name.",
        ),
        Advice::Close => lang.pick(
            "请先在现行版本里销号，或把它留在文本里。",
            "Close it in the version that is in force first, or leave it in the text.",
        ),
    }
}

/// Where a draft that was mended by hand does not fit its text.
pub fn misfit(lang: Lang, what: &Unfit) -> String {
    match what {
        Unfit::OtherWords { said } => other_words(lang, said),
        Unfit::ItemGone { number } => item_gone(lang, number),
        Unfit::NoItem { number } => no_item(lang, number),
        Unfit::NoTask { number } => no_task(lang, number),
    }
}

/// Where an import stands.
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Open => lang.pick("在办", "being worked on"),
        State::Published { .. } => lang.pick("已发布", "published"),
        State::Dropped => lang.pick("已放弃", "given up"),
    }
}

/// Why something cannot be done with an import.
pub fn problem(lang: Lang, why: &ImportTrouble) -> String {
    match why {
        ImportTrouble::MovedOn { by, at, .. } => {
            moved_on(lang, by, &format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute()))
        }
        ImportTrouble::NotOpen {
            state: State::Published { version },
        } => published_as(lang, version),
        ImportTrouble::NotOpen { .. } => lang
            .pick(
                "这份导入稿已放弃，不能再改。",
                "This import was given up and changes no more.",
            )
            .to_owned(),
        ImportTrouble::PlanExists { plan } => plan_exists(lang, plan),
        ImportTrouble::PlanMovedOn { plan, version } => plan_moved(lang, plan, version),
        ImportTrouble::EmptyText => lang
            .pick(
                "没有文字，请粘贴全文或另选文件。",
                "There is no text; paste it, or choose another file.",
            )
            .to_owned(),
        ImportTrouble::NoText { at } => no_text(lang, at),
        ImportTrouble::NoYear => lang
            .pick(
                "文本里没有找到年份，请填写是哪一年的工作要点。",
                "The text names no year; say for which year the plan is.",
            )
            .to_owned(),
        ImportTrouble::NoUnits => lang
            .pick(
                "还没有单位名单：第一份工作要点请用 yaodian plan load 或 yaodian plan import --units 载入，之后的都可以在这里导入。",
                "No units are known yet: load the first plan with `yaodian plan load`, or with `yaodian plan import --units`; those after it can be imported here.",
            )
            .to_owned(),
        ImportTrouble::Titles => lang
            .pick(
                "请填写标题、印发单位和年份（各不超过 200 字）。",
                "Title, issuer and year are needed, 200 characters each at most.",
            )
            .to_owned(),
        ImportTrouble::Unchanged => unchanged(lang).to_owned(),
        ImportTrouble::Hindered { hindrances } => hindered(lang, &hindrances.len()),
        ImportTrouble::TargetsInUse { targets } => {
            let targets: Vec<&str> = targets.iter().map(yaodian_domain::id::TargetId::as_str).collect();
            in_use(lang, &targets.join(lang.pick("、", ", ")))
        }
    }
}

/// 不变, 有变动, 新增, 去掉.
pub fn change(lang: Lang, change: &Change) -> &'static str {
    match change {
        Change::Same => lang.pick("不变", "the same"),
        Change::Changed(_) => lang.pick("有变动", "changed"),
        Change::New => lang.pick("新增", "new"),
        Change::Gone => lang.pick("去掉", "gone"),
    }
}

/// What is different about a part, one phrase each; that its words are others is told last, without them.
pub fn changes(lang: Lang, changes: &Changes, register: &Register) -> Vec<String> {
    let none = || lang.pick("无", "none").to_owned();
    let figure = |value: Option<yaodian_domain::Decimal>| value.map_or_else(none, number);
    let unit = |id| {
        register
            .get(id)
            .map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
    };
    let mut told = Vec::new();
    told.extend(
        changes
            .figure
            .as_ref()
            .map(|pair| figure_from_to(lang, &figure(pair.from), &figure(pair.to))),
    );
    told.extend(
        changes
            .kind
            .as_ref()
            .map(|pair| kind_from_to(lang, &names::kind(lang, pair.from), &names::kind(lang, pair.to))),
    );
    told.extend(
        changes
            .due
            .as_ref()
            .map(|pair| due_from_to(lang, &day(pair.from), &day(pair.to))),
    );
    told.extend(
        changes
            .joined
            .iter()
            .map(|(in_role, id)| joined(lang, &role(lang, *in_role), &unit(id))),
    );
    told.extend(
        changes
            .left
            .iter()
            .map(|(in_role, id)| left(lang, &role(lang, *in_role), &unit(id))),
    );
    told.extend(
        changes
            .words
            .as_ref()
            .map(|_| lang.pick("文字有改动", "other words").to_owned()),
    );
    told
}
