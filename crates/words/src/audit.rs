//! 操作记录核验: what does not fit in the audit's chain, and the page on which anybody verifies an export.

use yaodian_audit::{Altered, Finding, ListError, WentBack};

use crate::{Lang, labels, sentences};

labels! {
    title: "核验审计链", "Verify the audit chain";
    intro: "在您自己的浏览器里重算一份操作记录导出。文件不会上传；本页打开后，断网、本站停机也能核验。", "Computes an exported audit anew in your own browser. The file is sent nowhere; once this page is open, it works without the network and with this site stopped.";
    takes_script: "核验由浏览器中的程序完成，须启用 JavaScript；或在命令行用 yaodian audit verify。", "Verifying is done by a program in the browser, and takes JavaScript; or use yaodian audit verify at a command line.";
    loading: "正在载入核验程序（一兆多字节）……", "Loading the program that verifies (a good megabyte)…";
    not_loaded: "核验程序没能载入。请重新打开本页；一直这样，请换一个浏览器，或在命令行用 yaodian audit verify。", "The program that verifies could not be loaded. Open the page again; if that does not help use another browser, or yaodian audit verify at a command line.";
    then_what: "请原样保留这份文件，向管理员另要一份导出再核验。仍对不上，就把上面列出的各条告诉要点的印发单位。", "Keep this file as it is, ask the administrator for another export and verify that. If it does not hold either, tell the department that issued the plan what is listed above.";
    then_newer: "记下的链尾比文件新。如果这份导出本来就早于链尾，请换一份更新的导出再核验；如果不是，就是末尾被截去了。", "The noted ends are newer than the file. If it was exported before them, verify a later export; if it was not, its end was cut off.";
    who_title: "谁能核验什么", "Who can verify what";
    who_auditor: "审计人员：导出文件由系统管理员用 yaodian audit export 生成，含姓名、草稿和批注，按规定提供，不对外公开。", "Auditors: the export is written by the administrator with yaodian audit export. It holds names, drafts and notes, is handed over by the rules for that, and is not public.";
    who_erased: "已按规定删除的姓名不在导出中，只留承诺值，链仍能重算。", "Names that were erased are not in an export; their commitments are, so that the chain can still be computed.";
    who_public: "公众：每日链尾和全部校验值是公开的。定期下载、另外保存，任何人都能证明某天之前的记录后来有没有改动。", "The public: the end of each day and the hashes of all rows are public. Whoever downloads them now and then and keeps them can prove whether what came before was altered later.";
    export_file: "导出文件", "The exported file";
    export_hint: "由 yaodian audit export 生成。可选择，也可拖到这里。", "Written by yaodian audit export. Choose it, or drop it here.";
    heads_file: "公开的链尾（可不选）", "Published ends (optional)";
    heads_hint: "此前从本站下载、另外保存的 heads.csv 或 chain.csv。整条链被改写后重算，只有与它比对才看得出。", "A heads.csv or chain.csv that was downloaded from this site before and kept elsewhere. That a whole chain was written anew shows by nothing else.";
    typed_head: "记下的链尾（可不填）", "A noted end (optional)";
    typed_hint: "序号：校验值，或只填校验值（至少前 12 位）。", "NUMBER:HASH, or the hash alone (12 digits of it at least).";
    verify: "核验", "Verify";
    stop: "停止", "Stop";
    progress: "核验进度", "How far it is";
    stopped: "已停止，没有核验完。", "Stopped before all of it was verified.";
    choose_first: "还没有选择导出文件：请先选择，再核验。", "No exported file was chosen yet: choose one, then verify.";
    whole: "完好", "Whole";
    verdict: "核验结果", "What was found";
    nothing_noted: "没有给出链尾：这只证明文件前后一致。要证明它就是当时那条链，请与另外保存的 heads.csv 一起核验。", "No ends were given: this proves only that the file agrees with itself. To prove that it is the chain of that time, verify it with a heads.csv that was kept elsewhere.";
    empty: "导出中一条记录也没有，没有可核验的内容。", "There is not one row in this export, and so nothing that could hold.";
    not_an_export: "没有核验：这个文件不是操作记录的导出。导出由 yaodian audit export 生成；heads.csv 和 chain.csv 请选到“公开的链尾”一栏。", "Nothing was verified: this file is no export of the audit. Those are written by yaodian audit export; heads.csv and chain.csv go into the field of published ends.";
    newer: "没有核验：这份导出由更新的版本写成，请在那个版本的网站上核验。", "Nothing was verified: this export was written by a later version; verify it on the site of that version.";
    not_read: "没有核验：浏览器读不出这个文件，它可能已被移动或改动。请重新选择。", "Nothing was verified: the browser could not read this file, which may have been moved or altered meanwhile. Choose it again.";
    bad_typed: "没有核验：链尾应写作“序号：校验值”或校验值，校验值至少取前 12 位（0–9、a–f）。", "Nothing was verified: an end is written NUMBER:HASH or HASH, with at least the first 12 digits of the hash (0-9, a-f).";
    bad_list_heads: "没有核验：链尾文件的第一行应有 seq 和 hash 两列，如本站的 heads.csv。请核对选的是不是它。", "Nothing was verified: the first line of the list of ends has to name the columns seq and hash, as heads.csv of this site does. Look whether it is the file that was meant.";
    record_report: "填报", "report";
    record_case: "督办事项", "case";
    record_plan: "要点", "plan";
    record_document: "附属文件", "document";
    record_published: "公布数据", "published figure";
    record_target: "目标", "target";
    record_bulletin: "通报", "bulletin";
    record_measurement: "监测批次", "batch of measurements";
    record_ledger: "台账", "ledger";
    record_evidence: "佐证材料", "file of evidence";
    record_entry: "台账条目", "ledger entry";
    recomputing: "本站启动后正在首次重算全链。", "This site is computing the whole chain anew for the first time since it started.";
    alarm: "操作记录对不上", "The audit does not hold";
    alarm_mend: "数据库可能在本程序之外被改动。请不要再改数据，保留备份，让管理员用 yaodian audit verify 逐条查明。", "The database may have been altered from outside this program. Change nothing more, keep the backups, and have the administrator look into each with yaodian audit verify.";
    altered_content: "内容不是当初写下的", "its content is not what was written";
    altered_hash: "校验值不是当初写下的", "its hash is not what was written";
    altered_either: "内容或校验值不是当初写下的", "its content or its hash is not what was written";
}

