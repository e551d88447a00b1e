//! How much of what people read out of real documents the parser reads, and how much of what it
//! reads they read too.
//!
//! The annotations beside the texts were made by reading, without the parser.

mod score;

use score::{Annotated, Score, Scores};

fn documents(folder: &str) -> Vec<(String, String, Annotated)> {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/documents")
        .join(folder);
    let mut found: Vec<_> = std::fs::read_dir(dir)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let annotated = serde_json::from_slice(&std::fs::read(&path).expect("it can be read")).expect("it fits");
            let text = std::fs::read_to_string(path.with_extension("txt")).expect("its text is there");
            (name, text, annotated)
        })
        .collect()
}

fn all(folder: &str) -> Scores {
    let mut total = Scores::default();
    let talk = std::env::var_os("TALK").is_some();
    for (name, text, annotated) in documents(folder) {
        let draft = yaodian_intake::parse(&text, None);
        let scores = score::compare(&text, &draft, &annotated, talk);
        println!("{name}: {scores}");
        total.add(&scores);
    }
    println!("{folder}, all: {total}");
    total
}

fn holds(what: &str, score: Score, least: u32) {
    assert!(
        score.found >= least && score.right >= least,
        "{what}: recall {} and precision {} of 1000, where {least} were reached",
        score.found,
        score.right
    );
}

/// The documents that the parser was made with.
#[test]
fn known_documents() {
    let total = all("known");
    holds("items", total.items.score(), 990);
    holds("assignments", total.assignments.score(), 990);
    holds("targets", total.targets.score(), 950);
}

/// Documents that came when the parser was made.
#[test]
fn first_documents() {
    let total = all("first");
    holds("items", total.items.score(), 960);
    holds("assignments", total.assignments.score(), 990);
    holds("targets", total.targets.score(), 850);
    holds("figures", total.figures.score(), 950);
}

/// Documents that came after it had learned from the first.
#[test]
fn second_documents() {
    let total = all("second");
    holds("items", total.items.score(), 900);
    holds("assignments", total.assignments.score(), 985);
    holds("targets", total.targets.score(), 950);
    holds("figures", total.figures.score(), 970);
}
