//! A document with a bit of everything. Its figures are made up for these tests.

use jiff::civil::date;
use yaodian_print::{
    Align, Attachment, Bar, Block, Cell, Chart, Column, Document, Heading, Level, Masthead, Run, Segment, Signature,
    Table, Tone,
};

/// The longest that a bulletin's footer gets.
pub const FOOTER: &str = "操作记录链尾：2023年12月28日第 12345678 条，校验值 \
    0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

pub fn heading(level: Level, text: &str) -> Block {
    Block::Heading(Heading {
        level,
        text: text.to_owned(),
    })
}

pub fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

fn column(head: &str, share: u16, align: Align) -> Column {
    Column {
        head: head.to_owned(),
        share,
        align,
    }
}

pub fn table(rows: usize) -> Table {
    Table {
        caption: Some("主要指标完成情况".to_owned()),
        columns: vec![
            column("序号", 2, Align::Centre),
            column("指标", 6, Align::Left),
            column("数值", 3, Align::Right),
            column("原因", 9, Align::Left),
        ],
        rows: (1..=rows)
            .map(|at| {
                vec![
                    Cell::plain(at.to_string()),
                    Cell(vec![vec![Run::linked(
                        format!("指标{at}"),
                        format!("https://example.invalid/target/{at}?as_of=2023-09-25"),
                    )]]),
                    Cell::plain("72.7%"),
                    Cell::plain("已完成 9,067 / 12,480，应达 80%，差 917 个，每月需完成 306 个。"),
                ]
            })
            .collect(),
    }
}

pub fn chart() -> Chart {
    let segment = |tone, length| Segment { tone, length };
    let bar = |label: &str, segments: Vec<Segment>, amount: &str| Bar {
        label: label.to_owned(),
        segments,
        amount: amount.to_owned(),
    };
    Chart {
        caption: "目标状态".to_owned(),
        bars: vec![
            bar("● 达标", vec![segment(Tone::Good, 120)], "120 项"),
            bar(
                "▲ 预警",
                vec![
                    segment(Tone::Warning, 20),
                    segment(Tone::Bad, 11),
                    segment(Tone::Worst, 2),
                ],
                "33 项",
            ),
            bar("○ 无数据", vec![segment(Tone::Blank, 0)], "0 项"),
        ],
        key: vec![(Tone::Good, "达标".to_owned()), (Tone::Warning, "预警".to_owned())],
    }
}

pub fn document() -> Document {
    let long = "截至2023年9月25日，全省累计整治入河排污口9,067个，占12,480个的72.7%，应达80%，差917个。";
    let mut blocks = vec![
        paragraph("现将2023年9月全省生态环境工作要点落实情况通报如下。"),
        heading(Level::One, "总体情况"),
        paragraph(&long.repeat(4)),
        Block::Chart(chart()),
        heading(Level::Two, "水生态环境"),
        paragraph(&long.repeat(2)),
        heading(Level::Three, "排污口整治"),
        paragraph(&long.repeat(3)),
        heading(Level::Four, "溯源"),
        paragraph(long),
        heading(Level::One, "主要指标"),
        Block::Table(table(4)),
        heading(Level::One, "下一步要求"),
    ];
    blocks.extend((0..6).map(|_| paragraph(&long.repeat(2))));
    Document {
        masthead: None,
        title: "关于2023年9月全省生态环境\n工作要点落实情况的通报".to_owned(),
        addressee: Some("各市、州、直管市及神农架林区生态环境局，厅机关各处室、各直属单位".to_owned()),
        notice: Some("演示数据，不是真实进展".to_owned()),
        blocks,
        attachments: vec![
            Attachment {
                title: "黄色、红色事项清单".to_owned(),
                blocks: vec![Block::Table(table(60))],
            },
            Attachment {
                title: "各单位进展情况".to_owned(),
                blocks: vec![Block::Table(table(3)), Block::Chart(chart())],
            },
        ],
        signature: Some(Signature {
            by: "湖北省生态环境厅督查室".to_owned(),
            on: date(2023, 9, 28),
        }),
        footer: Some(FOOTER.to_owned()),
    }
}

pub fn with_masthead() -> Document {
    Document {
        masthead: Some(Masthead {
            mark: "湖北省生态环境厅文件".to_owned(),
            number: "鄂环督〔2023〕9号".to_owned(),
        }),
        notice: None,
        attachments: Vec::new(),
        ..document()
    }
}