sentences! {
    chosen(name, size): "已选 {name}（{size}）", "{name} ({size})";
    so_far(rows, percent): "已核验 {rows} 条，{percent}%", "{rows} rows, {percent}%";
    broken(n): "对不上（{n} 处）", "Does not hold (findings: {n})";
    broken_more(n): "对不上（{n} 处以上）", "Does not hold (more than {n} findings)";
    counted(n, from, to): "共 {n} 条，{from} 至 {to}（北京时间），条条前后相符。", "{n} rows, from {from} to {to} (China time): each fits those before it.";
    reached(n, from, to): "文件中的记录到第 {n} 条，{from} 至 {to}（北京时间）。", "The rows in the file go up to number {n}, from {from} to {to} (China time).";
    ends_in(seq, hash): "链尾：第 {seq} 条，{hash}", "The end: row {seq}, {hash}";
    through(n): "给出的 {n} 个链尾都在链上。", "All ends that were given are on the chain: {n}.";
    through_some(n, all): "给出的 {all} 个链尾中有 {n} 个在链上。", "Of the {all} ends that were given, {n} are on the chain.";
    erased(n): "依删除记录删去的个人信息 {n} 处，链照样完好。", "Personal texts that were erased, as the chain itself says: {n}.";
    and_more(n): "另有 {n} 处未列出。", "{n} more are not listed.";
    went_back(on, made_at, end, lost, until, row): "{on}，本站从 {made_at} 的备份恢复（北京时间；第 {row} 条记有此事）。备份的链尾是第 {end} 条，其后至少 {lost} 条记录丢失，最后一个留存的链尾是 {until} 的。这些链尾仍列在每日链尾中。", "On {on}, this was restored from a backup of {made_at} (China time; row {row} tells of it). The backup ended with row {end}; at least {lost} rows after it are lost, the last end that was kept being of {until}. Those ends still stand among the ends of days.";
    left(n): "另有 {n} 个链尾属于因恢复旧备份而丢失的部分，链上有记录说明。", "Ends of what was lost when an older backup was restored, as the chain itself says: {n}.";
    bad_list_line(line): "没有核验：链尾文件第 {line} 行没有序号和校验值。请重新下载，不要改动。", "Nothing was verified: line {line} of the list of ends holds no number with a hash. Download it anew, and leave it as it is.";
    recomputed(at): "{at}（北京时间）本站重算了全链，并与各项数据逐一比对，没有发现改动。", "On {at} (China time) this site computed the whole chain anew and held it against the records: nothing was altered.";
    recomputed_broken(at, n): "{at}（北京时间）本站重算了全链，并与各项数据逐一比对，有 {n} 处对不上。", "On {at} (China time) this site computed the whole chain anew and held it against the records. Findings: {n}.";
    altered(seq, what): "第 {seq} 条：{what}", "row {seq}: {what}";
    missing_one(seq): "第 {seq} 条缺失", "row {seq} is missing";
    missing(from, to): "第 {from} 至 {to} 条缺失", "rows {from} to {to} are missing";
    misplaced(seq, after): "第 {seq} 条排在第 {after} 条之后：多出、重复或次序颠倒", "row {seq} stands after row {after}: added, doubled or out of order";
    unreadable(line, after): "文件第 {line} 行（第 {after} 条之后）不是当初写下的样子", "line {line} of the file, after row {after}, is not as it was written";
    personal_altered(field, seq): "第 {seq} 条：个人信息 {field} 与当初的承诺值不符，或不是当初写下的", "row {seq}: its personal text {field} does not fit the commitment, or is none of its";
    personal_gone(field, seq): "第 {seq} 条：个人信息 {field} 不见了，而没有任何删除记录", "row {seq}: its personal text {field} is gone, and no erasure removed it";
    stops(after): "文件在第 {after} 条之后中断", "the file stops after row {after}";
    other_end(there, noted): "最后一条是第 {there} 条，而记下的链尾是第 {noted} 条或另有校验值", "the last row is row {there}, and the end is noted as row {noted}, or with another hash";
    record_altered(kind, id, seq): "{kind} {id}：与第 {seq} 条所记不符，在数据库中被改动", "{kind} {id}: not what row {seq} says of it; it was altered in the database";
    record_gone(kind, id, seq): "{kind} {id}：第 {seq} 条记有它，而数据库中没有了", "{kind} {id}: row {seq} speaks of it, and it is gone from the database";
    record_added(kind, id): "{kind} {id}：数据库中有它，而没有任何记录", "{kind} {id}: it is in the database, and nothing in the audit speaks of it";
    not_held(why): "数据库中有读不出的内容，各项数据没能比对完（{why}）。请当作被改动追查", "something in the database cannot be read, and not all records could be held against the audit ({why}); look into it as into an alteration";
    not_through(hash): "链上没有记下的校验值 {hash}：此前有记录被改写，或末尾被截去", "the chain does not go through the noted hash {hash}: rows were written anew, or the end was cut off";
    not_through_at(seq, hash): "第 {seq} 条不是记下的校验值 {hash}：此前有记录被改写，或末尾被截去", "row {seq} does not have the noted hash {hash}: rows were written anew, or the end was cut off";
    not_through_later(seq, hash, last): "记下的第 {seq} 条（{hash}）在最后的第 {last} 条之后：末尾被截去，或文件比链尾旧", "row {seq}, with the noted hash {hash}, would come after the last row, {last}: the end was cut off, or the file is older than what was noted";
}

