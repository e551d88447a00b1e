//! The open tables: what each is called, and what a row of it is.

use crate::labels;

labels! {
    chapters: "章", "Chapters";
    chapters_about: "要点的各章，一章一行。", "The chapters of the plan, one a row.";
    items: "项", "Items";
    items_about: "要点中编号的重点工作，一项一行，附原文。", "The numbered key works of the plan with their words, one a row.";
    tasks: "工作任务", "Tasks";
    tasks_about: "有各自分工的一段文字为一项任务，一项一行，附原文。", "A task is a stretch of an item's text with its own assignment; one a row, with its words.";
    assignments: "分工", "Assignments";
    assignments_about: "任务 × 单位：谁牵头、谁负责、谁参与。集体称谓已展开到各单位。", "Task by unit: who leads, who answers, who takes part. Collective names stand as the units that they mean.";
    units: "单位", "Units";
    units_about: "处室、直属单位和市州局，一个一行。", "Divisions, affiliated institutions and local bureaus, one a row.";
    targets: "目标", "Targets";
    targets_about: "可核对的承诺，一个一行：原文、类别、目标值、时限、报数单位；所选日期生效的目标值和时限另列。", "Every promise that can be checked, one a row: its words, kind, number, date and who reports; beside what was issued stands what is in force on the day of knowledge.";
    allocations: "目标分解", "Shares of targets";
    allocations_about: "各单位分到的份额，含已被替换的。", "The units' shares of targets, those that were replaced included.";
    observations: "数据", "Observations";
    observations_about: "到所选日期为止曾经公布或审定的每个数，含后来撤回、更正的，各有来源、所指时段和知悉日期。", "Every figure that was ever known by the day of knowledge, withdrawn and corrected ones included, each with its source, the days that it describes and the day on which it became known.";
    series: "相关公布数据", "Related published series";
    series_about: "口径与目标不同、因而不参加评判的公布数据。", "Published figures on another basis than any target's; they judge nothing.";
    assessments: "评判", "Assessments";
    assessments_about: "所选日期每个目标的状态、依据和差距，由同一套规则算出。", "How every target stands on the day of knowledge, on what that rests and how far it is from its goal, by the one rule.";
    history: "状态变化", "History of statuses";
    history_about: "每个目标状态发生变化的每一天，由同一套规则按当天所知逐日重算；从年初到年后满一年。", "Every day on which a target's status changed, found by asking the rule about each day with what was known on it; from the first day of the term to a year after its end.";
    parts: "各单位部分的评判", "Units' parts";
    parts_about: "目标 × 报数单位：该单位那一部分的状态。", "Target by reporting unit: how that unit's part stands.";
    judgements: "复核意见", "Reviewers' judgements";
    judgements_about: "审核人对状态的看法和理由，与规则的结论并列，不代替它。不含姓名。", "How reviewers see a target and why, beside the rule's answer and never in its place. Without names.";
    decisions: "延期和调整", "Extensions and changes";
    decisions_about: "要点印发后对目标作出的决定：换目标值，或申请延期及其答复。", "What was decided about targets since the plan was issued: new numbers, and extensions with their answers.";
    ledgers: "台账", "Ledgers";
    ledgers_about: "公开的台账；每本的条目另成一个文件。", "The ledgers that anybody may browse; the entries of each are a file of their own.";
    ledger_stages: "台账进度", "Stages of ledgers";
    ledger_stages_about: "公开台账的各阶段：在册多少条，已过多少条。", "How many entries of each public ledger are listed, and how many have passed each stage.";
    sections: "监测断面", "Water sections";
    sections_about: "地表水监测断面名录。", "The register of surface water monitoring sections.";
    section_months: "断面各月类别", "Sections by month";
    section_months_about: "每个断面每月的水质类别，按 GB 3838 和 2011 年评价办法算出。", "The class of water of each section in each month, by GB 3838 and the method of 2011.";
    section_values: "断面各月均值", "Values of sections by month";
    section_values_about: "每个断面每月各参评指标的均值及其类别。", "The mean of each item that decides a class, for each section and month, with its class.";
    stations: "空气监测点位", "Air stations";
    stations_about: "环境空气监测点位名录。", "The register of ambient air monitoring stations.";
    station_months: "点位各月空气质量", "Stations by month";
    station_months_about: "每个点位每月的有效天数、优良天数、重污染天数和各污染物的统计值。", "Valid, good and heavily polluted days of each station in each month, and its statistics by pollutant.";
    city_months: "城市各月空气质量", "Cities by month";
    city_months_about: "每个城市每月的有效天数、优良天数、重污染天数和各污染物的统计值。", "Valid, good and heavily polluted days of each city in each month, and its statistics by pollutant.";
    bulletins: "通报", "Bulletins";
    bulletins_about: "已发布的通报及其页面和文件的地址。", "Published bulletins, with the addresses of their pages and files.";
    finals: "收官清单", "Final list";
    finals_about: "本年度收官之日每个目标、每个单位部分的结果，冻结不变；收官之前为空。", "How every target and every unit's part stood on the day on which the year was closed; empty before that, and never changed after it.";
}
