//! 个人信息: what is kept about the people who work with the product, for them to read; exporting and erasing it.

use yaodian_domain::privacy::{Fate, Topic};

use crate::{Lang, labels, sentences};

labels! {
    title: "个人信息说明", "Personal data";
    intro: "本系统只处理填报、审核和管理人员履行职责所需的个人信息，以及台账中负责人员的姓名和联系方式。浏览公开页面不用登录，Cookie 只记住所选的语言，不记录访问者。", "Yaodian processes personal data of the people who report, review and administer, as far as their duties need it, and names and telephone numbers of those whom ledgers name as responsible. Reading the public pages takes no sign-in and records nobody; the one cookie keeps the chosen language.";
    law: "依据《中华人民共和国个人信息保护法》：第六条（最小范围）、第十三条（履行法定职责所必需）、第十七条（告知）、第十九条（保存期限）、第四十四条至第四十七条（知情、查阅、复制、更正、删除）；谁报送、谁审核、谁签发属于公务档案，依据《中华人民共和国档案法》保存。", "By the Personal Information Protection Law of the People's Republic of China: articles 6 (no more than needed), 13 (statutory duties), 17 (telling), 19 (how long), 44 to 47 (knowing, reading, copying, correcting, erasing). Who reported, reviewed and signed is part of official records, kept by the Archives Law.";
    list_title: "保存哪些信息", "What is kept";
    what: "信息", "Data";
    why: "用途", "What for";
    who: "谁能看到", "Who sees it";
    how_long: "保存多久", "For how long";
    then: "删除个人信息后", "After an erasure";
    rights_title: "您的权利", "Your rights";
    right_copy: "查阅和复制：登录后在“我的登录”查看或下载全部个人信息，包括您写的文字和上传文件的名称，也可请管理员导出。密码等不以原文保存，不提供。", "Reading and copying: read or download all of it under My sign-in, with what you wrote and the names of files you sent, or ask the administrator for a copy. Secrets are not kept as they are, and are handed to nobody.";
    right_correct: "更正：姓名和邮箱请管理员在“人员”中修改。", "Correcting: an administrator changes name and address under People.";
    right_erase: "删除：离开岗位后可请管理员删除。用户名、姓名、职务、邮箱、密码、登录记录、提醒、文件名称随即删除；公务记录中的姓名换成“已删除的用户”加编号。", "Erasing: whoever has left may ask the administrator. User name, name, titles, address, password, sessions, reminders and names of files go at once; in official records the name gives way to \"Erased user\" and a number.";
    right_named: "台账中写到的人：没有账户也可以查阅、复制、更正、删除。向管理员提供姓名或电话即可；删除后，各条目的各个版本中都只写“已删除”。", "People whom ledgers name: they may read, copy, correct and erase without an account, by telling the administrator the name or the telephone number; from then on every version of every entry says 已删除 (erased) in its place.";
    limits_title: "删除不了的", "What an erasure does not reach";
    limit_backups: "删除之前的备份和导出仍含这些信息，到保留份数用完时随旧备份一起删除；从旧备份恢复后须重新删除。", "Backups and exports made before still hold it, until the last of those backups is dropped; after one is restored, the erasure has to be done again.";
    limit_old: "早期版本写下的操作记录中，姓名、职务、文件名称和台账条目的非公开内容与防改写的校验连在一起，去掉就不能再证明记录没有被改过，因此保留。现在的版本不再这样写。", "In records written by early versions names, titles, names of files and private fields of ledger entries are part of what proves that nothing was rewritten; they cannot go without losing that proof, and stay. Records are not written that way any more.";
    limit_text: "报告、批注中的自由文字和佐证材料不逐字查找；其中提到的姓名请责任单位处理。催办附言中本人的姓名（三个字以上）会替换。", "Free text of reports and notes, and files of evidence, are not searched for names; the unit that wrote them sees to these. Your own name in the note of a reminder is replaced if it has three characters or more.";
    limit_sheets: "已从台账中删除的人，可能仍在上传不超过 48 小时的表格和各单位自己保存的文件里。", "Whoever was erased from ledgers may still stand in sheets that were uploaded within the last 48 hours, and in files that units keep themselves.";
    download: "下载（JSON 文件，供其他程序读取）", "Download as a JSON file, for other programs";
    see: "查看我的个人信息", "See my personal data";
    mine: "我的个人信息", "My personal data";
    mine_intro: "本系统保存的、与您有关的全部信息。密码等秘密不显示。", "All that Yaodian keeps about you. Secrets are not shown.";
    responsible_title: "由谁负责", "Who is responsible";
    ask_administrator: "查阅、更正、删除，请联系本单位的系统管理员。", "To read, correct or erase, ask the administrator of the system.";
    no_rows: "没有记录的", "Nothing is kept of";
    audit_title: "操作记录", "The audit";
    done_word: "做了什么", "What was done";
    when_word: "时间", "When";
    subject_word: "对象", "About";
    download_note: "含账户、岗位、登录记录、提醒，以及与您有关的操作记录；不含密码等秘密。", "Account, posts, sessions, reminders, and what the audit says of you; no secrets.";
    erased_before: "操作记录链仍然完好，可用 yaodian audit verify 核对。", "The chain of the audit still holds; yaodian audit verify tells so.";
    erase_backups: "删除之前的备份仍含这些信息：保留份数（--backup-keep）用完后随旧备份删除，拷到别处的备份和导出须另行删除。从这些备份恢复后，请用上面的账户编号再次执行本命令。", "Backups made before still hold it: they go as --backup-keep drops them; copies elsewhere, and exports, have to be removed by hand. After restoring one of them, run this command again with the id above.";
    erase_text: "自由文字和佐证材料没有改动。", "Free text and files of evidence were not touched.";
    words_title: "我写的文字", "What I wrote";
    text_word: "文字", "Words";
    erased_value: "已删除", "erased";
    named_check: "同名的可能是另一个人：删除前逐条核对，需要时用 --entry 只删一个条目；同一条目中的电话等，要删的请一并列出。", "A namesake may be somebody else: look at each before erasing, and use --entry to erase from one entry alone; name the telephone number beside it, too, if it is to go.";
    named_limits: "删除之前的备份和导出仍含这些信息，须另行删除；从旧备份恢复后须再次删除。上传不超过 48 小时的表格和佐证材料没有改动。", "Backups and exports made before still hold it and have to be removed by hand; after one is restored, erase again. Sheets that were uploaded within the last 48 hours and files of evidence were not touched.";
    named_title: "台账中写到的人", "People whom ledgers name";
    named_intro: "责任人、河湖长等没有账户的人来查阅或要求删除时，在这里按姓名和电话查找。核对后可以从各个版本中删除，操作记录链保持完好。", "When somebody without an account, such as a river chief, asks what is kept or wants it erased: look for the name and the telephone number here. After a check they are erased from every version; the chain of the audit still holds.";
    named_copy: "下载查到的内容（JSON）", "Download what was found (JSON)";
    named_field_label: "姓名、电话（每行一个）", "Names and telephone numbers, one a line";
    named_find: "查找", "Look for them";
    named_latest: "现行", "latest";
    named_earlier: "较早的版本", "earlier version";
    named_beside_word: "同一条目还有", "Beside it";
    named_erase_all: "全部删除", "Erase from all";
    named_erase_one: "只从这个条目删除", "Erase from this entry alone";
    named_sure: "同名的可能是另一个人。删除后无法恢复，各个版本中都只写“已删除”。", "A namesake may be somebody else. It cannot be undone: every version says 已删除 (erased) in its place.";
    named_do: "确认删除", "Erase";
    named_keep: "不删除", "Keep";
    named_limits_short: "删除之前的备份和导出仍含这些信息，须另行删除；从旧备份恢复后须再次删除。", "Backups and exports made before still hold it and have to be removed; after one is restored, erase again.";
    named_left_in_file: "数据库文件没能整个重写，空闲页中可能还有痕迹，请告知运维人员。", "The file of the database could not be written anew; pages that are free may still hold traces: tell whoever runs the server.";
    needs_yes: "删除后无法恢复；确要删除请加 --yes。", "An erasure cannot be undone; add --yes to do it.";
}