/// What does not fit, of a chain whose last row has the number `last`.
pub fn finding(lang: Lang, finding: &Finding, last: i64) -> String {
    match finding {
        Finding::Altered { seq, what } => {
            let what = match what {
                Altered::Content => altered_content(lang),
                Altered::Hash => altered_hash(lang),
                Altered::Either => altered_either(lang),
            };
            altered(lang, seq, &what)
        }
        Finding::Missing { from, to } if from == to => missing_one(lang, from),
        Finding::Missing { from, to } => missing(lang, from, to),
        Finding::Misplaced { seq, after } => misplaced(lang, seq, after),
        Finding::Personal { seq, field } => personal_altered(lang, field, seq),
        Finding::Gone { seq, field } => personal_gone(lang, field, seq),
        Finding::Unreadable { line, after } => unreadable(lang, line, after),
        Finding::CutShort { after } => stops(lang, after),
        Finding::OtherEnd { there, noted } => other_end(lang, &there.seq, &noted.seq),
        Finding::Record { kind, id, seq } => record_altered(lang, &record(lang, kind), id, seq),
        Finding::RecordGone { kind, id, seq } => record_gone(lang, &record(lang, kind), id, seq),
        Finding::RecordAdded { kind, id } => record_added(lang, &record(lang, kind), id),
        Finding::NotHeld { why } => not_held(lang, why),
        Finding::NotThrough { seq: None, hash } => not_through(lang, hash),
        Finding::NotThrough { seq: Some(seq), hash } if *seq > last => not_through_later(lang, seq, hash, &last),
        Finding::NotThrough { seq: Some(seq), hash } => not_through_at(lang, seq, hash),
    }
}

/// That a restore went back behind ends that were kept; `local` tells an instant by the clock of China.
pub fn restore(lang: Lang, back: &WentBack, local: impl Fn(&str) -> String) -> String {
    let WentBack { seq, at, restored } = back;
    let last = restored.later.iter().max_by_key(|end| end.seq);
    let until = last.map_or("", |end| end.day.as_str());
    let (on, made_at) = (local(at), local(&restored.made_at));
    went_back(lang, &on, &made_at, &restored.end.seq, &restored.lost(), &until, seq)
}

/// What a record beside the audit is called.
fn record(lang: Lang, kind: &str) -> &str {
    match kind {
        "report" => record_report(lang),
        "case" => record_case(lang),
        "plan" => record_plan(lang),
        "document" => record_document(lang),
        "published" => record_published(lang),
        "ledger" => record_ledger(lang),
        "evidence" => record_evidence(lang),
        "entry" => record_entry(lang),
        "target" => record_target(lang),
        "bulletin" => record_bulletin(lang),
        "measurement" => record_measurement(lang),
        other => other,
    }
}

/// Why a list of ends cannot be read.
pub fn bad_list(lang: Lang, why: ListError) -> String {
    match why {
        ListError::Heads => bad_list_heads(lang).to_owned(),
        ListError::Line(line) => bad_list_line(lang, &line),
    }
}
