//! 我的登录: password, second step and sessions; the form that asks for a code; their refusals.

use yaodian_contract::sign_in::Way;
use yaodian_domain::sign_in::{PasskeyProblem, PasswordProblem, SecondStepProblem, SingleSignOnProblem};

use crate::{Lang, labels, sentences};

labels! {
    title: "我的登录", "My sign-in";
    intro: "密码、第二步验证，以及已登录的设备。只有本人看得到。", "Your password, the second step, and where you are signed in. Nobody else sees this page.";

    sessions: "已登录的设备", "Where you are signed in";
    device: "设备", "Device";
    unknown_device: "未知设备", "Unknown device";
    this_one: "本机", "this one";
    way: "方式", "How";
    begun: "登录时间", "Begun";
    seen: "最近使用", "Last used";
    end: "停用", "End";
    end_sure: "确认停用", "End for good";
    session_gone: "已停用。", "The session was ended.";
    others_gone: "其他登录已全部停用。", "All other sessions were ended.";
    end_others: "停用其他全部", "End all others";
    end_others_sure: "确认停用其他全部", "End all others for good";
    alone: "没有在别处登录。", "You are signed in nowhere else.";

    password_title: "修改密码", "Change the password";
    password_hint: "至少 12 个字符，可以是一句话；常见密码、姓名和用户名组成的密码不能使用。改后其他设备上的登录都会失效。", "At least 12 characters; a sentence is fine. Common passwords, and those made of your name, are refused. All other sessions end.";
    new_password_hint: "至少 12 个字符，可以是一句话；常见密码、姓名和用户名组成的密码不能使用。", "At least 12 characters; a sentence is fine. Common passwords, and those made of your name, are refused.";
    old_password: "当前密码", "Current password";
    change: "修改", "Change";
    changed: "密码已修改，其他设备上的登录已失效。", "The password was changed, and all other sessions have ended.";
    no_password: "这个账户没有密码，用链接或统一身份认证登录。", "This account has no password; it is opened by a link or by single sign-on.";

    second_title: "第二步验证", "The second step";
    second_off: "没有开启。开启后，登录时除密码外还要输入手机验证器上的 6 位验证码。", "It is off. Once it is on, signing in takes six digits from an authenticator on your phone beside the password.";
    second_on: "已开启：登录时要输入验证码。", "It is on: signing in takes a code.";
    set_up: "开启", "Set up";
    set_up_title: "设置验证器", "Set up an authenticator";
    step_app: "准备一个验证器：手机上每 30 秒换一个 6 位验证码的应用或小程序，例如 Microsoft Authenticator、Google 身份验证器，或微信里的小程序“腾讯身份验证器”。已经有的，直接用它。", "Have an authenticator: an app on your phone that shows six digits, other ones every 30 seconds. Microsoft Authenticator and Google Authenticator are two; one that you have already will do.";
    step_scan: "打开验证器，选添加（多为“+”），扫描下面的二维码。要用验证器自己的扫描；微信的“扫一扫”读得出二维码，但不能用作验证器。", "Open it, choose to add an account (often a plus sign), and scan this QR code from inside the authenticator; the camera of another app does not set it up.";
    step_code: "输入验证器显示的 6 位数字，然后按“确认开启”。", "Type the six digits that the authenticator shows, then press Confirm.";
    same_phone: "验证器就在这部手机上？直接打开", "The authenticator is on this very phone? Open it";
    typed_in: "扫不了？在验证器里选手工输入，账户填用户名，再填：", "Nothing to scan with? Choose to type it in, give your user name as the account, and:";
    qr: "二维码：给验证器扫描", "QR code for the authenticator";
    secret: "手工输入码", "Code for typing in";
    shown_once: "二维码和手工输入码只显示这一次。", "The QR code and the code for typing in are shown this once.";
    code: "验证码", "Code";
    code_hint: "验证器上的 6 位数字。", "The six digits on the authenticator.";
    code_or_recovery: "验证器上的 6 位数字，或一个备用码。", "The six digits on the authenticator, or a recovery code.";
    confirm: "确认开启", "Confirm";
    cancel: "取消", "Cancel";
    codes_title: "备用码只显示这一次", "Recovery codes, shown this once";
    codes_note: "手机不在身边时，每个备用码可代替验证码登录一次。请打印或抄下，放在安全的地方。", "Without your phone, each of these opens the account once in the place of a code. Print them or write them down, and keep them safe.";
    codes_taken: "已存好", "I have kept them";
    copy_codes: "复制", "Copy";
    codes_copied: "已复制", "Copied";
    print_codes: "打印", "Print";
    keep_first: "请先存好备用码，再按“已存好”：离开后不能再看到。", "Keep the recovery codes first, then press the button that says so: once you leave they cannot be seen again.";
    new_codes: "换一批备用码", "Make new recovery codes";
    new_codes_sure: "确认换一批", "Make them for good";
    remove: "关闭第二步验证", "Turn the second step off";
    remove_sure: "确认关闭", "Turn it off for good";
    removed: "第二步验证已关闭。", "The second step is off.";

    ask_code: "输入验证码", "Enter the code";
    ask_code_intro: "请打开手机上的验证器，输入 6 位验证码。", "Open the authenticator on your phone and type its six digits.";
    ask_code_lost: "手机不在身边？请在同一栏输入一个备用码；备用码也没有，请管理员重置。", "Without your phone, type a recovery code in the same field. Without one, an administrator can reset the second step.";
    go_on: "继续", "Go on";
    start_over: "重新登录", "Start over";

    has_second: "已开启", "set up";
    reset: "重置第二步验证", "Reset the second step";
    reset_hint: "手机丢失时用：本人下次登录只需密码，之后可重新开启；现有登录都会失效。请先核实是本人。", "For a lost phone: the person then signs in by the password alone and can set it up anew; all sessions end. Make sure first who asks.";
    reset_done: "第二步验证已重置，现有登录已失效。", "The second step was reset, and all sessions have ended.";

    passkeys_title: "通行密钥", "Passkeys";
    passkeys_intro: "用指纹、面容或设备 PIN 登录：可以单独登录，也可以作密码之后的第二步。私钥留在您的设备里。", "A finger, a face or the device's PIN opens your account: alone, or as the second step after the password. The private key stays on your device.";
    no_passkeys: "还没有通行密钥。", "There is none yet.";
    passkeys_off: "本系统的访问地址不能用通行密钥（需要域名和 https）。", "Passkeys cannot be used at this address; they need a domain name and https.";
    passkey_name: "名称", "Name";
    passkey_name_hint: "便于辨认，例如“办公室电脑”。", "To know it by, such as \"office laptop\".";
    passkey_added: "添加时间", "Added";
    passkey_used: "最近使用", "Last used";
    passkey_never: "从未使用", "never";
    add_passkey: "添加通行密钥", "Add a passkey";
    remove_passkey: "移除", "Remove";
    remove_passkey_sure: "确认移除", "Remove for good";
    passkey_done: "通行密钥已添加。", "The passkey was added.";
    passkey_gone: "通行密钥已移除，其他设备上的登录已失效。设备里保存的那一份请自行删除。", "The passkey was removed, and all other sessions have ended. Delete what is left of it on the device.";
    by_passkey: "用通行密钥登录", "Sign in with a passkey";
    use_passkey: "使用通行密钥", "Use a passkey";
    passkey_second: "密码已核对。请用通行密钥完成第二步。", "The password is right. Take the second step with a passkey.";
    passkey_alone: "点按钮后，按浏览器的提示用指纹、面容或设备 PIN 确认。不用输入用户名。", "Press the button, then confirm with a finger, a face or the device's PIN as the browser asks. No name is typed.";
    passkey_takes_script: "通行密钥要用到脚本，请在浏览器中允许，或换一种方式登录。", "Passkeys need JavaScript; allow it in the browser, or sign in another way.";
    by_code: "改用验证码或备用码", "Use a code or a recovery code";
    by_password: "改用密码", "Use the password";
    passkey_over: "等待太久，或已用过；请再点一次按钮。", "That took too long, or was used already; press the button again.";
    passkey_unproved: "设备的答复没有通过核对，请重试；仍不行请换一种方式登录。", "What the device answered does not hold; try again, or sign in another way.";
    passkey_unknown: "这个通行密钥在这里打不开账户（可能已移除）；请换一个，或用密码登录。", "This passkey opens nothing here, and may have been removed; use another one, or the password.";
    passkey_known: "这台设备上的通行密钥已经添加过了。", "A passkey of this device was added already.";
    passkey_no_browser: "这个浏览器或访问地址不能用通行密钥。", "Passkeys cannot be used in this browser, or at this address.";
    passkey_broken_off: "没有完成：已取消或超时。可以重试。", "It was not finished: cancelled, or timed out. You can try again.";
    passkey_none_here: "没有完成：已取消、超时，或设备上没有可用的通行密钥。可以重试，或换一种方式登录。", "It was not finished: cancelled, timed out, or there is no passkey on the device. You can try again, or sign in another way.";

    demanded: "督查室和管理员须先开启第二步验证，或添加通行密钥，才能办理其他事项。", "The office and administrators set up a second step or a passkey before anything else is possible.";
    demanded_done: "已经可以办理其他事项。", "Everything else is possible now.";

    by_single_sign_on: "用统一身份认证登录", "Use single sign-on";
    or_password: "其他登录方式", "Other ways to sign in";
    what_is_a_passkey: "通行密钥：用这台设备的指纹、面容或 PIN 代替密码。须先登录，在“我的登录”中添加。", "A passkey takes this device's finger, face or PIN in the place of a password. Add one under My sign-in first.";
    forgot: "忘记密码？请联系管理员。", "Forgotten your password? Ask your administrator.";
    session_ended: "登录已失效：已被停用、到期或闲置太久。请重新登录。", "Your session is over: it was ended, ran out or was idle for too long. Please sign in again.";
    signed_out: "已退出。", "You are signed out.";
    unsaved_goes: "有修改还没有存到服务器，退出后就没有了。仍要退出吗？", "Some changes have not reached the server, and are gone once you sign out. Sign out all the same?";
    show_password: "显示密码", "Show what is typed";
    hide_password: "隐藏密码", "Hide what is typed";
    invited_as: "您的账户", "Your account";
    password_once_more: "再输入一次新密码", "New password once more";
    to_sign_in: "去登录", "Sign in";
    single_off: "这里没有接入统一身份认证，请用密码登录。", "Single sign-on is not set up here; sign in with your password.";
    single_unreachable: "统一身份认证暂时连不上，请稍后再试，或用密码登录。", "Single sign-on cannot be reached at the moment; try again later, or sign in with your password.";
    single_refused: "统一身份认证没有放行（或已取消），没有登录。可以重试。", "Single sign-on let nobody in, or it was broken off; you are not signed in. You can try again.";
    single_over: "这次登录已过期，或不是在这个浏览器里发起的；请重新登录。", "This sign-in is over, or was begun in another browser; please begin again.";
    single_unproved: "统一身份认证的答复没有通过核对，没有登录；请重试，仍不行请告知管理员。", "What single sign-on answered does not hold, and you are not signed in. Try again; if it happens again, tell an administrator.";
    single_unknown: "统一身份认证认得您，但本系统没有向您开放的账户；请管理员开通账户的统一登录，或用密码登录。", "Single sign-on knows you, but no account here is open to you by it; ask an administrator to open yours, or sign in with your password.";
    single_marked: "下次用统一身份认证登录时绑定；此前的绑定（如有）已解除。", "Bound at the next single sign-on; what it was bound to before, if anything, is forgotten.";
    single_unmarked: "不再接受统一身份认证登录，现有登录已失效。", "Single sign-on no longer opens it, and its sessions have ended.";
    single_not_marked: "这个账户没有开通统一身份认证登录。", "The account was not open to single sign-on.";
    single_title: "统一身份认证", "Single sign-on";
    single_waits: "已开通，待首次登录绑定", "open, bound at the first sign-in";
    single_waits_short: "统一身份认证待绑定", "single sign-on not bound yet";
    single_open: "开通统一身份认证", "Open to single sign-on";
    single_change: "更改统一身份认证", "Change single sign-on";
    single_anew: "重新绑定", "Bind anew";
    single_anew_means: "重新绑定：解除现在的绑定，由下一个以这个用户名从统一身份认证进来的人绑定。现有登录不受影响。", "Bind anew: whom it is bound to is forgotten, and the next person who comes by single sign-on with this login binds it. Sessions go on.";
    single_close: "关闭统一身份认证", "Close to single sign-on";
    single_close_means: "关闭：不再能用统一身份认证登录，此人现有的登录全部失效；密码和通行密钥照常可用。", "Close: single sign-on opens it no more, and all its sessions end; the password and passkeys go on as before.";
    single_no_provider: "本服务器没有接入统一身份认证，现在没有人能这样登录。", "This server has no provider of single sign-on; nobody can sign in so at present.";
    single_going_out: "已退出", "Signed out";
    single_going_out_means: "已从本系统退出。正在前往统一身份认证，请在那里确认退出，以免下一个使用这台电脑的人仍以您的身份登录。", "You are signed out here. Going on to single sign-on: confirm there that you sign out, so that whoever uses this computer next is not you.";
    single_go_out: "前往统一身份认证", "Go on to single sign-on";
    single_out_means: "已从本系统和统一身份认证退出。", "You are signed out here and at single sign-on.";

    too_common: "这个密码（或它的主要部分）很常见，容易被猜中；请换一个，例如几个不相干的词连成一句。", "This password, or most of it, is a common one and easily guessed; choose another, such as several words that have nothing to do with each other.";
    made_of_name: "密码不能由用户名、姓名、单位名称（包括它们的拼音）或本系统的名称组成；请换一个。", "A password must not be made of your login, of your name or your unit's (in pinyin neither), or of the product's name; choose another.";
    a_pattern: "密码像是键盘顺序、重复、数列或日期，容易被猜中；请换一个。", "The password is a row of keys, a repetition, a sequence or a date, and easily guessed; choose another.";
    same_password: "新密码与当前密码相同，请换一个。", "The new password is the current one; choose another.";
    old_is_wrong: "当前密码不对。", "The current password is wrong.";
    password_missing: "请输入密码。", "Please type your password.";
    passwords_differ: "两次输入的密码不一样，请重新输入。", "The two passwords differ; please type them again.";
    wrong_code: "验证码不对或已过期，请输入验证器上现在的 6 位数字。", "The code is wrong, or its time is over; type what the authenticator shows now.";
    code_missing: "请输入验证码或备用码。", "Please type a code, or a recovery code.";
    used_code: "这个验证码已用过，请等验证器换下一个再输入。", "This code was used already; wait for the next one.";
    step_over: "等待太久，请重新输入密码登录。", "That took too long; sign in with your password again.";
    is_set_up: "第二步验证已经开启。", "The second step is set up already.";
    not_set_up: "第二步验证没有开启，请先开启。", "The second step is not set up; set it up first.";
    own_step: "自己的第二步验证请在“我的登录”中关闭，要输入密码。", "Turn your own second step off under My sign-in; that takes your password.";
    sealed: "现在核对不了验证码，不是您输错了。请改用一个备用码登录；没有备用码，请管理员重置您的第二步验证（在“人员”中，或用 yaodian user reset-second-step）。", "Codes of authenticators cannot be checked at present; it is not your mistake. Sign in with one of your recovery codes; without one, ask an administrator to reset your second step (under People, or by yaodian user reset-second-step).";
}

