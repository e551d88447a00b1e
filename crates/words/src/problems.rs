//! Why something was refused, and how to mend it.

use yaodian_contract::Kind;
use yaodian_domain::{
    access::Refusal,
    evidence::MOST_FILES,
    number::{MOST_DECIMALS, NumberError},
    observation::FigureProblem,
    report::{InvalidStep, LONGEST_TEXT, Mark, State},
    typed::{Field, Trouble},
};

use crate::{
    Lang, bulletin, cells, closing,
    figures::{self, number},
    intake, judgement, keys, label, monitoring_desk, names, people, periods, prose, reminders, report, sentences,
    sign_in, supervision,
};

sentences! {
    tries(minutes): "密码错误次数过多，请 {minutes} 分钟后再试。", "Too many wrong passwords. Try again in {minutes} minutes.";
    short_password(least): "密码至少 {least} 个字符。", "The password must have at least {least} characters.";
    ahead(period, opens): "{period} 尚未开放填报，{opens} 开放。", "{period} has not opened yet; it opens on {opens}.";
    closed(period, closed): "{period} 已于 {closed} 关闭，不再接收填报；如需补报请联系督查室。", "{period} closed on {closed} and accepts no more reports; ask the supervision office.";
    malformed(what): "看不懂“{what}”，请检查后重试。", "\"{what}\" is not understood; please check it and try again.";
    not_among(what, choices): "“{what}”不在可选之列；可以是：{choices}。", "\"{what}\" is none of what can stand here: {choices}.";
    media_type(wanted): "内容的格式（Content-Type）不对，请用 {wanted}。", "The body is of a form (Content-Type) that is not taken here; send {wanted}.";
    too_large(limit): "内容超过 {limit} KB，请缩短后重试。", "The content is larger than {limit} KB; please shorten it and try again.";
    broken(incident): "服务器出错，内容没有保存。请稍后再试；编号 {incident}。", "The server failed and nothing was stored. Try again later; incident {incident}.";
    moved_returned(by): "{by} 已先退回这份填报，请重新载入。", "{by} has returned this report already; please load it again.";
    moved_approved(by): "{by} 已先通过这份填报，请重新载入。", "{by} has approved this report already; please load it again.";
    moved_submitted(by): "这份填报已由 {by} 报送，请重新载入。", "This report was sent by {by} in the meantime; please load it again.";
    not_from(state): "这份填报“{state}”，不能这样办理。", "This report is \"{state}\" and cannot take that step.";
    text_long(length, limit): "文字 {length} 字，超过上限 {limit} 字，请缩短。", "{length} characters is more than the limit of {limit}; please shorten it.";
    in_field(field, what): "{field}：{what}", "{field}: {what}";
    unexpected(found, at): "第 {at} 个字符“{found}”不是数字；只填数字，如 89.3。", "Character {at}, \"{found}\", is not part of a number; type digits only, such as 89.3.";
    comma(at): "第 {at} 个字符的逗号位置不对：千位写作 12,480，小数写作 89.3。", "The comma at character {at} is out of place: write 12,480 for thousands and 89.3 for decimals.";
    too_precise(most): "小数最多 {most} 位。", "At most {most} decimals.";
    negative(value): "{value} 小于零；数量和比例不能为负。", "{value} is below zero; counts and ratios cannot be negative.";
    above_hundred(value): "{value}% 超过 100%，请核对。", "{value}% is above 100%; please check it.";
    more_than_whole(done, of): "已完成 {done} 大于总数 {of}，请核对两个数。", "{done} done is more than {of} in all; please check both figures.";
    beside_ledger(ledger, figure): "这项数据由“{ledger}”得出：{figure}。请更新台账，不另填数。", "This figure is counted from \"{ledger}\": {figure}. Update the ledger; no other figure is taken.";
    entry_problems(count): "条目有 {count} 处要改，见各栏说明。", "{count} cells of the entry have to be mended; see each of them.";
    key_taken(key): "编号 {key} 已有条目，请换一个编号或修改原条目。", "There is an entry with the number {key}; choose another one or edit that entry.";
    clashed(count): "他人刚改过同样的 {count} 栏，请看清后再决定。", "Somebody has just changed the same {count} cells; look at them before you decide.";
    not_an_address(text): "“{text}”不是邮箱地址，应如 name@example.org。", "\"{text}\" is no mail address; one looks like name@example.org.";
    no_font(package): "服务器上没有中文字体，印不出 PDF；请管理员安装 {package}。DOCX 仍可下载。", "The server has no Chinese font to set a PDF with; ask the administrator to install {package}. The DOCX can be had.";
    trial_day(from, to): "试用的日期只能往后调，请选 {from} 至 {to}。", "A trial's day only moves forward; choose one from {from} to {to}.";
    day_out_of_range(day, from, to): "“{day}”离计划年度太远，没有可看的；请选 {from} 至 {to} 之间的一天。", "{day} lies too far from the plan's year for anything to be known; choose a day from {from} to {to}.";
    too_often(seconds): "这个地址来的请求太多，先让给别人；请 {seconds} 秒后再试。", "Too many requests come from this address; others have their turn. Try again in {seconds} seconds.";
    too_slow(seconds): "内容传得太慢：{seconds} 秒内几乎没有收到数据，已断开。请检查网络后重新发送。", "What was sent came too slowly: next to nothing arrived within {seconds} seconds. Check the network and send it again.";
    answer_lost(subject, id): "这次请求已经办成，而且只办了一次，但答复没有留存。请重新载入查看结果，不必重发（{subject} {id}）。", "This request was carried out, and only once, but its answer was not kept. Load the page again to see what came of it; there is no need to send it again ({subject} {id}).";
    not_whole(value): "{value} 不是整数；这里数的是个数。", "{value} is not a whole number; things are counted here.";
}

