//! 安全提醒: whoever's password, second step, single sign-on or address is changed is told by mail, at any hour.

use serde_json::json;
use yaodian_tests::{
    Server,
    smtp::{Mail, Smtp},
    until,
};

use super::{Browser, GOOD, second_step::set_up};
use crate::reminders::flags;

const NEXT: &str = "several words without a connexion";
const ADDRESS: &str = "zhang@example.org";

/// A server whose other mail rests whenever this runs.
async fn quiet(smtp: &Smtp) -> Server {
    let hour = jiff::tz::offset(8).to_datetime(jiff::Timestamp::now()).hour();
    let (from, until_hour) = ((hour + 23) % 24, (hour + 22) % 24);
    let plan = |plan: &str| {
        let changed = plan
            .replace("quiet_from = 20", &format!("quiet_from = {from}"))
            .replace("quiet_until = 8", &format!("quiet_until = {until_hour}"));
        assert_ne!(changed, plan);
        changed
    };
    Server::with_plan(plan, &flags(&smtp.url())).await
}

/// Lets somebody in, and sets his password by the link of the invitation.
async fn zhang(server: &Server) -> (Browser, String) {
    let add = ["user", "add", "zhang", "--name", "张三丰", "--unit", "420100"];
    let add = [&add[..], &["--duty", "reporter", "--email", ADDRESS]].concat();
    let (code, link, error) = server.command(&add).await;
    assert_eq!(code, 0, "{error}");
    let mut browser = Browser::at(server, "198.51.100.1");
    let set = browser.form(link.trim(), &[("password", GOOD)]).await;
    assert_eq!(set.status, 303, "{}", set.text);
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    (browser, link.trim().to_owned())
}

/// The mails that say this, once there are so many.
async fn saying(smtp: &Smtp, what: &str, number: usize) -> Vec<Mail> {
    let subject = format!("【要点安全提醒】{what}");
    until(async || {
        let taken = smtp.taken().into_iter();
        let all: Vec<Mail> = taken.filter(|mail| mail.header("Subject") == subject).collect();
        (all.len() >= number).then_some(all)
    })
    .await
}

async fn one(smtp: &Smtp, what: &str) -> Mail {
    let mut all = saying(smtp, what, 1).await;
    assert_eq!(all.len(), 1, "{what}");
    all.remove(0)
}

