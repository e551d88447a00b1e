//! 归档: the page that an archive of a plan opens with.

use crate::{labels, sentences};

labels! {
    intro: "本文件夹可脱离要点系统阅读：用浏览器打开本页，用表格软件打开各 .csv 文件。", "This folder can be read without Yaodian: this page in a browser, the .csv files in a spreadsheet.";
    files: "文件", "Files";
    plan_text: "工作要点原文", "The plan as issued";
    plan_data: "结构化的工作要点（章、项、任务、目标、单位、规则）", "The plan as data: chapters, items, tasks, targets, units, rules";
    targets: "各目标的评判", "How every target stands";
    standing: "评判全文，含理由", "The judgement in full, with its reasons";
    figures: "各项数据及其来源", "Every figure, with where it comes from";
    measurements: "监测数据（每条一行，含历次更正）", "What was measured, one a line, with every revision";
    reports: "各单位填报（一行一份）", "The units' reports, one a line";
    cases: "督办、延期、调整、销号和申诉（一行一件）", "Slips, extensions, changes, closures and appeals, one a line";
    closing: "收官的申请、撤回和确认", "How closing was asked for, withdrawn and confirmed";
    finals: "收官清单（冻结）", "The final list, frozen";
    finals_table: "收官清单，可用表格软件打开", "The final list, for spreadsheets";
    carried_in: "从上年结转来的目标（一行一项）", "What was carried over from before, one a line";
    carried_out: "结转到下年的目标（一行一项）", "What was carried over into the next year, one a line";
    evidence_list: "佐证材料清单（一行一份）", "The files of evidence, one a line";
    attachments: "填报和申请所附材料清单（一行一份）", "The files sent with reports and requests, one a line";
    evidence_title: "佐证材料", "Evidence";
    is_final: "本归档为定本：本年度已收官，内容不再变化。", "This archive is final: the year is closed and does not change any more.";
    not_final: "本归档不是定本：本年度尚未收官。", "This archive is not final: the year is not closed.";
    verify_hint: "可用 yaodian plan archive --verify 核对本文件夹是否原样。", "yaodian plan archive --verify tells whether this folder is as it was written.";
    judgements: "复核意见", "Reviewers' judgements";
    scores: "考核得分及计算过程", "Scores with their arithmetic";
    ledger: "台账", "Ledger";
    audit: "全部操作记录，逐条以 SHA-256 相连（一行一条）", "Everything that was done, each line chained to the one before by SHA-256";
    audit_head: "操作记录的末条校验值", "The end of that chain";
    sums: "各文件的 SHA-256，可用 sha256sum -c 核对", "SHA-256 of every file, for sha256sum -c";
    due: "完成时限", "Due";
    demonstration: "内含演示数据，不是真实进展。", "Some of it is made up for a demonstration.";
}

sentences! {
    heading(title): "{title} 归档", "Archive: {title}";
    as_of(day): "按 {day} 所知。", "By what was known on {day}.";
    evidence(count): "佐证材料 {count} 个，在 evidence 文件夹，以内容的 SHA-256 命名。", "{count} files of evidence, in the folder evidence, named by the SHA-256 of their content.";
}
