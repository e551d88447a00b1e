//! 人员: people and their posts.
//!
//! * here: a post and its duties, and why a decision cannot be made;
//! * [`outcome`]: what a decision comes to, before it is made;
//! * [`desk`]: the administrator's pages.

pub mod desk;
mod outcome;

pub use outcome::{Outcome, outcome};

use yaodian_contract::{
    MyPost,
    people::{People, PersonField, PersonRow},
};
use yaodian_domain::{
    access::Duty,
    id::AccountId,
    people::{LONGEST_TITLE, NotPossible},
    unit::Unit,
};

use crate::{Lang, label, labels, names, sentences};

labels! {
    person_name: "姓名", "Full name";
    choose_post: "选择岗位", "Choose a post";
    no_post: "您今天没有任职岗位，请联系管理员。", "You hold no post today; please ask the administrator.";
    several_posts: "您有多个岗位，请先选择以哪个岗位办理；已填内容仍在页面上。", "You hold several posts; choose the one to act in first. What you typed is still on the page.";
    moved_on: "人员岗位刚被他人改动，请重新载入后再办。", "Posts were just changed by somebody else; load the page again before you go on.";
    login_taken: "用户名已有人使用，请换一个。", "This name is taken; please choose another.";
    account_erased: "此人的个人信息已删除，账户不能再恢复、改名或发链接。", "This person was erased: the account cannot be opened again, edited or given a link.";
    account_shut: "账户已停用，请先恢复再安排岗位。", "The account is shut; let the person in again before giving a post.";
    own_hand: "这份填报经过您本人（或您所代理的人）之手，换岗位也不能审核，请由他人办理。", "This report went through your own hands, or those of the person you stand in for; somebody else has to decide, whichever post you act in.";
    unknown_post: "没有这个岗位，请重新载入。", "There is no such post; load the page again.";
    over: "这个岗位已经结束，不再改动。", "This post has ended and changes no more.";
    no_duty: "请至少选择一项职责。", "Please choose at least one duty.";
    nothing_changes: "与现在相同，没有改动。", "Nothing would be different.";
    same_person: "不能由本人代理或交给本人，请另选一人。", "Nobody stands in for himself or hands over to himself; choose somebody else.";
    a_deputys: "代理岗位的职责随被代理人，到期自动结束；只能提前结束或在其任期内延长。", "A deputy's post has the duties of the person who is away, and a last day. It can only end sooner, or later within that person's days.";
    not_before: "这个岗位不是为将撤回的岗位而结束的，不能随之恢复；请重新载入。", "That post did not end for the one that is withdrawn and cannot go on for it; load the page again.";
    oneself: "不能停用本人（或您所代理的人），请由另一位管理员办理。", "Nobody shuts himself out, or the person he stands in for; another administrator has to.";
    outside_the_post: "代理日期超出了被代理岗位的任期。", "The deputy's days lie outside those of the post.";
}

sentences! {
    choose_post_intro(name): "{name}，您今天有多个岗位。请选择以哪个岗位办理，之后可在页面上方切换；各岗位的权限互不相加。", "{name}, you hold several posts today. Choose the one to act in; you can change over at the top of the page. What one post allows does not add to another.";
    deputy_for(name): "代理{name}", "in place of {name}";
    until_day(day): "至 {day}", "until {day}";
    in_the_past(earliest): "日期不能早于 {earliest}。", "The day cannot be before {earliest}.";
    back_to_front(from, until): "结束日期 {until} 早于开始日期 {from}。", "The last day, {until}, is before the first, {from}.";
    title_too_long(length, most): "职务 {length} 字，最多 {most} 字。", "A title of {length} characters is too long; {most} at most.";
    already_held(duty): "此人这段时间已在该单位任“{duty}”，不必重复。", "This person is \"{duty}\" of that unit on some of these days already.";
    has_begun(from): "岗位已于 {from} 开始，不能撤回；请改为结束。", "The post began on {from} and cannot be withdrawn; end it instead.";
    no_administrator(from): "自 {from} 起将没有管理员，请先安排另一位。", "Nobody would be administrator from {from} on; appoint another one first.";
    empty_or_long(field, most): "{field}不能为空，最多 {most} 字。", "{field}: not empty, and {most} characters at most.";
    login_field(most): "用户名不能为空，最多 {most} 字，中间不能有空格。", "User name: not empty, {most} characters at most, and none of them a blank.";
}

/// A post by its unit and title: 水处 · 副处长.
pub fn post_name(lang: Lang, unit: &Unit, title: &str) -> String {
    let unit = lang.unit(unit);
    if title.is_empty() {
        unit.to_owned()
    } else {
        format!("{unit} · {title}")
    }
}

/// A person by name, and by what is typed to sign in where somebody else has the same name.
pub fn called(lang: Lang, people: &People, account: &AccountId) -> String {
    let Some(person) = people.person(account) else {
        return label::no_value(lang).to_owned();
    };
    let same = |other: &&PersonRow| other.name == person.name;
    if people.people.iter().filter(same).count() > 1 {
        desk::name_and_login(lang, &person.name, &person.login)
    } else {
        person.name.clone()
    }
}

/// Duties side by side: 填报 · 审核.
pub fn duties(lang: Lang, duties: &[Duty]) -> String {
    let names: Vec<_> = duties.iter().map(|duty| names::duty(lang, *duty)).collect();
    names.join(" · ")
}

/// What is to be said of one's own post beside its name: its duties, for whom, until when.
pub fn post_more(lang: Lang, post: &MyPost) -> String {
    let mut parts = vec![duties(lang, &post.duties)];
    parts.extend(post.stands_in_for.as_ref().map(|name| deputy_for(lang, name)));
    parts.extend(post.until.map(|day| until_day(lang, &day)));
    parts.extend(post.plan.as_ref().map(|plan| lang.of(plan).to_owned()));
    parts.extend((post.works_on.as_ref()).map(|plan| desk::works_on(lang, &lang.of(plan))));
    parts.join(lang.pick("，", ", "))
}

/// Why a decision about posts cannot be made.
pub fn not_possible(lang: Lang, why: &NotPossible) -> String {
    match why {
        NotPossible::UnknownPost => unknown_post(lang).to_owned(),
        NotPossible::Over => over(lang).to_owned(),
        NotPossible::InThePast { earliest } => in_the_past(lang, earliest),
        NotPossible::BackToFront { from, until } => back_to_front(lang, from, until),
        NotPossible::NoDuty => no_duty(lang).to_owned(),
        NotPossible::TitleTooLong { length } => title_too_long(lang, length, &LONGEST_TITLE),
        NotPossible::AlreadyHeld { duty } => already_held(lang, &names::duty(lang, *duty)),
        NotPossible::NothingChanges => nothing_changes(lang).to_owned(),
        NotPossible::SamePerson => same_person(lang).to_owned(),
        NotPossible::ADeputys => a_deputys(lang).to_owned(),
        NotPossible::OutsideThePost => outside_the_post(lang).to_owned(),
        NotPossible::HasBegun { from } => has_begun(lang, from),
        NotPossible::NotBefore => not_before(lang).to_owned(),
        NotPossible::Oneself => oneself(lang).to_owned(),
        NotPossible::NoAdministrator { from } => no_administrator(lang, from),
    }
}

/// That a field of a person is empty or too long, or a user name has blanks.
pub fn person_field(lang: Lang, field: PersonField, most: usize) -> String {
    match field {
        PersonField::Login => login_field(lang, &most),
        PersonField::Name => empty_or_long(lang, &person_name(lang), &most),
    }
}
