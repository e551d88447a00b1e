//! 安全提醒: what a person is told of what happens to what opens the account, by mail and under 我的登录.

use yaodian_domain::alert::{Alert, What};

use crate::{Lang, labels, sentences};

labels! {
    title: "账户安全提醒", "What happened to your account";
    intro: "密码、第二步验证、通行密钥、统一身份认证和邮箱的变动，都会发邮件告诉您；没有邮箱的，只列在这里。", "Whatever changes about your password, second step, passkeys, single sign-on and address is mailed to you; without an address it stands here alone.";
    none: "还没有变动。", "Nothing has changed yet.";
    what_word: "变动", "What";
    when_word: "时间（北京时间）", "When (China time)";
    by_word: "操作人", "By";
    yourself: "本人", "yourself";
    if_it_was_you: "如果是您本人所为，或您已知情，不用理会。", "If it was you, or you know of it, there is nothing to do.";
    if_not: "如果不是：请立即登录，在“我的登录”修改密码、停用不认识的登录、查看第二步验证和通行密钥，并告诉管理员。已经登录不了的，请立即联系管理员。", "If it was not: sign in at once, change your password under My sign-in, end sessions you do not recognise, look at second step and passkeys, and tell an administrator. If you can sign in no more, tell an administrator at once.";
    not_yours: "有不是您所为、您也不知情的：请修改密码、停用不认识的登录、查看第二步验证和通行密钥，并告诉管理员。", "If anything of it was not you, and you did not know of it: change your password, end sessions you do not recognise, look at second step and passkeys, and tell an administrator.";
    code_means: "有人在输对密码之后用了一个已经用过的验证码，没有登录成功。如果不是您自己重复提交，您的密码很可能已经泄露。", "Somebody had the right password and a code that was used before, and was not let in. Unless you sent it twice yourself, somebody else is likely to know your password.";
    foot: "本邮件由系统自动发出，请勿回复；邮件里没有可以直接打开账户的链接。", "This mail is sent by a machine; please do not answer it. No link in it opens your account.";
    password_set: "密码已设定或修改", "Your password was set or changed";
    link_made: "有人为您生成了重设密码的一次性链接", "A one-time link to set your password anew was made";
    second_step_set_up: "第二步验证已开启", "The second step was set up";
    second_step_removed: "第二步验证已关闭", "The second step was turned off";
    second_step_reset: "第二步验证和通行密钥已被重置", "Your second step and passkeys were reset";
    recovery_codes_made: "备用码已换新，原来的作废", "New recovery codes were made; those of before are void";
    passkey_added: "已添加通行密钥", "A passkey was added";
    passkey_removed: "已移除通行密钥", "A passkey was removed";
    single_marked: "已对统一身份认证开通，待首次登录绑定", "Your account was opened to single sign-on, to be bound at the next sign-in";
    single_bound: "已绑定统一身份认证", "Your account was bound to single sign-on";
    single_removed: "已对统一身份认证关闭", "Your account was closed to single sign-on";
    mail_left: "邮箱已更换或清空，原邮箱不再收到邮件", "Your address was changed or cleared; no more mail goes to the old one";
    mail_taken: "邮箱已设定或更换，以后的邮件发到新邮箱", "Your address was set or changed; mail goes to the new one from now on";
    code_repeated: "有人重复使用一次性验证码，已拒绝", "A one-time code came twice, and was refused";
}

sentences! {
    subject(what): "【要点安全提醒】{what}", "[Yaodian] {what}";
    greeting(name): "{name}：您的账户有变动。", "{name}, something about your account has changed.";
    greeting_tried(name): "{name}：有人试图登录您的账户。", "{name}, somebody tried to sign in to your account.";
    what_line(what): "变动：{what}", "What: {what}";
    when_line(at): "时间：{at}（北京时间）", "When: {at} (China time)";
    by_line(who): "操作人：{who}", "By: {who}";
    at_the_command_line(command): "服务器命令行（{command}）", "the server's command line ({command})";
    where_line(address): "我的登录：{address}", "My sign-in: {address}";
}

/// What happened.
pub fn what(lang: Lang, what: What) -> &'static str {
    match what {
        What::PasswordSet => password_set(lang),
        What::LinkMade => link_made(lang),
        What::SecondStepSetUp => second_step_set_up(lang),
        What::SecondStepRemoved => second_step_removed(lang),
        What::SecondStepReset => second_step_reset(lang),
        What::RecoveryCodesMade => recovery_codes_made(lang),
        What::PasskeyAdded => passkey_added(lang),
        What::PasskeyRemoved => passkey_removed(lang),
        What::SingleSignOnMarked => single_marked(lang),
        What::SingleSignOnBound => single_bound(lang),
        What::SingleSignOnRemoved => single_removed(lang),
        What::MailLeft => mail_left(lang),
        What::MailTaken => mail_taken(lang),
        What::CodeRepeated => code_repeated(lang),
    }
}

/// Who did it; `None` where nobody is known to have.
pub fn by(lang: Lang, alert: &Alert) -> Option<String> {
    match (&alert.by, alert.what) {
        (Some(command), _) if alert.command => Some(at_the_command_line(lang, command)),
        (Some(name), _) => Some(name.clone()),
        // Somebody with the password; by the provider.
        (None, What::CodeRepeated | What::SingleSignOnBound) => None,
        (None, _) => Some(yourself(lang).to_owned()),
    }
}
