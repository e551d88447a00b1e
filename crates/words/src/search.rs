//! 搜索: the page that finds things.

use crate::{labels, sentences};

labels! {
    search: "搜索", "Search";
    search_field: "查找内容", "Look for";
    intro: "查找目标、任务、单位、台账、断面、通报和评判规则。字数、全角半角、繁体简体、大小写都不讲究；几个词用空格隔开。", "Look for targets, tasks, units, ledgers, sections, bulletins and rules of judging. Part a few words by spaces; letter case, width and traditional characters make no difference.";
    examples: "例如", "For example";
    all_kinds: "全部", "All";
    targets: "目标", "Targets";
    document: "要点条目", "Parts of the plan";
    units: "单位", "Units";
    ledgers: "台账", "Ledgers";
    entries: "台账条目", "Entries of ledgers";
    places: "断面与点位", "Sections and stations";
    bulletins: "通报", "Bulletins";
    rules: "评判规则", "Rules";
    kinds_of_hits: "按类别筛选", "By kind";
    pages_of_hits: "结果翻页", "Pages of results";
    tips: "可以少写几个字，换一个说法，或只写一个数。也可以从这里看起：", "Try fewer or other words, or a single figure. Or begin here:";
    no_words: "其中没有可查找的字词。", "There is no word in it to look for.";
    beyond_the_end: "没有更多结果。", "There are no more results.";
    entries_today: "台账条目只按今日查找。", "Entries are looked for as they stand today.";
}

sentences! {
    title(query): "搜索：{query}", "Search: {query}";
    cut(n): "输入太长，只按前 {n} 个字查找。", "That is long: only its first {n} characters are looked for.";
    found(n): "共 {n} 条", "{n} results";
    shown(from, to, n): "第 {from}–{to} 条，共 {n} 条", "{from} to {to} of {n} results";
    nothing(query): "没有找到“{query}”。", "Nothing is found for \"{query}\".";
    did_you_mean(near): "您要找的是不是“{near}”？", "Did you mean \"{near}\"?";
    instead(query, near): "没有“{query}”，以下是“{near}”的结果。", "Nothing is found for \"{query}\"; these are the results for \"{near}\".";
    kind_count(kind, n): "{kind} {n}", "{kind} {n}";
    rows(from, to): "{from}–{to}", "{from} to {to}";
    entries_apart(n): "另有台账条目 {n} 条，列在后面。", "Entries of ledgers, listed below: {n}.";
    all_entries(n): "查看全部 {n} 条", "All {n} entries";
    of_ledger(ledger, n): "{ledger}:{n} 条", "{ledger}: {n}";
    place_in(unit): "位于{unit}", "in {unit}";
}