/// What an HTTP status says, for the title of a refusal.
pub fn title(lang: Lang, status: u16) -> &'static str {
    match status {
        400 => lang.pick("请求看不懂", "The request is not understood"),
        401 => lang.pick("没有凭证", "Nobody is signed in, and no key was shown"),
        403 => lang.pick("没有权限", "Not allowed"),
        404 => lang.pick("没有找到", "Not found"),
        405 => lang.pick("不能这样办理", "This cannot be done here"),
        409 => lang.pick("与现状不符", "It does not fit what stands there now"),
        410 => lang.pick("已失效", "No longer valid"),
        413 => lang.pick("内容太大", "Too large"),
        415 => lang.pick("不支持这种格式", "This form is not taken"),
        422 => lang.pick("内容有误", "Something in it is wrong"),
        429 => lang.pick("太频繁", "Too many requests"),
        408 => lang.pick("传得太慢", "Too slow"),
        503 => lang.pick("暂时办不了", "Not possible at the moment"),
        507 => lang.pick("磁盘已满", "No room is left"),
        _ => lang.pick("服务器出错", "The server failed"),
    }
}

/// The sentence for a refusal.
pub fn problem(lang: Lang, kind: &Kind) -> String {
    match kind {
        Kind::SignedOut => lang.pick("尚未登录或登录已过期，请登录后继续；已填内容仍在页面上。", "You are not signed in, or no longer. Sign in to go on; what you typed is still on the page.").to_owned(),
        Kind::WrongPassword => lang.pick("用户名或密码不对。", "Name or password is wrong.").to_owned(),
        Kind::TooManyTries { minutes } => tries(lang, minutes),
        Kind::LinkUnknown => lang.pick("链接不对：请核对是否复制完整，或请管理员重新发一个。", "This link is not known: check that it was copied in full, or ask the administrator for a new one.").to_owned(),
        Kind::LinkExpired => lang.pick("链接已过期，请管理员重新发一个。", "This link has expired; ask the administrator for a new one.").to_owned(),
        Kind::LinkUsed => lang.pick("链接已用过；如未设定成功，请管理员重新发一个。", "This link was used already; ask the administrator for a new one.").to_owned(),
        Kind::PasswordTooShort { least } => short_password(lang, least),
        Kind::Password { why } => sign_in::password_problem(lang, *why),
        Kind::SecondStep { why } => sign_in::second_step_problem(lang, *why).to_owned(),
        Kind::Passkey { why } => sign_in::passkey_problem(lang, *why),
        Kind::SingleSignOn { why } => sign_in::single_sign_on_problem(lang, *why).to_owned(),
        Kind::Forbidden { why } => refusal(lang, why).to_owned(),
        Kind::OwnTarget => judgement::own_target(lang).to_owned(),
        Kind::Judgement { why } => judgement::problem(lang, why),
        Kind::NoPost => people::no_post(lang).to_owned(),
        Kind::ChoosePost => people::several_posts(lang).to_owned(),
        Kind::NotPossible { why } => people::not_possible(lang, why),
        Kind::PeopleMovedOn => people::moved_on(lang).to_owned(),
        Kind::LoginTaken => people::login_taken(lang).to_owned(),
        Kind::AccountErased => people::account_erased(lang).to_owned(),
        Kind::AccountShut => people::account_shut(lang).to_owned(),
        Kind::PersonField { field, most } => people::person_field(lang, *field, *most),
        Kind::CrossSite => lang.pick("请求来自别的网站，已拒绝。请在本站页面上操作。", "The request came from another site and was refused. Please use this site's own pages.").to_owned(),
        Kind::Field { trouble } => in_field(lang, &field(lang, trouble.field), &trouble_text(lang, &trouble.trouble)),
        Kind::Step { why } => invalid_step(lang, why),
        Kind::Case { why } => supervision::problem(lang, why),
        Kind::Bulletin { why } => bulletin::problem(lang, why),
        Kind::PlanClosed { on } => closing::plan_closed(lang, on),
        Kind::Closing { why } => closing::problem(lang, why),
        Kind::Carry { why } => closing::carry_problem(lang, why),
        Kind::Prose { why } => prose::trouble(lang, why),
        Kind::Import { why } => intake::problem(lang, why),
        Kind::Shares { why } => intake::shares::problem(lang, why, None),
        Kind::NoChineseFont { package } => no_font(lang, package),
        Kind::CaseExists => supervision::case_exists(lang).to_owned(),
        Kind::ReportExists => lang.pick("本期这一目标已有填报在办，请重新载入后在其上修改。", "A report for this target and period is under way already; load it again and write on there.").to_owned(),
        Kind::PeriodAhead { period, opens } => ahead(lang, period, opens),
        Kind::PeriodClosed { period, closed: day } => closed(lang, period, day),
        Kind::PeriodLocked { period, locked } => periods::locked(lang, period, locked),
        Kind::OtherPeriod { given, asked } => periods::other_period(lang, asked, given),
        Kind::Reopening { why } => periods::problem(lang, why),
        Kind::FileUnknown => report::file_unknown(lang).to_owned(),
        Kind::BesideLedger { ledger, figure } => beside_ledger(lang, &lang.of(ledger), &figures::bare(lang, figure)),
        Kind::Entry { problems } => entry_problems(lang, &problems.len()),
        Kind::KeyTaken { key } => key_taken(lang, key),
        Kind::Clash { clashes, .. } => clashed(lang, &clashes.len()),
        Kind::Measurements { why } => monitoring_desk::table_trouble(lang, why),
        Kind::NoNetwork => monitoring_desk::no_network(lang).to_owned(),
        Kind::KeyUnknown => monitoring_desk::key_unknown(lang).to_owned(),
        Kind::ScopeMissing { scope } => keys::scope_missing(lang, &keys::scope(lang, *scope)),
        Kind::NotForKeys => keys::not_for_keys(lang).to_owned(),
        Kind::Key { why } => keys::problem(lang, why),
        Kind::File { why } => cells::file(lang, why),
        Kind::Evidence { why } => cells::evidence(lang, why),
        Kind::Asking { why } => reminders::asking(lang, why),
        Kind::NotAnAddress { text } => not_an_address(lang, text),
        Kind::TrialDay { from, to } => trial_day(lang, from, to),
        Kind::NotUndoable => lang.pick("这一步已经撤销，或不是您做的，不能撤销。", "This was undone already, or somebody else did it; you cannot undo it.").to_owned(),
        Kind::NotYourLedger => lang.pick("本单位不填也不牵头这个台账。", "Your unit neither holds nor leads this ledger.").to_owned(),
        Kind::NotFound => lang.pick("没有找到，请核对地址或编号。", "Not found; please check the address or the identifier.").to_owned(),
        Kind::MethodNotAllowed => lang.pick("这个地址不能这样办理；可用的方法见 Allow。", "This cannot be done at this address; the header Allow says what can.").to_owned(),
        Kind::MediaType { wanted } => media_type(lang, wanted),
        Kind::Malformed { what } => malformed(lang, what),
        Kind::NotAmong { what, choices } => not_among(lang, what, &choices.join(lang.pick("、", ", "))),
        Kind::TooLarge { limit_kib } => too_large(lang, limit_kib),
        Kind::Broken { incident } => broken(lang, incident),
        Kind::DayOutOfRange { day, from, to } => day_out_of_range(lang, day, from, to),
        Kind::TooOften { seconds } => too_often(lang, seconds),
        Kind::TooManyListeners => lang.pick("同时实时查看的页面太多；内容可手动刷新，稍后会再连接。", "Too many pages are being kept up to date; load this one anew by hand, it will connect again later.").to_owned(),
        Kind::Unreachable => lang.pick("没有收到服务器的答复，不知道是否已经送到；已填内容仍在页面上，请稍后再点一次，不会重复办理。", "No answer came from the server, and whether it arrived is not known; what you typed is still on the page. Press the button again later: it is not done twice.").to_owned(),
        Kind::DiskFull => lang.pick("服务器磁盘已满，这次的内容没有保存。请管理员清理数据文件夹所在的磁盘；腾出空间后再发一次即可。", "The server's disk is full, and nothing of this was kept. Ask the administrator to make room where the data folder lies; then send it again.").to_owned(),
        Kind::NotWritable => lang.pick("服务器的磁盘或数据库不能写入，这次的内容没有保存。请管理员检查数据文件夹是否只读、磁盘是否正常；恢复后再发一次即可。", "The server's disk or database cannot be written to, and nothing of this was kept. Ask the administrator whether the data folder is read-only or its disk fails; then send it again.").to_owned(),
        Kind::DatabaseAway => lang.pick("数据库暂时连不上或太忙。请稍后再试；如果刚才在提交，请先重新载入看看是否已经保存。", "The database cannot be reached at the moment, or is too busy. Try again shortly; if you were sending something, load the page again first to see whether it was kept.").to_owned(),
        Kind::FilesAway => lang.pick("存放文件的地方（对象存储）暂时连不上，这次的内容没有保存。请稍后再发一次；一直这样，请告诉管理员。", "The place where files are kept (a bucket on an S3 server) cannot be reached at the moment, and nothing of this was kept. Send it again shortly; if that does not help, tell the administrator.").to_owned(),
        Kind::TooSlow { seconds } => too_slow(lang, seconds),
        Kind::CutShort => lang.pick("内容没有传完就断了，没有保存。请重新发送。", "What was sent broke off before its end, and nothing of it was kept. Send it again.").to_owned(),
        Kind::Stopping => lang.pick("服务器正在停下或重新启动，内容还没有传完，没有保存。请过一会儿再发一次。", "The server is being stopped or started anew; what you sent had not arrived as a whole, and nothing of it was kept. Send it again in a moment.").to_owned(),
        Kind::RequestKeyReused => lang.pick("这个 Idempotency-Key 已用于另一个请求；每个请求请用一个新的。", "This Idempotency-Key was used for another request; give each request a key of its own.").to_owned(),
        Kind::RequestUnderWay => lang.pick("同一个 Idempotency-Key 的请求还在办理，请稍候再问。", "The request with this Idempotency-Key is still under way; ask again in a moment.").to_owned(),
        Kind::AnswerLost { subject, id } => answer_lost(lang, subject, id),
    }
}

