//! 变更记录: what was changed, and the chain that proves it; the feeds; no such page.

use crate::{labels, sentences};

labels! {
    changes: "变更记录", "Changes";
    intro: "已公开的数据、决定和文件何时由哪个单位变动，最新的在前。草稿、登录和人员不在其中。", "When which unit changed published figures, decisions and documents, the latest first. Drafts, sign-ins and people are not among them.";
    nothing: "没有符合的变更。", "No change fits.";
    number_word: "序号", "No.";
    when_word: "时间", "When";
    what_word: "变更", "What";
    by_word: "单位", "By";
    hash_word: "校验值", "Hash";
    by_program: "程序", "the program";
    by_command: "管理员命令", "an administrator's command";
    by_person: "工作人员", "staff";
    all_kinds: "全部", "All";
    kind_filter: "按类别筛选", "By kind";
    kind_figure: "数据", "Figures";
    kind_decision: "决定", "Decisions";
    kind_plan: "要点版本", "Plan versions";
    kind_share: "目标分解", "Shares";
    kind_ledger: "台账", "Ledgers";
    kind_bulletin: "通报", "Bulletins";
    kind_year: "年终收官", "Year's end";
    kind_measurement: "监测数据", "Measurements";
    kind_restore: "恢复", "Restores";
    earlier: "更早的变更", "Earlier changes";
    feed: "订阅变更（Atom）", "Changes as a feed (Atom)";
    feed_bulletins: "订阅通报（Atom）", "Bulletins as a feed (Atom)";
    published_figures: "公布数据更新", "Published figures updated";
    year_closed: "年度收官", "The year was closed";
    plan_carried_in: "接收上年结转的目标", "Took over a target of the year before";
    plan_carried_out: "结转目标到下一年度", "Carried a target over to the next year";
    // The chain.
    chain_title: "如何核对", "How this is verified";
    chain_how: "程序做的每件事都写一条记录，每条的校验值由本条内容和上一条的校验值算出（SHA-256）。改动任何一条，其后所有校验值都会变。", "Whatever the program does is written down in a row; the hash of each is taken over its content and the hash of the row before (SHA-256). Altering one changes all hashes after it.";
    chain_private: "多数记录含人名、草稿等不公开的内容，公众拿到的只有它们的校验值：可以记下某天的链尾，以后核对它仍在链上。拿到导出文件的审计人员，能在自己的浏览器里重算全链，并与公开的链尾比对。", "Most rows hold names or drafts that are not public, of which the public has only the hashes: whoever notes the end of some day can see later that it still stands. Auditors who were handed an export compute the whole chain anew in their own browser, and hold it against the published ends.";
    chain_csv: "全部记录的校验值（CSV）", "The hashes of all rows (CSV)";
    heads_csv: "每日链尾（CSV）", "The end of each day (CSV)";
    noted_title: "核对记下的链尾", "Check a noted end";
    noted_seq: "序号", "Number";
    noted_hash: "校验值", "Hash";
    noted_check: "核对", "Check";
    noted_unreadable: "没有核对：序号要填整数，校验值要填至少前 12 位（0–9、a–f）。请改后再核对。", "Nothing was checked: the number has to be a whole one, and the hash its first 12 digits (0-9, a-f) at least. Mend it and check again.";
    // No such page.
    near_title: "您要找的可能是", "Perhaps you mean";
}

sentences! {
    figure_approved(target, period, unit): "{unit} {period}数据审定：{target}", "{target}: figure of {unit} for {period} approved";
    figure_published(target, period, unit): "{unit} {period}数据发布：{target}", "{target}: figure of {unit} for {period} published";
    judged(target): "审核判断：{target}", "Reviewer's judgement: {target}";
    extension_granted(target, unit): "准予{unit}延期：{target}", "{target}: extension granted to {unit}";
    extension_refused(target, unit): "不准{unit}延期：{target}", "{target}: extension refused to {unit}";
    change_granted(target, unit): "准予{unit}调整目标：{target}", "{target}: change granted to {unit}";
    change_refused(target, unit): "不准{unit}调整目标：{target}", "{target}: change refused to {unit}";
    closure_accepted(target, unit): "{unit}验收销号：{target}", "{target}: closure of {unit} accepted";
    closure_reopened(target, unit): "{unit}销号后重新打开：{target}", "{target}: closure of {unit} reopened";
    plan_version(version): "要点第 {version} 版", "Version {version} of the plan";
    shares_set(target): "目标分解：{target}", "Shares of {target} set";
    entries(ledger, added, changed, removed): "{ledger}：新增 {added}，修改 {changed}，移除 {removed}", "{ledger}: {added} added, {changed} changed, {removed} removed";
    demonstration_cleared(ledger): "{ledger}：清除演示条目", "{ledger}: entries made up for the demonstration cleared";
    bulletin_published(title): "发布{title}", "{title} published";
    measured(network, rows): "{network}监测数据 {rows} 条", "{network}: {rows} rows of measurements";
    whole(seq, hash): "完好：共 {seq} 条，链尾 {hash}", "Whole: {seq} rows, ending in {hash}";
    broken(seq): "从第 {seq} 条起对不上", "Broken from row {seq} on";
    noted_stands(seq): "第 {seq} 条的校验值与您记下的一致，此前的记录没有改动。", "The hash of row {seq} is the one you noted: nothing before it was altered.";
    noted_differs(seq, publisher): "第 {seq} 条的校验值与您记下的不同。请先核对有没有抄错；确实不同，请告知{publisher}，并附上您记下的序号、校验值和日期。", "The hash of row {seq} is not the one you noted. See first that it was copied right; if it was, tell {publisher}, with the number, the hash and the day that you noted.";
    noted_left(seq): "第 {seq} 条曾是这个校验值，后来因恢复旧备份而丢失：见上面的说明。", "Row {seq} had this hash, and was lost when an older backup was restored: see above.";
    noted_missing(seq, last): "还没有第 {seq} 条：现在的链尾是第 {last} 条。", "There is no row {seq} yet: the chain ends with row {last} now.";
}