sentences! {
    responsible(publisher): "个人信息处理者：{publisher}。", "{publisher} is responsible for the personal data that is kept here.";
    contact(contact): "联系方式：{contact}", "Contact: {contact}";
    rows_count(n): "{n} 条", "rows: {n}";
    more_rows(n): "另有 {n} 条，见下载的文件。", "{n} more are in the file.";
    pseudonym(number): "已删除的用户 {number}", "Erased user {number}";
    erased(login, pseudonym): "{login} 已删除，今后显示为“{pseudonym}”。", "{login} was erased, and is shown as \"{pseudonym}\" from now on.";
    erased_counts(gone, renamed, texts): "删除 {gone} 行，{renamed} 条公务记录换用化名，操作记录中删除 {texts} 处。", "Rows that went: {gone}; records with the pseudonym: {renamed}; texts that went from the audit: {texts}.";
    old_rows(count): "{count} 条旧格式操作记录把姓名计入校验链，其中的姓名保留。", "{count} audit rows of the old form hash the name itself, which stays in them.";
    erased_id(id): "账户编号 {id}（记在系统之外：从旧备份恢复后，用它再次删除）", "account {id} (note it outside: after an older backup was restored, it is erased again by this id)";
    quoted(text): "“{text}”", "\"{text}\"";
    named_none(what): "没有找到{what}。一行只写一个姓名或一个号码，姓名照台账中的写法；号码中间的空格和横线不影响查找。", "Nothing was found of {what}. Write one name or one number a line, a name as the ledger has it; blanks and dashes within a number do not matter.";
    named_entry(plan, ledger, key, entry, version, since): "{plan}/{ledger}，{key}（条目 {entry}，第 {version} 版，{since}）", "{plan}/{ledger}, {key} (entry {entry}, version {version}, {since})";
    named_version(version, since): "第 {version} 版，{since}", "version {version}, {since}";
    named_row_short(batch, row): "搁置的监测数据，批次 {batch} 第 {row} 行", "Measurements set aside, batch {batch}, row {row}";
    named_field(heading, value): "  {heading}：{value}", "  {heading}: {value}";
    named_beside(heading, value): "  同一条目还有 {heading}：{value}", "  beside it, {heading}: {value}";
    named_row(batch, row, at): "搁置的监测数据，批次 {batch} 第 {row} 行（{at}）", "measurements set aside, batch {batch}, row {row} ({at})";
    named_audit(count): "操作记录中可以删除的：{count} 行", "rows of the audit that tell it, and can be erased: {count}";
    named_hashed(count): "操作记录中与校验连在一起、删除不了的：{count} 行", "rows of the audit that hash it, where it stays: {count}";
    named_erased(versions, rows, texts): "已从 {versions} 个条目版本、{rows} 行监测数据、{texts} 处操作记录中删除。", "Erased from versions of entries: {versions}; rows of measurements: {rows}; texts of the audit: {texts}.";
    too_short(text, least): "“{text}”太短，不能据此找人：至少 {least} 个字。", "\"{text}\" is too short to find anybody by: it takes {least} characters.";
    not_overwritten(why): "人员已删除，但数据库文件没能整个重写：{why}。空闲页中可能还有痕迹：停下服务后用 sqlite3 对数据库文件执行 VACUUM。", "The person was erased, but the database file could not be written anew: {why}. Pages that are free may still hold traces: stop the server and run VACUUM on the file by sqlite3.";
}