/// What is wrong with a field, without its name.
pub fn trouble_text(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::Number { why } => self::number_error(lang, why),
        Trouble::Figure { why } => match why {
            FigureProblem::WrongForm => lang
                .pick(
                    "填的形式与目标不符，请重新载入页面。",
                    "This form of figure does not fit the target; load the page again.",
                )
                .to_owned(),
            FigureProblem::Negative { value } => negative(lang, &number(*value)),
            FigureProblem::AboveHundred { value } => above_hundred(lang, &number(*value)),
            FigureProblem::MoreThanWhole { done, of } => more_than_whole(lang, &number(*done), &number(*of)),
            FigureProblem::EmptyWhole => lang.pick("总数不能为零。", "The total cannot be zero.").to_owned(),
            FigureProblem::NotWhole { value } => not_whole(lang, &number(*value)),
            FigureProblem::WholeUnknown => lang
                .pick(
                    "请填总数，否则算不出比例。",
                    "Please give the total; without it there is no ratio.",
                )
                .to_owned(),
            FigureProblem::TooLarge { .. } => lang
                .pick(
                    "数太大，请核对单位。",
                    "The number is too large; please check the unit.",
                )
                .to_owned(),
            FigureProblem::NoWords => lang.pick("还没有填写。", "Nothing is written yet.").to_owned(),
        },
    }
}

