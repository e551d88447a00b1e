//! The ends of the audit's days, kept beside the files.

use std::collections::BTreeMap;

use yaodian_evidence::heads::{Head, HeadFile, Heads, Superseded, is_name};

fn head(seq: i64) -> Head {
    let hash = format!("{seq:064x}");
    Head { seq, hash }
}

async fn days(heads: &Heads) -> BTreeMap<String, Head> {
    heads.all().await.unwrap().0
}

#[tokio::test]
async fn the_end_of_a_day_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let heads = Heads::in_folder(folder.path()).unwrap();
    assert_eq!(days(&heads).await, BTreeMap::new());
    heads.put("2023-09-25", head(7)).await.unwrap();
    heads.put("2023-09-26", head(9)).await.unwrap();
    // Whoever would have it otherwise comes too late, from another process too.
    heads.put("2023-09-25", head(8)).await.unwrap();
    let other = Heads::in_folder(folder.path()).unwrap();
    other.put("2023-09-26", head(8)).await.unwrap();
    let kept = [("2023-09-25".to_owned(), head(7)), ("2023-09-26".to_owned(), head(9))];
    let all = BTreeMap::from(kept);
    for heads in [&heads, &other] {
        assert_eq!(days(heads).await, all);
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
    assert_eq!(days(&heads).await, all);
    let anew = Heads::in_folder(folder.path()).unwrap();
    assert_eq!(days(&anew).await["2023-09-25"].seq, 6);
}

#[tokio::test]
async fn what_a_restore_went_back_behind_is_set_aside_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let heads = Heads::in_folder(folder.path()).unwrap();
    let lost = Head {
        seq: 9,
        hash: "ab".repeat(32),
    };
    heads.put("2023-09-25", head(7)).await.unwrap();
    heads.put("2023-09-26", lost.clone()).await.unwrap();
    // Two servers find out at once.
    let other = Heads::in_folder(folder.path()).unwrap();
    assert_eq!(days(&other).await.len(), 2);
    for heads in [&heads, &other] {
        heads
            .set_aside("2023-09-26".to_owned(), "2023-09-30".to_owned())
            .await
            .unwrap();
    }
    let aside = Superseded {
        day: "2023-09-26".to_owned(),
        head: lost,
        on: "2023-09-30".to_owned(),
    };
    let anew = Heads::in_folder(folder.path()).unwrap();
    for heads in [&heads, &other, &anew] {
        let (kept, set_aside) = heads.all().await.unwrap();
        assert_eq!(kept, BTreeMap::from([("2023-09-25".to_owned(), head(7))]));
        assert_eq!(set_aside, std::slice::from_ref(&aside));
        assert_eq!(heads.known_aside(), std::slice::from_ref(&aside));
    }
    let name = "2023-09-26.superseded-by-a-restore-on-2023-09-30.abababababab.csv";
    assert!(folder.path().join("heads").join(name).is_file());
    // The day has an end of its own again.
    heads.put("2023-09-26", head(8)).await.unwrap();
    assert_eq!(days(&anew).await.len(), 2);

    // Into a backup and back.
    let files = heads.files().await.unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["2023-09-25.csv", "2023-09-26.csv", name]);
    assert!(files.iter().all(|file| is_name(&file.name) && file.head().is_some()));
    let empty = tempfile::tempdir().unwrap();
    let back = Heads::in_folder(empty.path()).unwrap();
    for file in &files {
        assert!(back.put_back(file).await.unwrap());
        assert!(!back.put_back(file).await.unwrap());
    }
    assert_eq!(back.all().await.unwrap(), heads.all().await.unwrap());
    for wrong in [
        "../2023-09-25.csv",
        "2023-09-25",
        "2023-09.csv",
        "2023-09-25.superseded-by-a-restore-on-x.csv",
    ] {
        assert!(!is_name(wrong), "{wrong}");
    }
    let other = HeadFile {
        name: "2023-09-27.csv".to_owned(),
        bytes: files[0].bytes.clone(),
    };
    assert_eq!(other.head(), None);
}