/// That nothing was found of what was looked for.
pub fn nothing_of<'a>(lang: Lang, sought: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = sought.map(|text| quoted(lang, &text)).collect();
    named_none(lang, &quoted.join(lang.pick("、", ", ")))
}

/// What a topic comprises.
pub fn of(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Account => lang.pick(
            "姓名、用户名、启用日期、是否停用",
            "Name, user name, since when, whether shut out",
        ),
        Topic::Title => lang.pick(
            "职务（如副处长）",
            "Titles of posts",
        ),
        Topic::Mail => lang.pick("邮箱（可不填）", "E-mail address, if given"),
        Topic::SignIn => lang.pick(
            "登录用的密码、备用码和一次性链接（只存用于核对、不能还原的摘要），验证器的手工输入码（加密保存），通行密钥的名称、公钥和使用时间，与统一身份认证账号的绑定",
            "Password, recovery codes and one-time links (only as digests that tell them again and cannot be turned back), the code of the authenticator (encrypted), names, public keys and use of passkeys, the binding to an account of single sign-on",
        ),
        Topic::Sessions => lang.pick(
            "登录的时间、浏览器和系统的名称、常用浏览器的标记",
            "When you signed in, family of browser and system, marks of known browsers",
        ),
        Topic::Tries => lang.pick(
            "登录失败的时间；来源地址只存不能还原的摘要",
            "When signing in failed; where from, only as a digest that cannot be turned back",
        ),
        Topic::Posts => lang.pick(
            "岗位：单位、职责、起止日期、代理关系",
            "Posts: unit, duties, days, deputies",
        ),
        Topic::Keys => lang.pick(
            "程序接口密钥的名称、权限、起止日期（密钥本身只存不能还原的摘要）",
            "Names, scopes and days of your API keys (the key itself only as a digest that cannot be turned back)",
        ),
        Topic::Views => lang.pick("保存的台账视图", "Saved views of ledgers"),
        Topic::Messages => lang.pick("发给您的提醒、账户安全提醒及其邮件", "Reminders to you, what you were told of your account, and their mail"),
        Topic::Work => lang.pick(
            "报告、审核、督办、通报、台账、导入等记录旁的姓名，何时看过催办",
            "Your name beside reports, reviews, cases, bulletins, ledgers and imports; when you saw a reminder",
        ),
        Topic::Words => lang.pick(
            "您写的文字：报告、审核意见、督办和申请、通报、催办附言",
            "What you wrote: in reports, decisions, cases and requests, bulletins and reminders",
        ),
        Topic::Files => lang.pick(
            "您上传文件的名称；台账要求保留时，照片的拍摄地点",
            "Names of files you sent; where a photo was taken, if the ledger keeps that",
        ),
        Topic::Named => lang.pick(
            "台账中写到的人（责任人、河湖长等）：姓名、联系电话，备注和搁置的监测数据中写到的",
            "People whom ledgers name, such as those responsible and river chiefs: name, telephone number, and what remarks and rows of measurements that were set aside say of them",
        ),
        Topic::Audit => lang.pick(
            "操作记录：谁在何时以何岗位做了什么",
            "The audit: who did what, when and in which post",
        ),
    }
}