/// Why a number that was typed was not understood.
pub fn number_error(lang: Lang, why: &NumberError) -> String {
    match why {
        NumberError::Empty => lang
            .pick("还没有填；空白不等于零。", "Nothing is typed yet; a blank is not zero.")
            .to_owned(),
        NumberError::Unexpected { found, at } => unexpected(lang, found, at),
        NumberError::Comma { at } => comma(lang, at),
        NumberError::TooPrecise => too_precise(lang, &MOST_DECIMALS),
        NumberError::TooLarge => lang
            .pick(
                "数太大，请核对单位。",
                "The number is too large; please check the unit.",
            )
            .to_owned(),
    }
}

/// The name of a field.
pub fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Value => label::field_value(lang),
        Field::Done => label::field_done(lang),
        Field::Of => label::field_of(lang),
        Field::Step => label::field_step(lang),
        Field::Words => label::field_words(lang),
        Field::Progress => label::field_progress(lang),
        Field::Problems => label::field_problems(lang),
        Field::NextSteps => label::field_next_steps(lang),
        Field::Note => label::field_note(lang),
    }
}

pub(crate) fn refusal(lang: Lang, why: &Refusal) -> &'static str {
    match why {
        Refusal::NotAReporter => lang.pick("您的账户没有填报权限。", "Your account may not report."),
        Refusal::OtherUnit => lang.pick(
            "这个目标由别的单位填报，不能代填。",
            "Another unit reports on this target; you cannot report for it.",
        ),
        Refusal::NotTheLeader => lang.pick(
            "这份填报由填报单位的领导签发。",
            "The leader of the reporting unit signs this report.",
        ),
        Refusal::NotAReviewer => lang.pick("您的账户没有审核权限。", "Your account may not review."),
        Refusal::NotTheOffice => lang.pick("这一步由督查室办理。", "Only the supervision office does this."),
        Refusal::NotAnAdministrator => lang.pick("这一步由管理员办理。", "Only an administrator does this."),
        Refusal::OwnHand => people::own_hand(lang),
        Refusal::NotLeading => lang.pick(
            "本单位不是这项任务的牵头单位，不能审核。",
            "Your unit does not lead this task and cannot review it.",
        ),
        Refusal::NotOverseeing => lang.pick(
            "这里只向督查室和管理员开放。",
            "Only the supervision office and administrators see the cockpit.",
        ),
        Refusal::NotPlanning => lang.pick(
            "导入工作要点和目标分解由督查室或管理员办理。",
            "Only the supervision office and administrators bring plans in and break targets down.",
        ),
        Refusal::OwnReport { .. } => lang.pick(
            "不能审核本单位的填报，请由其他牵头单位或督查室审核。",
            "You cannot review your own unit's report; another lead unit or the supervision office does.",
        ),
        Refusal::OtherPlan => lang.pick(
            "这属于另一份工作要点，您现在的岗位不在其中。有那里的岗位时，请换岗位后再办。",
            "This belongs to another plan than the one of the post in which you act. If you hold a post there, change to \
             it first.",
        ),
        Refusal::OwnCase => supervision::own_case(lang),
        Refusal::OwnTarget => judgement::own_target(lang),
        Refusal::NotYourStep => supervision::not_your_step(lang),
    }
}

