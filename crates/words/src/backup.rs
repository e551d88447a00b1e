//! 备份、恢复、换库 and 操作记录核对: what these commands say, and how to mend what they refuse.

use crate::{labels, sentences};

labels! {
    part_missing: "缺失", "missing";
    part_unlisted: "不在清单中", "not in the list of parts";
    part_altered: "已被改动或损坏", "altered or damaged";
    part_unreadable: "无法读取", "unreadable";
    the_file: "文件本身", "the file itself";
    damaged_mend: "这份备份不能用于恢复：请换另一份备份，或从其他地方重新拷贝本文件（拷贝时可能损坏）。", "This backup cannot be restored: take another one, or copy the file anew from where it was made, as copying may have damaged it.";
    audit_broken_mend: "备份时操作记录已对不上。先查明原因；确要恢复，加 --even-broken，缺陷会随之保留。", "The audit did not hold when the backup was made. Find out why first; --even-broken restores it all the same, with the flaw as it is.";
    foreign_tables: "数据库中有别的程序的表；请给一个空的数据库。", "The database holds tables of another program; name an empty one.";
    other_schema: "空库中的表属于另一版本；请给一个从未打开过的空数据库（SQLite：删除该空文件；PostgreSQL：新建一个库）。", "The empty database has the tables of another version; name one that was never opened (SQLite: remove that empty file; PostgreSQL: create a new database).";
    no_installation: "这个数据库中没有要点的数据；请核对 --database-url 或 --data-dir。", "There is no installation of Yaodian's in this database; look at --database-url or --data-dir.";
    no_data_folder: "没有这个文件夹；请用 --data-dir 指明数据文件夹。", "there is no such folder; name the data folder by --data-dir.";
    no_database: "这个文件夹中没有数据库；请用 --data-dir 指明数据文件夹，或用 --database-url 指明数据库。", "there is no database in this folder; name the data folder by --data-dir, or the database by --database-url.";
    empty_audit: "操作记录是空的，没有可核对的内容；请核对 --data-dir 或 --database-url。", "There is nothing in the audit, and so nothing that could hold; look at --data-dir or --database-url.";
    erase_again: "这份备份之后删除过的人员又回来了：请用当时记下的账户编号逐一执行 yaodian user erase。", "Whoever was erased since the backup was made is back: erase them again, by the ids that were noted (yaodian user erase ID --yes).";
    nothing_touched: "什么都没有改动。", "Nothing was touched.";
    same_database: "--from 和 --to 是同一个数据库。", "--from and --to are the same database.";
    not_an_export: "这个文件不是 yaodian audit export 的导出。公开的 chain.csv 只有校验值，不能重算；heads.csv 用 --heads 给出。", "This file is no export of yaodian audit export. The public chain.csv holds hashes alone, which cannot be computed anew; give heads.csv by --heads.";
    newer_export: "这份导出由更新的版本写成；请用那个版本核对。", "This export was written by a later version; verify it with that one.";
    bad_head: "链尾应写作 序号：校验值 或 校验值，校验值至少取前 12 位十六进制数字", "an end is written NUMBER:HASH or HASH, with at least the first 12 hexadecimal digits of the hash";
}

