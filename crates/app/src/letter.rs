//! 催办 by mail: the same lines as in the app, as plain text and as HTML; [`alert`]: 安全提醒 by mail.

pub mod alert;

use leptos::prelude::*;
use yaodian_contract::reminders::ReminderLine;
use yaodian_domain::{Date, reminder::Group};
use yaodian_words::{Lang, reminders as words};

use crate::{
    public,
    reminder::{name, path},
};

/// The groups with their lines, in the order of the lines.
fn groups(lines: &[ReminderLine], day: Date) -> Vec<(Group, Vec<&ReminderLine>)> {
    let mut groups: Vec<(Group, Vec<&ReminderLine>)> = Vec::new();
    for line in lines {
        let group = line.about.group(day);
        match groups.last_mut() {
            Some((last, lines)) if *last == group => lines.push(line),
            _ => groups.push((group, vec![line])),
        }
    }
    groups
}

/// As plain text. `address` is where the app is.
pub fn text(lang: Lang, person: &str, day: Date, lines: &[ReminderLine], address: &str, trial: bool) -> String {
    let mut text = vec![words::greeting(lang, &person, &day, &lines.len())];
    for (group, lines) in groups(lines, day) {
        text.push(format!("\n【{}】", words::group(lang, group)));
        for line in lines {
            let detail = words::detail(lang, &line.about, day);
            text.push(format!("· {}", words::item(lang, &name(lang, line), &detail)));
            text.push(format!("  {address}{}", path(&line.about)));
        }
    }
    text.push(format!(
        "\n{}",
        words::all_in_app(lang, &format!("{address}/app/reminders"))
    ));
    text.push(format!("\n{}", words::mail_foot(lang)));
    if trial {
        text.push(words::trial_mail(lang).to_owned());
    }
    text.join("\n")
}

/// As HTML, for those whose mail programs show it.
pub fn html(lang: Lang, person: &str, day: Date, lines: &[ReminderLine], address: &str, trial: bool) -> String {
    let groups = groups(lines, day)
        .into_iter()
        .map(|(group, lines)| {
            let items = lines
                .into_iter()
                .map(|line| {
                    let detail = words::detail(lang, &line.about, day);
                    view! {
                        <li style="margin:0 0 8px">
                            <a style="color:#1f5673" href=format!("{address}{}", path(&line.about))>{name(lang, line)}</a>
                            <br/>
                            <span style="color:#4a5350">{detail}</span>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <h2 style="font-size:16px;margin:20px 0 8px">{words::group(lang, group)}</h2>
                <ul style="margin:0;padding-left:20px">{items}</ul>
            }
        })
        .collect_view();
    let all = format!("{address}/app/reminders");
    let document = move || {
        view! {
        <html lang=lang.tag()>
            <body style="font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:15px;line-height:1.6;color:#1e2422">
                <p>{words::greeting(lang, &person, &day, &lines.len())}</p>
                {groups}
                <p style="margin-top:24px"><a style="color:#1f5673" href=all.clone()>{words::title(lang)}</a></p>
                <p style="font-size:13px;color:#4a5350">{words::mail_foot(lang)} {trial.then(|| format!(" {}", words::trial_mail(lang)))}</p>
            </body>
        </html>
        }
    };
    format!("<!DOCTYPE html>{}", public::html(document))
}
