//! Whatever the text, there is an answer: no panic, and every place it names is one.

use proptest::prelude::*;
use yaodian_domain::plan::Span;
use yaodian_intake::{Draft, parse};

/// The real documents beside this test.
fn documents() -> Vec<String> {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    ["known", "first", "second"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(dir.join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "txt"))
        .map(|path| std::fs::read_to_string(path).expect("it is text"))
        .collect()
}

/// What holds of every draft of every text.
fn holds(text: &str, draft: &Draft) {
    let is_place = |span: Span| {
        assert!(span.start <= span.end, "{span:?}");
        assert!(
            text.get(span.start..span.end).is_some(),
            "{span:?} is no stretch of the text"
        );
    };
    let targets = |targets: &[yaodian_intake::Target]| {
        for target in targets {
            is_place(target.span);
            assert_eq!(
                text.get(target.span.start..target.span.end),
                Some(target.quote.as_str())
            );
            if let Some(figure) = target.figure {
                assert!(target.span.covers(figure), "{target:?}");
            }
            assert!((0.0..=1.0).contains(&target.confidence));
            if let Some(value) = &target.value {
                assert!(
                    value.parse::<yaodian_domain::Decimal>().is_ok() || value.len() > 28,
                    "{value}"
                );
            }
        }
    };
    for chapter in &draft.chapters {
        is_place(chapter.span);
    }
    for headline in &draft.headlines {
        is_place(headline.span);
        targets(&headline.targets);
    }
    let mut end = 0;
    for item in &draft.items {
        is_place(item.span);
        assert!(item.span.start >= end, "items stand in order");
        end = item.span.end;
        let mut task_end = item.span.start;
        for task in &item.tasks {
            is_place(task.span);
            assert!(item.span.covers(task.span), "{:?} {:?}", item.span, task.span);
            assert!(task.span.start >= task_end, "tasks stand in order");
            task_end = task.span.end;
            targets(&task.targets);
            for assignment in task.assignments.iter().chain(&task.standing) {
                is_place(assignment.bracket);
                assert!(assignment.bracket.covers(assignment.span));
                assert!(!assignment.units.is_empty());
            }
        }
    }
    for note in &draft.diagnostics {
        is_place(note.span);
    }
}

#[test]
fn real_documents() {
    for text in documents() {
        holds(&text, &parse(&text, None));
    }
}

/// What a target is called names something: a reader of a list sees no more of it.
#[test]
fn names_of_targets_name_something() {
    for text in documents() {
        let draft = parse(&text, None);
        let tasks = draft.items.iter().flat_map(|item| &item.tasks);
        let promised = draft.headlines.iter().map(|headline| &headline.targets);
        for target in promised.chain(tasks.map(|task| &task.targets)).flatten() {
            let name = target.subject.as_str();
            assert!(name.chars().count() > 1, "{target:?}");
            assert!(
                !["目标", "要求", "标准", "内", "力争", "分别"].contains(&name),
                "{target:?}"
            );
            for (open, close) in [('“', '”'), ('《', '》'), ('(', ')')] {
                assert_eq!(name.matches(open).count(), name.matches(close).count(), "{target:?}");
            }
        }
    }
    for (clause, name) in [
        ("实现消除黑臭水体比例60%的目标", "消除黑臭水体比例"),
        ("65%以上的城乡家庭达到创建要求", "城乡家庭达到创建要求"),
        ("完成排污许可核发20家", "排污许可核发"),
        ("推动固体废物贮存处置总量趋零增长", "固体废物贮存处置总量增长"),
    ] {
        let draft = parse(&format!("一、工作\n1.重点。{clause}。(牵头单位:水处)"), None);
        let targets: Vec<_> = (draft.items.iter().flat_map(|item| &item.tasks))
            .flat_map(|task| &task.targets)
            .collect();
        let found = targets
            .iter()
            .find(|target| target.quote.contains(clause.get(..6).unwrap()));
        assert_eq!(found.map(|target| target.subject.as_str()), Some(name), "{targets:#?}");
    }
}

/// What is no plan makes none, and is told so.
#[test]
fn what_is_no_plan_is_told() {
    for text in [
        "asdf",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "床前明月光,疑是地上霜。\n举头望明月,低头思故乡。",
        "牛奶2升\n鸡蛋一打\n苹果3个\n",
        "\n\n\n",
    ] {
        let draft = parse(text, None);
        assert!(draft.items.is_empty(), "{text:?}: {:#?}", draft.items);
        let told = |code: &str| draft.diagnostics.iter().any(|note| note.matter.code() == code);
        assert!(told("no-items") || told("empty-text"), "{text:?}");
    }
}

/// A stretch of a real document, cut at characters, with pieces of another put between.
fn mutated() -> impl Strategy<Value = String> {
    let documents = documents();
    let count = documents.len();
    let place = || (0..count, 0.0..1.0_f64, 0_usize..600);
    let piece = (place(), "[ -~\\PC]{0,6}").prop_map(move |((document, from, len), noise)| {
        let text = documents.get(document).map(String::as_str).unwrap_or_default();
        let chars = text.chars().count();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let from = (chars as f64 * from) as usize;
        text.chars()
            .skip(from)
            .take(len)
            .chain(noise.chars())
            .collect::<String>()
    });
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// Marks and words that mean something to the parser, in any order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 48] = [
        "(",
        ")",
        "（",
        "）",
        "〔",
        "〕",
        "【",
        "】",
        "《",
        "》",
        "“",
        "”",
        "牵头单位:",
        "责任单位：",
        "牵头",
        "负责",
        "会同",
        "、",
        ",",
        "，",
        "。",
        ";",
        "\n",
        "\r\n",
        "\u{c}",
        "1.",
        "(一)",
        "一、",
        "12480",
        "80%",
        "个",
        "以上",
        "达到",
        "完成",
        "2023年",
        "年底前",
        "到2025年",
        "办公室",
        "各市、州",
        "等部门",
        "以下均需",
        "落实,不再列出",
        "列第一位者为牵头单位",
        "**",
        " ",
        "\u{feff}",
        "半",
        "Ⅱ类",
    ];
    let noise = "\\PC{0,3}";
    proptest::collection::vec((proptest::sample::select(PIECES.as_slice()), noise), 0..120).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, noise)| [piece.to_owned(), noise])
            .collect()
    })
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,400}|(?s).{0,400}") {
        holds(&text, &parse(&text, None));
    }

    #[test]
    fn any_order_of_what_means_something(text in pieces()) {
        holds(&text, &parse(&text, None));
    }

    #[test]
    fn real_documents_cut_and_mixed(text in mutated()) {
        holds(&text, &parse(&text, None));
    }

    /// A text that is read twice is read the same.
    #[test]
    fn the_same_again(text in pieces()) {
        prop_assert_eq!(parse(&text, None), parse(&text, None));
    }
}