sentences! {
    exists(file): "{file} 已经存在；请换一个文件名，或先移走它。", "{file} is there already; name another file, or move that one away first.";
    foreign(file): "{file} 不是要点的备份；备份由 yaodian backup 生成，请核对文件名。", "{file} is no backup of Yaodian's; those are made by yaodian backup. Look whether it is the file that was meant.";
    cut_short(file): "{file} 不完整：文件的末尾缺失，多半是拷贝中断或磁盘已满。请重新拷贝，或换另一份备份。", "{file} is not complete: its end is missing, as when copying was broken off or a disk was full. Copy it anew, or take another backup.";
    newer(file, product, format): "{file} 由更新的版本 {product}（格式 {format}）写成；请安装该版本后再试。", "{file} was written by a later version, {product} (format {format}); install that version and try again.";
    newer_schema(versions): "数据来自更新的版本（本程序不认识的表结构更新：{versions}）；请安装那个版本后再试。", "The data is of a later version (steps of the schema that this program does not know: {versions}); install that version and try again.";
    damaged(file, n): "{file} 已损坏（{n} 处）：", "{file} is damaged (findings: {n}):";
    part(name, what): "  {name}：{what}", "  {name}: {what}";
    occupied(tables): "目标数据库中已有数据（{tables}）。恢复只能放进空的数据库：请另给 --data-dir 或 --database-url。", "The database holds an installation already ({tables}). A backup goes into an empty one only: name another --data-dir or --database-url.";
    rows_of(table, n): "{table} {n} 行", "{table}: {n} rows";
    other_files(n): "目标文件夹中有 {n} 个不属于这份备份的佐证材料；请另给 --data-dir。", "The data folder holds {n} files of evidence that are not of this backup; name another --data-dir.";
    other_table(table): "表 {table} 与本版本不同，放不进去。", "Table {table} is another one in this version; the rows do not go in.";
    dangling(table): "表 {table} 的有些行所引用的内容不存在。", "Rows of table {table} refer to what is not there.";
    not_the_same(table): "表 {table} 在两边不一致；请删去目标库后重试。", "Table {table} is not the same on both sides; remove the copy and try again.";
    failed(file, why): "{file}：{why}", "{file}: {why}";
    made(file, megabytes, rows, files): "{file}：{megabytes} MB，{rows} 行，佐证材料 {files} 个。", "{file}: {megabytes} MB, {rows} rows, {files} files of evidence.";
    missing_files(n): "{n} 个佐证材料在磁盘上缺失或已被改动，备份中没有：", "{n} files of evidence are missing on disk or altered, and are not in the backup:";
    sound(file, made_at, product, rows, files): "{file} 完好：{made_at} 由 {product} 版写成，{rows} 行，佐证材料 {files} 个。", "{file} is sound: made {made_at} by version {product}, {rows} rows, {files} files of evidence.";
    restored(rows, tables, files): "已恢复：{tables} 张表 {rows} 行，佐证材料 {files} 个；操作记录已核对。", "Restored: {rows} rows of {tables} tables, {files} files of evidence; the audit was verified.";
    heads_hold(n): "每日链尾 {n} 个，都在备份的链上。", "Ends of days in it, all on its chain: {n}.";
    heads_left(n): "另有链尾 {n} 个属于先前恢复旧备份时丢失的部分，链上有记录说明。", "Ends in it of what an earlier restore lost, as its chain says: {n}.";
    went_back(end, lost, until): "这次恢复退回到第 {end} 条：其后至少 {lost} 条记录丢失，留存的链尾到 {until} 为止。操作记录已记下此事，变更记录页将一直说明；这些链尾已另存，仍会公布。", "This went back to row {end}: at least {lost} rows after it are lost; ends of days were kept up to {until}. The audit says so in a row of its own, and /changes will go on saying so; those ends were set aside, and stay published.";
    copied(rows, tables): "已复制并逐表核对：{tables} 张表 {rows} 行。佐证材料仍在数据文件夹，照旧使用。", "Copied, and held against each other table by table: {rows} rows of {tables} tables. The files of evidence stay in the data folder.";
    copied_upgraded(rows, tables): "已复制并升级到本版本：{tables} 张表 {rows} 行。佐证材料仍在数据文件夹，照旧使用。", "Copied, and upgraded to this version: {rows} rows of {tables} tables. The files of evidence stay in the data folder.";
    audit_broken(n): "操作记录对不上（{n} 处）：", "The audit does not hold (findings: {n}):";
    key_left_out(key): "第二步验证的钥匙 {key} 不在备份中（备份里有它所封存的内容）：请另存一份，恢复时放回。", "The key of the second steps, {key}, is not in the backup, which holds what it opens: keep a copy of it elsewhere, and put it back after a restore.";
    key_to_put_back(key): "启动服务前，请把另存的第二步验证钥匙放回 {key}；没有它，所有人的验证码都无法核对。", "Before the server starts, put the key of the second steps back as {key}: without it nobody's codes can be checked.";
    holds(n): "操作记录完好：{n} 条。链尾如上，可记下以备日后核对。", "The audit holds: {n} rows. Its end is the line above, to be noted for later.";
    holds_through(heads): "记下的 {heads} 个链尾都在链上。", "Noted ends that it goes through: {heads}.";
    exported(file, n): "{file}：操作记录 {n} 条。", "{file}: {n} rows of the audit.";
}
