//! The administrator's pages.

use yaodian_contract::people::OpenWork;
use yaodian_domain::access::Duty;

use crate::{Lang, labels, sentences};

labels! {
    title: "人员", "People";
    intro: "谁在哪个单位、担任什么职责、从哪天到哪天。只改今后，不改过去；每一步都留痕。", "Who holds which duties of which unit, from when until when. Decisions count from today on, never back; each one is on record.";
    everybody: "全体人员", "Everybody";
    find: "按姓名、用户名或单位查找", "Find by name, user name or unit";
    nobody_found: "没有符合的人员。换个写法，或清空查找框。", "Nobody matches. Try another spelling, or clear the field.";
    invite: "邀请或任职", "Invite or appoint";
    contact: "用户名 / 邮箱", "User name, e-mail";
    post_word: "职务 · 职责", "Title and duties";
    days_word: "任期", "From and until";
    notes_word: "备注", "Notes";
    other_units: "不在本年要点中的单位", "Units that the plan does not name";
    without_post: "没有岗位的人员", "People without a post";
    is_shut: "已停用", "shut out";
    is_erased: "已删除", "erased";
    erased_hint: "此人的个人信息已删除，公务记录保留；账户不能恢复。", "This person was erased. Official records stay; the account cannot be opened again.";
    is_invited: "待设密码", "no password yet";
    to_come: "尚未开始", "has not begun";
    email: "邮箱", "E-mail";
    no_email: "未填；提醒只在系统内显示", "none; reminders stand in the app alone";
    // Vacancies.
    vacant_title: "空岗", "Vacancies";
    vacant_intro: "本年要点需要、却没有人担任的职责，或到期后无人接任的。", "Duties that the plan needs and nobody holds, or nobody will once somebody's days are over.";
    nothing_vacant: "没有空岗。", "Nothing is vacant.";
    any_unit: "全系统", "Any unit";
    vacant_now: "现在无人", "nobody now";
    appoint: "安排", "Appoint";
    // Appointing.
    appoint_title: "邀请或任职", "Invite or appoint";
    somebody_new: "新人员（发一次性链接）", "Somebody new, by a one-time link";
    somebody_known: "已有账户的人员", "Somebody who has an account";
    newcomer: "新人员", "The new person";
    person_word: "人员", "Person";
    unit_word: "单位", "Unit";
    plan_word: "工作要点", "Plan";
    plan_hint: "选定一份，岗位只在这一份中有效；选“全部”，在每一份中都有权，登录后办理的是首页所示的一份。要办理另一份，请另给只在那一份中的岗位。", "Of one plan, the post holds there alone; of all, it holds in each, and works on the one that the overview shows. To work on another one, give a post in that one alone as well.";
    all_plans: "全部工作要点", "All plans";
    choose: "请选择", "Choose";
    duties_word: "职责", "Duties";
    title_word: "职务（选填）", "Title (optional)";
    title_hint: "按本单位的叫法，如“副处长”。", "In the office's own words, such as \"deputy head\".";
    name_hint: "填报和审核记录上显示的姓名；已签署的记录不随之改变。", "The name that reports and reviews show; what was signed keeps the name of then.";
    login_hint: "登录时填写，不分大小写，如拼音。", "What is typed to sign in; letter case makes no difference.";
    email_hint: "选填。提醒发到这里；不填则只在系统内提醒。", "Optional. Reminders are mailed there; without it they stand in the app alone.";
    first_day: "第一天", "First day";
    last_day: "最后一天", "Last day";
    last_day_maybe: "最后一天（选填）", "Last day (optional)";
    invite_do: "建立账户并生成链接", "Make the account and a link";
    appoint_do: "确定任职", "Appoint";
    see_person: "查看此人", "See this person";
    back: "返回人员列表", "Back to people";
    // The link.
    link_word: "一次性链接", "One-time link";
    copy: "复制链接", "Copy the link";
    copied: "已复制", "Copied";
    another_link: "另发邀请链接", "Another invitation link";
    password_link: "发重设密码链接", "Link to set a new password";
    // One person.
    edit: "改姓名或邮箱", "Edit name or e-mail";
    save: "保存", "Save";
    saved: "姓名和邮箱已保存。", "Name and e-mail are saved.";
    another_post: "另任岗位", "Another post";
    shut: "停用账户", "Shut out";
    shut_hint: "用于离职、退休。调到别的单位请用“交接”或“结束”。", "For those who leave. For somebody who moves on within the system, hand over or end the post instead.";
    let_in: "恢复账户", "Let in again";
    let_in_done: "账户已恢复。请再安排岗位。", "The account is open again. Now give a post.";
    posts_title: "岗位", "Posts";
    no_posts: "没有在任或将任的岗位。", "No post is held, and none is to come.";
    done: "已办", "Done";
    // Steps.
    hand_over: "交接", "Hand over";
    hand_over_to: "交给", "To";
    hand_over_from: "接任第一天", "First day of the new holder";
    hand_over_hint: "前一天为移交人的最后一天，中间不空岗。", "The day before is the last one of the present holder: no day is without one.";
    hand_over_do: "确定交接", "Hand over";
    name_deputy: "请假代理", "Name a deputy";
    deputy_who: "代理人", "Deputy";
    deputy_hint: "代理人以自己的账户登录，到期自动结束。本人的岗位照旧。", "The deputy signs in as himself, and it ends by itself. The holder's own post stays as it is.";
    deputy_do: "确定代理", "Name the deputy";
    change: "改职责或职务", "Change duties or title";
    change_from: "从哪天起", "From which day on";
    change_do: "确定更改", "Change";
    end: "结束或改期", "End, or another last day";
    end_hint: "清空表示不设结束日期。", "Leave it empty for no last day.";
    end_deputy_hint: "可以提前，或在被代理人的任期内延长。", "Sooner, or later within the days of the one who is away.";
    end_do: "确定", "Confirm";
    withdraw: "撤回", "Take back";
    withdraw_do: "确定撤回", "Take back";
    // What will happen.
    what_happens: "将会怎样", "What will happen";
    fill_first: "填好后，这里说明会怎样。", "Once the form is filled in, this says what will happen.";
    then_vacant: "这样会出现空岗：", "This leaves vacant:";
    choose_person: "请选择人员。", "Please choose a person.";
    choose_unit: "请选择单位。", "Please choose a unit.";
    choose_day: "请填完整的日期。", "Please give a whole date.";
    reload: "重新载入人员", "Load people again";
    // The head of the desk.
    change_over: "换岗位", "Change post";
    nothing_waits: "这个岗位目前没有未办结的工作。", "Nothing is under way in this post.";
}

