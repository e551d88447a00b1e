//! 程序接口密钥: keys with which programs act in a person's name; their screen and their refusals.

use yaodian_domain::key::{KeyProblem, KeyScope};

use crate::{Lang, figures, labels, sentences};

labels! {
    title: "程序接口密钥", "API keys";
    intro: "程序接口密钥让其他程序以您现在的岗位办理事务：权限不多于这个岗位，并限于所选范围；岗位结束、账户停用或到期后即失效。审计记录写明是哪一个密钥。", "With a key a program acts in the post in which you act now: with no more rights than the post, and only for what is chosen. It ends with the post, with the account, or on its last day. The audit says which key acted.";
    intro_all: "管理员看到全部密钥，都可停用；只有本人能为自己的岗位生成。", "Administrators see all keys and can revoke each of them; anybody makes them for his own post alone.";
    own: "我的密钥", "My keys";
    everybody: "全部密钥", "All keys";
    none: "还没有程序接口密钥。", "There are no keys yet.";
    new: "生成密钥", "Make a key";
    name: "名称", "Name";
    name_hint: "写明用在哪里，如“月报系统”。", "Say where it is used, such as \"monthly system\".";
    scopes: "范围", "For what";
    until: "有效期至（可不填）", "Last day (may be left out)";
    make: "生成", "Make";
    made: "密钥已生成，只显示这一次", "The key was made. It is shown this once";
    made_note: "请现在抄到要用它的程序里；服务器只存它的摘要，事后谁也查不到。", "Copy it into the program that is to use it now: the server keeps only a digest of it, and nobody can look it up later.";
    secret: "程序接口密钥", "API key";
    copy: "复制", "Copy";
    holder: "持有", "Holder";
    last_used: "最近使用", "Last used";
    never_used: "从未使用", "never";
    state: "状态", "State";
    in_use: "有效", "valid";
    revoked: "已停用", "revoked";
    over: "已失效", "over";
    revoke: "停用", "Revoke";
    revoke_sure: "确认停用", "Revoke for good";
    station: "自动站", "Station";
    all_units: "所有单位", "all units";
    not_for_keys: "密钥不能办这件事，请本人登录后办理。", "No key opens this; a person has to sign in for it.";
    no_name: "请给密钥起个名称。", "Give the key a name.";
    no_scope: "请至少选一个范围。", "Choose at least one thing that it is for.";
}

sentences! {
    scope_missing(scope): "密钥没有“{scope}”的范围，请在“程序接口密钥”里另行生成。", "The key was not given \"{scope}\"; make another one under API keys.";
    name_long(length, most): "名称 {length} 字，最多 {most} 字。", "The name has {length} characters; {most} are the most.";
    until_over(day): "{day} 已过，请选今天或以后。", "{day} is over; choose today or a later day.";
    too_many(most): "每人最多 {most} 个密钥，请先停用不用的。", "Nobody holds more than {most} keys; revoke those that are not used first.";
    made_on(day): "{day} 生成", "made on {day}";
    until_day(day): "至 {day}", "until {day}";
}

/// What a key is good for, by name.
pub fn scope(lang: Lang, scope: KeyScope) -> &'static str {
    match scope {
        KeyScope::Read => lang.pick("读取", "Reading"),
        KeyScope::Reports => lang.pick("填报", "Reports"),
        KeyScope::Ledgers => lang.pick("台账", "Ledgers"),
        KeyScope::Measurements => lang.pick("监测数据", "Measurements"),
    }
}

/// What a key is good for, in a line.
pub fn scope_note(lang: Lang, scope: KeyScope) -> &'static str {
    match scope {
        KeyScope::Read => lang.pick("本期应报、填报表和台账", "What is owed, forms and ledgers"),
        KeyScope::Reports => lang.pick("保存和报送填报", "Save and send reports"),
        KeyScope::Ledgers => lang.pick("修改、流转和导入条目", "Change, move and import entries"),
        KeyScope::Measurements => lang.pick("报送监测数据", "Send measurements"),
    }
}

/// What a key is good for, by their names.
pub fn scopes_of(lang: Lang, scopes: &[KeyScope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|one| scope(lang, *one)).collect();
    names.join(lang.pick("、", ", "))
}

/// Why a key cannot be made.
pub fn problem(lang: Lang, why: &KeyProblem) -> String {
    match why {
        KeyProblem::NoName => no_name(lang).to_owned(),
        KeyProblem::NameTooLong { length, most } => name_long(lang, length, most),
        KeyProblem::NoScope => no_scope(lang).to_owned(),
        KeyProblem::Over { until } => until_over(lang, &figures::day(*until)),
        KeyProblem::TooMany { most } => too_many(lang, most),
    }
}
