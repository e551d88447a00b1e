//! 安全提醒 by mail: what happened to what opens the account. No secret is in it, and no link that opens anything.

use jiff::civil::DateTime;
use leptos::prelude::*;
use yaodian_domain::alert::{Alert, What};
use yaodian_words::{Lang, alert as words, reminders, sign_in};

use crate::public;

/// How an instant is written, to the minute.
const MINUTE: &str = "%Y-%m-%d %H:%M";

/// The line with whom it is for, and those of what happened.
fn lines(lang: Lang, person: &str, alert: &Alert, at: DateTime) -> (String, Vec<String>) {
    let greeting = match alert.what {
        What::CodeRepeated => words::greeting_tried(lang, &person),
        _ => words::greeting(lang, &person),
    };
    let mut lines = vec![
        words::what_line(lang, &words::what(lang, alert.what)),
        words::when_line(lang, &at.strftime(MINUTE)),
    ];
    lines.extend(words::by(lang, alert).map(|who| words::by_line(lang, &who)));
    (greeting, lines)
}

fn advice(lang: Lang, alert: &Alert) -> Vec<&'static str> {
    let mut advice = Vec::new();
    match alert.what {
        What::CodeRepeated => advice.push(words::code_means(lang)),
        _ => advice.push(words::if_it_was_you(lang)),
    }
    advice.push(words::if_not(lang));
    advice
}

/// As plain text. `address` is where the app is.
pub fn text(lang: Lang, person: &str, alert: &Alert, at: DateTime, address: &str, trial: bool) -> String {
    let (greeting, lines) = lines(lang, person, alert, at);
    let mut text = vec![greeting, String::new()];
    text.extend(lines);
    text.push(String::new());
    text.extend(advice(lang, alert).into_iter().map(str::to_owned));
    text.push(words::where_line(lang, &format!("{address}/app/sign-in")));
    text.push(format!("\n{}", words::foot(lang)));
    if trial {
        text.push(reminders::trial_mail(lang).to_owned());
    }
    text.join("\n")
}

/// As HTML, for those whose mail programs show it.
pub fn html(lang: Lang, person: &str, alert: &Alert, at: DateTime, address: &str, trial: bool) -> String {
    let (greeting, lines) = lines(lang, person, alert, at);
    let advice = advice(lang, alert);
    let mine = format!("{address}/app/sign-in");
    let document = move || {
        let lines = lines
            .iter()
            .map(|line| view! { <li style="margin:0 0 4px">{line.clone()}</li> });
        let advice = advice.iter().map(|advice| view! { <p>{*advice}</p> });
        view! {
        <html lang=lang.tag()>
            <body style="font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:15px;line-height:1.6;color:#1e2422">
                <p>{greeting.clone()}</p>
                <ul style="margin:0;padding-left:20px">{lines.collect_view()}</ul>
                {advice.collect_view()}
                <p><a style="color:#1f5673" href=mine.clone()>{sign_in::title(lang)}</a></p>
                <p style="font-size:13px;color:#4a5350">{words::foot(lang)} {trial.then(|| format!(" {}", reminders::trial_mail(lang)))}</p>
            </body>
        </html>
        }
    };
    format!("<!DOCTYPE html>{}", public::html(document))
}