sentences! {
    people_count(n): "{n} 人", "{n} people";
    vacant_count(n): "{n} 项", "{n}";
    more_vacant(n): "另有 {n} 项", "{n} more";
    targets_count(n): "涉及 {n} 个目标", "{n} targets";
    from_on(from): "{from} 起", "from {from}";
    unit_in(unit, plan): "{unit}（{plan}）", "{unit} ({plan})";
    works_on(plan): "全部工作要点，现办 {plan}", "all plans, working on {plan}";
    of_plan(plan, told): "{plan}：{told}", "{plan}: {told}";
    from_until(from, until): "{from} 至 {until}", "{from} to {until}";
    filled_by(name, days): "由{name}代理（{days}）", "{name} stands in ({days})";
    appoint_for(unit, duty): "安排{unit}的“{duty}”", "Appoint a {duty} of {unit}";
    link_title(name): "{name}的一次性链接", "One-time link for {name}";
    link_once(hours): "请现在复制并交给本人：链接只显示这一次，{hours} 小时内有效，设定密码后作废。", "Copy it now and pass it on: it is shown this once, is good for {hours} hours, and ends once a password is set.";
    let_in_means(name): "{name}可以用原来的密码登录，但没有岗位；请随后安排岗位。", "{name} can sign in with the password of before, but holds no post; give one next.";
    past_posts(n): "过去的岗位（{n}）", "Posts of the past ({n})";
    resumes(name, post): "{name}的“{post}”照原来继续", "{name} stays \"{post}\" as before";
    goes_over(what): "未办结的留在单位，由接任者接着办：{what}。已填的草稿不变。", "What is under way stays with the unit and is taken up by the new holder: {what}. Drafts stay as they are.";
    stays(what): "未办结的留在单位：{what}。结束后由同单位同职责的其他人接着办。", "What is under way stays with the unit: {what}. Others of the unit with the same duty take it up.";
    link_is_good(days): "链接 {days} 天内有效，设定密码后作废。", "The link is good for {days} days, and ends once a password is set.";
    link_is_a_path(days): "前面要加上服务器的网址（用 --public-url 给出后会一并印出）；{days} 天内有效，设定密码后作废。", "The address of the server goes before it (told by --public-url, it is printed too); it is good for {days} days, and ends once a password is set.";
    drafts(n): "草稿 {n} 份", "{n} drafts";
    returned(n): "退回待改 {n} 份", "{n} returned reports";
    to_decide(n): "待审核或签发 {n} 份", "{n} reports to review or sign";
    cases(n): "督办和申请 {n} 件", "{n} open cases";
    posts_of_name(name, login, posts): "{name}（{login}） · {posts}", "{name} ({login}) · {posts}";
    name_and_login(name, login): "{name}（{login}）", "{name} ({login})";
}

/// What a duty lets somebody do.
pub fn duty_hint(lang: Lang, duty: Duty) -> &'static str {
    match duty {
        Duty::Reporter => lang.pick("填报本单位的目标", "reports for the own unit"),
        Duty::Leader => lang.pick(
            "签发本单位的填报（要点要求签发时）",
            "signs what the unit sends, where the plan asks for it",
        ),
        Duty::Reviewer => lang.pick("审核本单位牵头的任务", "reviews the tasks that the unit leads"),
        Duty::Office => lang.pick("看全部、督办、通报", "sees everything, issues slips, writes bulletins"),
        Duty::Administrator => lang.pick("人员和要点", "people and plans"),
    }
}

/// A person to choose, with the posts held today.
pub fn person_option(lang: Lang, name: &str, login: &str, posts: &[String]) -> String {
    if posts.is_empty() {
        name_and_login(lang, &name, &login)
    } else {
        posts_of_name(lang, &name, &login, &posts.join(lang.pick("、", ", ")))
    }
}

/// What waits in a post, and what becomes of it when the post ends or goes over to somebody else.
pub fn open_work(lang: Lang, work: OpenWork, to_somebody: bool) -> String {
    let parts = [
        (work.drafts, drafts as fn(Lang, &dyn std::fmt::Display) -> String),
        (work.returned, returned),
        (work.to_decide, to_decide),
        (work.cases, cases),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| words(lang, &n))
        .collect();
    let what = parts.join(lang.pick("、", ", "));
    match (parts.is_empty(), to_somebody) {
        (true, _) => nothing_waits(lang).to_owned(),
        (false, true) => goes_over(lang, &what),
        (false, false) => stays(lang, &what),
    }
}
