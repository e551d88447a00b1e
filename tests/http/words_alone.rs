//! Public pages in a browser that shows words alone: what a picture, a colour or a place on the screen says is there
//! as words, in the order in which it is read.

use tokio::process::Command;
use yaodian_tests::Server;

/// A page as Lynx writes it, its white space made one space each.
async fn read(server: &Server, path: &str) -> String {
    let written = Command::new("lynx")
        .args(["-dump", "-nolist", "-width=1000"])
        .args(["-assume_charset=utf-8", "-display_charset=utf-8"])
        .arg(format!("{}{path}", server.base))
        .output()
        .await
        .expect("lynx runs; `cargo xtask test` installs it");
    assert!(written.status.success(), "{path}");
    let text = String::from_utf8(written.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Insists that these words stand in the text one after the other.
fn in_order(path: &str, text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        rest = match rest.split_once(word) {
            Some((_, after)) => after,
            None => panic!("{path}: {word} is not there, or stands too early: {text}"),
        };
    }
}

#[tokio::test]
async fn everything_is_said_in_words_and_in_order() {
    let server = Server::trial().await;
    let pages: [(&str, &[&str]); 8] = [
        (
            "/",
            &[
                "时间过去 73.42%",
                "✓达标 1",
                "▲预警 1",
                "省控断面优良比例",
                "88.3%",
                "目标 ≥ 89.3%",
                "▲预警",
                "湖北日报 2023-05-09",
            ],
        ),
        (
            "/plan",
            &[
                "总体要求",
                "主要目标是",
                "▲预警 省控断面优良比例 88.3% · ≥ 89.3%",
                "1.全面贯彻党的二十大精神",
                "牵头单位",
            ],
        ),
        (
            "/target/outfalls-yangtze",
            &[
                "长江入河排污口整治",
                "截至 2023-09-25",
                "✓达标",
                "数值 80.8%",
                "目标 ≥ 80%",
                "差距 余 105 个",
                "10,089 / 12,480",
                "数据记录",
                "2023-09-21 全省 10,089 / 12,480 2023-09-25",
                "新华网 2023-09-25",
            ],
        ),
        (
            "/target/outfalls-yangtze?lang=en",
            &[
                "As of 2023-09-25",
                "✓met",
                "Value 80.8%",
                "target ≥ 80%",
                "105 outfalls to spare",
                "Figures on record",
                "10,089 of 12,480",
            ],
        ),
        (
            "/unit/420100",
            &[
                "武汉市",
                "◇待定目标 3",
                "○无数据 12",
                "○无数据 长江入河排污口整治 ≥ 80%",
                "2023-01-31 3 12",
                "责任任务",
            ],
        ),
        ("/water", &["地表水", "状态以颜色、形状和文字同时表示"]),
        ("/accessibility", &["无障碍说明", "如何测试", "已知不足"]),
        ("/privacy", &["个人信息说明", "保存哪些信息", "您的权利", "删除不了的"]),
    ];
    for (path, words) in pages {
        let text = read(&server, path).await;
        in_order(path, &text, words);
        for left_over in ["<", "&amp;", "&lt;", "[INLINE]", "[IMG]", ".svg]", "{", "undefined"] {
            // A target's page shows what another site writes to show it.
            let shown = left_over == "<" && path.starts_with("/target/");
            assert!(shown || !text.contains(left_over), "{path}: {left_over} in {text}");
        }
    }
}

#[tokio::test]
async fn a_picture_has_its_figures_beside_it() {
    let server = Server::demonstration(40).await;
    for path in [
        "/target/outfalls-yangtze",
        "/unit/420100",
        "/indicators",
        "/water",
        "/air",
    ] {
        let page = server.visitor().page(path).await;
        for picture in page.split("<svg").skip(1) {
            let head = picture.split('>').next().unwrap();
            let told = ["aria-label=\"", "aria-hidden=\"true\"", "aria-labelledby=\""];
            assert!(told.iter().any(|told| head.contains(told)), "{path}: <svg{head}>");
        }
        for figure in page.split("<figure").skip(1) {
            let (figure, after) = figure.split_once("</figure>").unwrap();
            // The table is in the figure, or follows it under the same heading; a list of all squares does as well.
            // A ring has no more figures than its alternative text.
            let ring = figure.contains("class=\"ring\"");
            let section = after.split("<h2").next().unwrap();
            assert!(
                [figure, section].iter().any(|part| part.contains("<table")) || ring || figure.contains("<li"),
                "{path}: no table behind {figure}"
            );
        }
    }
    // Words of a picture stand apart.
    let text = read(&server, "/water").await;
    let words = [
        "优良（Ⅰ—Ⅲ类）断面",
        "% = ",
        " / ",
        "各月水质类别",
        "Ⅱ Ⅲ Ⅳ Ⅴ 劣Ⅴ",
        "数据表",
        "月份",
        "分级别比例",
    ];
    in_order("/water", &text, &words);
}