/// What it is for.
pub fn purpose(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Account => lang.pick(
            "登录，并让同事知道是谁办理的",
            "Signing in, and so that colleagues know who did something",
        ),
        Topic::Mail => lang.pick(
            "发送到期和逾期提醒、账户安全提醒",
            "Mailing what is due and overdue, and what happens to your account",
        ),
        Topic::SignIn => lang.pick("确认是本人登录", "Making sure that it is you"),
        Topic::Sessions => lang.pick(
            "保持登录，并让您发现陌生的登录",
            "Keeping you signed in, and showing you strange sessions",
        ),
        Topic::Tries => lang.pick("防止猜密码", "Slowing those who guess passwords"),
        Topic::Posts => lang.pick("决定谁可以做什么", "Deciding who may do what"),
        Topic::Keys => lang.pick("让您的程序以您的名义办理", "Letting your programs act for you"),
        Topic::Views => lang.pick("再次打开您常用的列表", "Opening your lists again"),
        Topic::Messages => lang.pick(
            "告诉您该办什么、账户有何变动，并证明已告知",
            "Telling you what is due and what happened to your account, and proving that it was told",
        ),
        Topic::Work => lang.pick("公务记录的责任人", "Who answers for an official record"),
        Topic::Title => lang.pick(
            "让同事知道以什么身份办理",
            "So that colleagues know in which capacity somebody acts",
        ),
        Topic::Words => lang.pick("公务记录的内容", "What an official record says"),
        Topic::Files => lang.pick("证明填报和台账的内容", "Proving what reports and ledgers say"),
        Topic::Named => lang.pick(
            "知道每个条目由谁负责、怎样联系",
            "Knowing who answers for an entry, and how to reach them",
        ),
        Topic::Audit => lang.pick("追溯责任，防止改写", "Accountability, and that nothing is rewritten"),
    }
}

