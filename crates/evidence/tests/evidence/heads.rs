//! The ends of the audit's days, kept beside the files.

use std::collections::BTreeMap;

use yaodian_evidence::heads::{Head, Heads};

fn head(seq: i64) -> Head {
    let hash = format!("{seq:064x}");
    Head { seq, hash }
}

#[tokio::test]
async fn the_end_of_a_day_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let heads = Heads::in_folder(folder.path()).unwrap();
    assert_eq!(heads.all().await.unwrap(), BTreeMap::new());
    heads.put("2023-09-25", head(7)).await.unwrap();
    heads.put("2023-09-26", head(9)).await.unwrap();
    // Whoever would have it otherwise comes too late, from another process too.
    heads.put("2023-09-25", head(8)).await.unwrap();
    let other = Heads::in_folder(folder.path()).unwrap();
    other.put("2023-09-26", head(8)).await.unwrap();
    let days = [("2023-09-25".to_owned(), head(7)), ("2023-09-26".to_owned(), head(9))];
    let all = BTreeMap::from(days);
    for heads in [&heads, &other] {
        assert_eq!(heads.all().await.unwrap(), all);
        assert_eq!(heads.known(), all);
    }
    // As the published table is, so that anybody reads it.
    let file = folder.path().join("heads/2023-09-25.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text, format!("day_utc,seq,hash\n2023-09-25,7,{}\n", head(7).hash));
    // What was read is not believed anew; what is no table is passed over.
    std::fs::write(&file, text.replace(",7,", ",6,")).unwrap();
    std::fs::write(
        folder.path().join("heads/2023-09-27.csv"),
        "day_utc,seq,hash\n2023-09-26,1,x\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("heads/notes.txt"), "x").unwrap();
    assert_eq!(heads.all().await.unwrap(), all);
    assert_eq!(
        Heads::in_folder(folder.path()).unwrap().all().await.unwrap()["2023-09-25"].seq,
        6
    );
}