#[tokio::test]
async fn a_person_is_mailed_what_was_changed_when_and_by_whom() {
    let smtp = Smtp::start().await;
    let server = quiet(&smtp).await;
    let (mut browser, invitation) = zhang(&server).await;
    let administrator = server.by_link(3).await;
    let (_, me) = administrator.json("/api/v1/me").await;
    let by_administrator = format!("操作人：{}", me["name"].as_str().unwrap());

    let mail = one(&smtp, "密码已设定或修改").await;
    assert_eq!(mail.to, [ADDRESS]);
    for said in [
        "张三丰：您的账户有变动。",
        "变动：密码已设定或修改",
        "操作人：本人",
        "请立即登录",
        &format!("{}/app/sign-in", server.base),
    ] {
        assert!(mail.text.contains(said), "{said}: {}", mail.text);
    }
    // The trial's day, by the clock of China.
    assert!(
        mail.text.contains("时间：2023-09-25 ") && mail.text.contains("（北京时间）"),
        "{}",
        mail.text
    );
    assert!(
        mail.html.contains("密码已设定或修改") && mail.html.contains("<html lang=\"zh-CN\""),
        "{}",
        mail.html
    );

    let changed = json!({ "old": GOOD, "new": NEXT });
    assert_eq!(browser.post("/api/v1/sign-in/password", &changed).await.status, 200);
    saying(&smtp, "密码已设定或修改", 2).await;

    let (authenticator, codes, at) = set_up(&mut browser, NEXT).await;
    assert!(one(&smtp, "第二步验证已开启").await.text.contains("操作人：本人"));
    let more = browser
        .post("/api/v1/sign-in/second-step/codes", &json!({ "password": NEXT }))
        .await;
    assert_eq!(more.status, 200, "{}", more.text);
    one(&smtp, "备用码已换新，原来的作废").await;

    // Whoever has the password and has read a code over the shoulder.
    let mut thief = Browser::at(&server, "198.51.100.2");
    thief.sign_in("zhang", NEXT).await;
    let code = authenticator.code(at, 0);
    assert_eq!(thief.form("/sign-in/code", &[("code", &code)]).await.status, 422);
    let mail = one(&smtp, "有人重复使用一次性验证码，已拒绝").await;
    assert!(mail.text.contains("张三丰：有人试图登录您的账户。"), "{}", mail.text);
    assert!(!mail.text.contains("操作人"), "nobody knows who it was: {}", mail.text);
    assert_eq!(thief.form("/sign-in/code", &[("code", "000000")]).await.status, 422);

    // An administrator, in the app and at the machine.
    let (_, people) = administrator.json("/api/v1/people").await;
    let rows = people["people"].as_array().unwrap();
    let id = rows.iter().find(|row| row["login"] == "zhang").unwrap()["id"].clone();
    let person = format!("/api/v1/people/{}", id.as_str().unwrap());
    let (status, link) = administrator.post(&format!("{person}/link"), &json!(null)).await;
    assert_eq!(status, 200, "{link}");
    let mail = one(&smtp, "有人为您生成了重设密码的一次性链接").await;
    assert!(mail.text.contains(&by_administrator), "{}", mail.text);
    let reset = format!("{person}/second-step/reset");
    assert_eq!(administrator.post(&reset, &json!(null)).await.0, 200);
    let mail = one(&smtp, "第二步验证和通行密钥已被重置").await;
    assert!(mail.text.contains(&by_administrator), "{}", mail.text);
    assert_eq!(server.command(&["user", "single-sign-on", "zhang"]).await.0, 0);
    let mail = one(&smtp, "已对统一身份认证开通，待首次登录绑定").await;
    assert!(
        mail.text.contains("操作人：服务器命令行（user single-sign-on）"),
        "{}",
        mail.text
    );

    // The address: told at the old one and at the new one, and neither tells the other.
    let moved = json!({ "name": "张三丰", "email": "other@example.org" });
    assert_eq!(administrator.post(&person, &moved).await.0, 200);
    let left = one(&smtp, "邮箱已更换或清空，原邮箱不再收到邮件").await;
    let taken = one(&smtp, "邮箱已设定或更换，以后的邮件发到新邮箱").await;
    assert_eq!((&left.to[0][..], &taken.to[0][..]), (ADDRESS, "other@example.org"));
    assert!(
        !left.raw.contains("other@") && !left.text.contains("other@"),
        "{}",
        left.raw
    );

    // No mail holds a secret, or a link that opens anything.
    let link = link["path"].as_str().unwrap();
    let mut secrets = vec![
        GOOD,
        NEXT,
        &code,
        link,
        &invitation,
        &authenticator.0,
        "/sign-in/invite",
        "/sign-in/link",
    ];
    secrets.extend(codes.iter().map(String::as_str));
    for mail in smtp.taken() {
        for secret in &secrets {
            assert!(
                !mail.text.contains(secret) && !mail.html.contains(secret),
                "{secret}: {}",
                mail.text
            );
        }
    }
    // What the office sees is what it reminded of.
    let (_, told) = server.by_link(2).await.json("/api/v1/reminders/told").await;
    let messages = told["messages"].as_array().unwrap();
    assert!(messages.iter().all(|message| message["name"] != "张三丰"), "{told}");
    let (code, _, said) = server.command(&["audit", "verify"]).await;
    assert_eq!(code, 0, "{said}");
}

#[tokio::test]
async fn without_an_address_it_stands_in_the_app() {
    let server = Server::trial().await;
    super::person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let what = async |browser: &mut Browser| {
        let mine = browser.get("/api/v1/sign-in").await.json();
        let alerts = mine["alerts"].as_array().unwrap().iter();
        alerts.map(|row| row["alert"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(what(&mut browser).await, [json!({ "what": "password-set" })]);
    let (code, _, error) = server.command(&["user", "link", "zhang"]).await;
    assert_eq!(code, 0, "{error}");
    let told = what(&mut browser).await;
    assert_eq!(
        told[0],
        json!({ "what": "link-made", "by": "user link", "command": true })
    );
    let page = browser.get("/app/sign-in").await.text;
    assert!(
        page.contains("有人为您生成了重设密码的一次性链接") && page.contains("服务器命令行（user link）"),
        "{page}"
    );
}