/// Who sees it.
pub fn seen_by(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Account => lang.pick(
            "姓名：登录的同事；其余：管理员",
            "The name: colleagues who are signed in; the rest: administrators",
        ),
        Topic::Mail | Topic::Title | Topic::Posts => lang.pick("本人和管理员", "You and administrators"),
        Topic::SignIn => lang.pick("无人", "Nobody"),
        Topic::Sessions | Topic::Views => lang.pick("本人", "You"),
        Topic::Tries => lang.pick("无人；只由程序计数", "Nobody; the program counts them"),
        Topic::Keys => lang.pick("本人和管理员（不含密钥）", "You and administrators, without the key"),
        Topic::Messages => lang.pick(
            "本人；催办是否送达，督查室可见",
            "You; the office sees whether reminders arrived",
        ),
        Topic::Work => lang.pick(
            "登录的同事；公开页面只写单位",
            "Colleagues who are signed in; public pages name units only",
        ),
        Topic::Words => lang.pick(
            "有关单位的同事；发布的通报和审核判断公开，只写单位",
            "Colleagues of the units concerned; bulletins and judgements are public, with the unit only",
        ),
        Topic::Files => lang.pick("有关单位的同事", "Colleagues of the units concerned"),
        Topic::Named => lang.pick(
            "填报、牵头单位和督查室的同事；公开页面不显示",
            "Colleagues of the units that keep and lead, and the office; never on public pages",
        ),
        Topic::Audit => lang.pick(
            "有关记录的同事；公开页面只写单位",
            "Colleagues, with the record; public pages name units only",
        ),
    }
}

/// For how long it is kept.
pub fn kept(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Account | Topic::Title | Topic::Posts | Topic::Keys | Topic::Views | Topic::Messages => {
            lang.pick("直至删除账户", "Until the person is erased")
        }
        Topic::Mail => lang.pick("直至清空或删除账户", "Until it is cleared, or the person erased"),
        Topic::SignIn => lang.pick("直至更换或删除账户", "Until replaced, or the person erased"),
        Topic::Sessions => lang.pick(
            "登录最长 12 小时，失效后当天或次日自动删除；常用浏览器的标记 180 天",
            "A session for 12 hours at most, deleted by the program on that day or the next; marks of known browsers for 180 days",
        ),
        Topic::Tries => lang.pick(
            "最多 30 天，由程序每天自动删除",
            "30 days at most; the program deletes them daily",
        ),
        Topic::Words => lang.pick(
            "随公务档案保存",
            "As long as official records",
        ),
        Topic::Files => lang.pick(
            "直至删除账户；文件本身随公务档案保存",
            "Until the person is erased; the file itself as long as official records",
        ),
        Topic::Named => lang.pick(
            "随台账保存，含各个版本；本人提出后删除",
            "As long as the ledger, in all its versions; until the person asks for erasure",
        ),
        Topic::Work | Topic::Audit => lang.pick(
            "随公务档案保存；姓名直至删除账户",
            "As long as official records; the name until the person is erased",
        ),
    }
}

/// What becomes of it when the person is erased.
pub fn fate(lang: Lang, fate: Fate) -> &'static str {
    match fate {
        Fate::Gone => lang.pick("删除", "Gone"),
        Fate::Pseudonym => lang.pick(
            "姓名换成“已删除的用户”加编号",
            "\"Erased user\" and a number instead of the name",
        ),
        Fate::OnRequest => lang.pick(
            "本人提出后删除，原处写“已删除”",
            "Gone once that person asks for it; 已删除 (erased) stands in its place",
        ),
        Fate::Stays => lang.pick("保留，但不再对应姓名", "Kept, without the name"),
    }
}
