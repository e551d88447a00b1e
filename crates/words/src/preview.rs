//! The picture that goes with a link to a page, where the link is posted.

use crate::{labels, sentences};

labels! {
    demonstration: "演示数据", "Made-up data";
    trial: "试用", "Trial";
    whole: "全部目标按状态的计数", "How many of all targets stand where";
}

sentences! {
    headed(title, year): "{title}（{year} 年）", "{title} ({year})";
    goal(goal): "目标 {goal}", "target {goal}";
    counted(what, n): "{what} {n} 个", "{what}: {n}";
    count_of(status, n): "{status} {n}", "{n} {status}";
    said(title, how, day): "{title}：{how}。{day}。", "{title}: {how}. {day}.";
    named(title, day): "{title}。{day}。", "{title}. {day}.";
    figure(name, value): "{name} {value}", "{name} {value}";
    marked(words, tag): "{words}（{tag}）", "{words} ({tag})";
    address(product, tagline): "{product} · {tagline}", "{product} · {tagline}";
}