sentences! {
    sessions_intro(minutes): "不认识的，请停用并修改密码。登录 12 小时后、或闲置 {minutes} 分钟后自动失效。", "End any you do not recognise, and change the password. A session ends by itself after 12 hours, or {minutes} minutes after it was last used.";
    single_bound(subject, issuer, since): "已绑定 {subject}（{issuer}），{since} 起", "bound to {subject} ({issuer}) since {since}";
    single_open_means(login): "开通后，下一个从统一身份认证以用户名“{login}”进来的人就绑定这个账户，此后统一身份认证只为这个人打开它。密码照常可用。", "Whoever next comes by single sign-on as “{login}” binds the account, and single sign-on opens it to that person alone from then on. The password goes on as before.";
    key_lost(key, count): "{key} 不在，或不是封存第二步验证时用的那一个，{count} 人的验证码无法核对。若另存有这个文件：停下服务，放回原处，再启动。若已丢失：请他们用备用码登录后重新设置，或用 yaodian user reset-second-step 重置；今后使用新的钥匙。", "{key} is missing or another one than second steps were sealed with: the codes of {count} people cannot be checked. If you keep a copy of it, stop the server, put it back and start again. If it is lost, they sign in with recovery codes and set the second step up anew, or `yaodian user reset-second-step LOGIN` takes it away; a new key is used from now on.";
    codes_left(count): "备用码还有 {count} 个。", "{count} recovery codes are left.";
    too_long(most): "密码最多 {most} 个字符。", "The password may have {most} characters at most.";
    passkey_too_many(most): "通行密钥最多 {most} 个，请先移除一个。", "There may be {most} passkeys at most; remove one first.";
    passkey_named(most): "请给它起个名称，最多 {most} 个字符。", "Give it a name, of {most} characters at most.";
    ended(count): "已停用 {count} 处登录。", "{count} sessions were ended.";
    invited(days): "请设定密码以启用账户。链接自发出起 {days} 天内有效，只能使用一次。", "Choose a password to open the account. The link is good for {days} days from when it was made, and works once.";
}

