//! 催办: what waits for a person, in the app and by mail; and what the office sees of it.

use yaodian_contract::{
    AskingTrouble,
    reminders::{MailTrouble, Sending},
};
use yaodian_domain::{
    Date,
    reminder::{About, Group},
    time::days_between,
};

use crate::{Lang, labels, say, sentences, supervision};

labels! {
    title: "催办", "Reminders";
    nothing: "没有催办事项。", "Nothing waits for you.";
    told_title: "催办记录", "Reminders sent";
    mine: "我的催办", "For me";
    seen_button: "知道了", "Seen";
    ask_title: "人工催办", "Remind a unit now";
    ask_intro: "对方立即在应用中看到，并列入下一封邮件；其中有目标的，报送后自动消除。", "They see it in the app at once and in their next mail; what is about a target goes away once it is reported.";
    ask_note: "催办内容", "What is asked for";
    ask_target: "涉及目标（选填）", "About a target (optional)";
    ask_no_target: "不限目标", "no one target";
    ask_duty: "催办对象", "Whom";
    ask_button: "催办", "Remind";
    messages_title: "发给谁、结果如何", "What was sent, and what became of it";
    nudges_title: "人工催办记录", "Reminded out of turn";
    failed_title: "没有送达", "Not delivered";
    failed_advice: "请核对邮箱地址或邮件服务器，并另行通知本人。", "Check the address or the mail server, and tell the person some other way.";
    unanswered_title: "没有人可催", "Nobody to remind";
    unanswered_advice: "有待办事项，但单位没有相应账户；请管理员添加人员。", "Something waits, and the unit has no account for it; ask the administrator to add one.";
    no_mail: "未配置邮件服务器，催办只在应用中显示。", "No mail server is set up; reminders stand in the app alone.";
    no_messages: "近期没有催办。", "Nothing was sent lately.";
    unseen: "尚未阅", "not seen yet";
    day_word: "日期", "Day";
    person_word: "收件人", "To";
    address_word: "邮箱", "Address";
    lines_word: "事项", "Items";
    sending_word: "结果", "Outcome";
    by_word: "催办人", "By";
    seen_word: "已阅", "Seen by";
    to_do: "去办理", "Open";
    bell: "催办", "Reminders";
    about_overdue: "已过完成时限", "Past the due date";
    about_late: "已过报送期限", "Reports that are late";
    about_returned: "退回待修改", "Handed back, to be corrected";
    about_due: "待报送", "Reports to be sent";
    about_review: "待审核", "Reports to review";
    about_signature: "待签发", "Reports to sign";
    about_near: "临近完成时限", "Due dates that are near";
    about_slip: "督办单待签收、反馈", "Slips to sign for or to answer";
    about_decision: "待督查室办理", "Waiting for the supervision office";
    about_asked: "督查室催办", "Asked by the supervision office";
    mail_foot: "办理后不再提醒。本邮件由系统自动发出，请勿回复。", "What is done is not mentioned again. This mail is sent by a machine; please do not answer it.";
    trial_mail: "试用系统发出，内容不是真实进展。", "Sent by a trial; what it says is not real progress.";
    move_day: "把日期移到", "Move the day to";
    move_day_button: "移动", "Move";
    move_day_hint: "逐日经过，每天照常巡查、催办；不能回退。", "Day by day, each with its round and reminders; it never goes back.";
}

sentences! {
    waiting(n): "{n} 件事项等您办理。", "{n} things wait for you.";
    mailed_to(address): "每个工作日至多一封邮件，发到 {address}。", "At most one mail on a working day, to {address}.";
    subject(day, n): "【要点催办】{day}：{n} 件待办", "[Yaodian] {day}: {n} things wait for you";
    subject_urgent(day, n, late): "【要点催办】{day}：{n} 件待办，其中逾期 {late} 件", "[Yaodian] {day}: {n} things wait for you, {late} of them overdue";
    greeting(name, day, n): "{name}：截至 {day}，以下 {n} 件事项等您办理。", "{name}, as of {day} these {n} things wait for you.";
    item(name, detail): "{name}：{detail}", "{name}: {detail}";
    of_unit(unit, name): "{unit} — {name}", "{unit} — {name}";
    all_in_app(address): "全部事项：{address}", "All of them: {address}";
    report_due(period, due, left): "{period} 填报，{due} 前报送，{left}", "{period} report, due {due}, {left}";
    drafted(text): "{text}；草稿未报", "{text}; begun, not sent";
    returned(period, by, note): "{period} 填报被 {by} 退回：{note}", "{period} report, returned by {by}: {note}";
    signature(period, since, due, left): "{period} 填报，{since} 报签，{due} 前应报送，{left}", "{period} report, laid before you on {since}, due {due}, {left}";
    review(period, sent, days): "{period} 填报，{sent} 报送，已等 {days} 天", "{period} report, sent {sent}, waiting for {days} days";
    slip_sign(colour, due, left): "{colour}：请于 {due} 前签收，{left}", "{colour}: to be signed for by {due}, {left}";
    slip_answer(colour, due, left): "{colour}：请于 {due} 前反馈，{left}", "{colour}: to be answered by {due}, {left}";
    decision(kind, day, days): "{kind}，{day} 提出，已等 {days} 天", "{kind}, since {day}, waiting for {days} days";
    task_due(due, left): "完成时限 {due}，{left}", "due {due}, {left}";
    nudge(by, day, note): "{note}（{by}，{day}）", "{note} ({by}, {day})";
    attempts(n): "已试 {n} 次", "tried {n} times";
    refused(code, said): "对方服务器拒收（{code} {said}）", "the server refused it ({code} {said})";
    put_off(code, said): "对方服务器暂不接收（{code} {said}）", "the server put it off ({code} {said})";
    insecure(said): "无法建立加密连接（{said}）", "no secure connection came about ({said})";
    not_reached(said): "连不上邮件服务器（{said}）", "the mail server could not be reached ({said})";
    broken_off(said): "与邮件服务器的连接中断（{said}）", "the connection to the mail server broke off ({said})";
    unknown_unit(unit): "没有单位“{unit}”。", "There is no unit \"{unit}\".";
    unknown_target(target): "没有目标“{target}”。", "There is no target \"{target}\".";
    note_long(length, limit): "催办内容 {length} 字，超过上限 {limit} 字，请缩短。", "{length} characters is more than the limit of {limit}; please shorten what is asked for.";
    asked(units, people): "已催办 {units} 个单位，{people} 人可见。", "{units} units reminded; {people} people see it.";
    since(day): "{day} 以来", "Since {day}";
    seen_by(name, day): "{name}（{day}）", "{name} ({day})";
    lines(n): "{n} 件", "{n}";
    units(n): "{n} 个单位", "{n} units";
}