fn invalid_step(lang: Lang, why: &InvalidStep) -> String {
    match why {
        InvalidStep::MovedOn { state, .. } => match state {
            State::Returned { by, .. } => moved_returned(lang, by),
            State::Approved { by, .. }
            | State::Published {
                approved: Mark { by, .. },
                ..
            } => moved_approved(lang, by),
            State::Submitted { by, .. } => moved_submitted(lang, by),
            State::UnderReview { by, on, .. } => report::taken_up(lang, by, on),
            State::Draft | State::AwaitingSignature { .. } => lang
                .pick(
                    "这份填报已在别处修改，请重新载入；已填内容仍在页面上。",
                    "This report was changed elsewhere; load it again. What you typed is still on the page.",
                )
                .to_owned(),
        },
        InvalidStep::NotFrom { from } => not_from(lang, &names::state(lang, *from)),
        InvalidStep::TakenUp { by, on } => report::taken_up(lang, by, on),
        InvalidStep::TooManyFiles { files } => report::too_many_files(lang, files, &MOST_FILES),
        InvalidStep::NoteMissing => lang
            .pick("退回时请写明要改什么。", "Please say what is to be mended.")
            .to_owned(),
        InvalidStep::TextTooLong { length } => text_long(lang, length, &LONGEST_TEXT),
    }
}