/// How a session began, and whether a second step was taken: a code, a recovery code or a passkey.
pub fn way_of(lang: Lang, way: Way, second_step: bool) -> &'static str {
    match (way, second_step) {
        (Way::Password, false) => lang.pick("密码", "password"),
        (Way::Password, true) => lang.pick("密码和第二步验证", "password and second step"),
        (Way::Link, false) => lang.pick("试用链接", "trial link"),
        (Way::Link, true) => lang.pick("试用链接和第二步验证", "trial link and second step"),
        (Way::SingleSignOn, false) => lang.pick("统一身份认证", "single sign-on"),
        (Way::SingleSignOn, true) => lang.pick("统一身份认证和第二步验证", "single sign-on and second step"),
        (Way::Passkey, _) => lang.pick("通行密钥", "passkey"),
    }
}

/// Why a password is not taken.
pub fn password_problem(lang: Lang, why: PasswordProblem) -> String {
    match why {
        PasswordProblem::TooLong { most } => too_long(lang, &most),
        PasswordProblem::Common => too_common(lang).to_owned(),
        PasswordProblem::Yours => made_of_name(lang).to_owned(),
        PasswordProblem::Pattern => a_pattern(lang).to_owned(),
        PasswordProblem::Same => same_password(lang).to_owned(),
        PasswordProblem::OldIsWrong => old_is_wrong(lang).to_owned(),
        PasswordProblem::Missing => password_missing(lang).to_owned(),
        PasswordProblem::Differs => passwords_differ(lang).to_owned(),
        PasswordProblem::None => no_password(lang).to_owned(),
    }
}