/// The heading of a group.
pub fn group(lang: Lang, group: Group) -> &'static str {
    match group {
        Group::Asked => about_asked(lang),
        Group::Slip => about_slip(lang),
        Group::Decision => about_decision(lang),
        Group::Overdue => about_overdue(lang),
        Group::Late => about_late(lang),
        Group::Returned => about_returned(lang),
        Group::Due => about_due(lang),
        Group::Signature => about_signature(lang),
        Group::Review => about_review(lang),
        Group::Near => about_near(lang),
    }
}

/// What waits, without the name of what it is about.
pub fn detail(lang: Lang, about: &About, day: Date) -> String {
    match about {
        About::Nudge(asked) => nudge(lang, &asked.by, &asked.on, &asked.note),
        About::Report {
            period, due, drafted, ..
        } => {
            let text = report_due(lang, period, due, &left(lang, day, *due));
            if *drafted { self::drafted(lang, &text) } else { text }
        }
        About::Returned { period, by, note, .. } => returned(lang, period, by, note),
        About::Signature { period, since, due, .. } => signature(lang, period, since, due, &left(lang, day, *due)),
        About::Review { period, sent, .. } => review(lang, period, sent, &days_between(*sent, day)),
        About::Slip {
            colour, due, signed, ..
        } => {
            let (colour, left) = (supervision::colour(lang, *colour), left(lang, day, *due));
            if *signed {
                slip_answer(lang, &colour, due, &left)
            } else {
                slip_sign(lang, &colour, due, &left)
            }
        }
        About::Decision { kind, since, .. } => {
            let kind = supervision::kind(lang, *kind);
            decision(lang, &kind, since, &days_between(*since, day))
        }
        About::Task { due, .. } => task_due(lang, due, &left(lang, day, *due)),
    }
}

fn left(lang: Lang, day: Date, due: Date) -> String {
    match days_between(day, due) {
        0 => lang.pick("今天到期", "due today").to_owned(),
        days @ 1.. => say::due_in(lang, &days),
        days => say::overdue_by(lang, &-days),
    }
}

/// What became of a message.
pub fn sending(lang: Lang, sending: Sending) -> &'static str {
    match sending {
        Sending::InApp => lang.pick("仅在应用中显示", "in the app alone"),
        Sending::Waiting => lang.pick("待发送", "to be sent"),
        Sending::Sent => lang.pick("已发送", "sent"),
        Sending::Refused => lang.pick("被拒收", "refused"),
        Sending::GivenUp => lang.pick("多次未发出，已停止", "given up after many tries"),
        Sending::Moot => lang.pick("发送前已办结", "done before it was sent"),
        Sending::Folded => lang.pick("并入次日邮件", "taken into a later mail"),
    }
}

/// Why a mail was not sent.
pub fn trouble(lang: Lang, trouble: &MailTrouble) -> String {
    match trouble {
        MailTrouble::Refused { code, said } => refused(lang, code, said),
        MailTrouble::PutOff { code, said } => put_off(lang, code, said),
        MailTrouble::Slow => lang
            .pick("邮件服务器没有及时答复", "the mail server did not answer in time")
            .to_owned(),
        MailTrouble::Insecure { said } => insecure(lang, said),
        MailTrouble::NotReached { said } => not_reached(lang, said),
        MailTrouble::BrokenOff { said } => broken_off(lang, said),
        MailTrouble::Address => lang.pick("邮箱地址不对", "the address is no mail address").to_owned(),
    }
}

/// Why units cannot be asked.
pub(crate) fn asking(lang: Lang, why: &AskingTrouble) -> String {
    match why {
        AskingTrouble::NoUnit => lang
            .pick("请选择要催办的单位。", "Please choose the units to remind.")
            .to_owned(),
        AskingTrouble::UnknownUnit { unit } => unknown_unit(lang, unit),
        AskingTrouble::UnknownTarget { target } => unknown_target(lang, target),
        AskingTrouble::NoNote => lang
            .pick("请写明催办内容。", "Please say what is asked for.")
            .to_owned(),
        AskingTrouble::NoteTooLong { length, limit } => note_long(lang, length, limit),
    }
}