/// Why something about the second step was refused.
pub fn second_step_problem(lang: Lang, why: SecondStepProblem) -> &'static str {
    match why {
        SecondStepProblem::WrongCode => wrong_code(lang),
        SecondStepProblem::NoCode => code_missing(lang),
        SecondStepProblem::UsedCode => used_code(lang),
        SecondStepProblem::Over => step_over(lang),
        SecondStepProblem::SetUp => is_set_up(lang),
        SecondStepProblem::NotSetUp => not_set_up(lang),
        SecondStepProblem::Own => own_step(lang),
        SecondStepProblem::Sealed => sealed(lang),
        SecondStepProblem::Demanded => demanded(lang),
    }
}

/// Why nobody was signed in by single sign-on.
pub fn single_sign_on_problem(lang: Lang, why: SingleSignOnProblem) -> &'static str {
    match why {
        SingleSignOnProblem::Off => single_off(lang),
        SingleSignOnProblem::Unreachable => single_unreachable(lang),
        SingleSignOnProblem::Refused => single_refused(lang),
        SingleSignOnProblem::Over => single_over(lang),
        SingleSignOnProblem::Unproved => single_unproved(lang),
        SingleSignOnProblem::Unknown => single_unknown(lang),
        SingleSignOnProblem::NotOpen => single_not_marked(lang),
    }
}

/// Why something about a passkey was refused.
pub fn passkey_problem(lang: Lang, why: PasskeyProblem) -> String {
    match why {
        PasskeyProblem::Off => passkeys_off(lang).to_owned(),
        PasskeyProblem::Over => passkey_over(lang).to_owned(),
        PasskeyProblem::Unproved => passkey_unproved(lang).to_owned(),
        PasskeyProblem::Unknown => passkey_unknown(lang).to_owned(),
        PasskeyProblem::Known => passkey_known(lang).to_owned(),
        PasskeyProblem::TooMany { most } => passkey_too_many(lang, &most),
        PasskeyProblem::Name { most } => passkey_named(lang, &most),
        PasskeyProblem::NoBrowser => passkey_no_browser(lang).to_owned(),
        PasskeyProblem::NoneHere => passkey_none_here(lang).to_owned(),
        PasskeyProblem::BrokenOff => passkey_broken_off(lang).to_owned(),
    }
}
