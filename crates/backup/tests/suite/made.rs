//! Installations to be backed up, and empty places to restore them to.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use yaodian_backup::{Back, BackupError, Into, Source, Written, restore, write};
use yaodian_domain::{
    Date,
    access::Duty,
    evidence::Evidence,
    id::{EvidenceId, PlanId, TargetId, UnitId},
    people::{Post, Stretch, Tenure},
    testing,
};
use yaodian_evidence::{heads::Heads, keep::Keep, uploads::Uploads};
use yaodian_store::{Act, Actor, Attachment, NewAccount, Store, new_account_id, new_id};

const DAY: Date = Date::constant(2023, 1, 1);

pub fn act() -> Act {
    Act::new("2023-09-25T04:00:00Z".parse().unwrap(), Actor::system("test"))
}

/// An installation with a plan, a person and two files that prove something.
pub struct Installation {
    pub folder: TempDir,
    pub store: Store,
    pub keep: Keep,
    pub uploads: Uploads,
    pub heads: Heads,
}

pub fn url(folder: &Path) -> String {
    format!("sqlite://{}/yaodian.sqlite", folder.display())
}

impl Installation {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&url(folder.path())).await.unwrap();
        let keep = Keep::in_folder(folder.path()).unwrap();
        let uploads = Uploads::in_folder(folder.path()).unwrap();
        let heads = Heads::in_folder(folder.path()).unwrap();
        let plan = testing::blank_plan(Vec::new());
        store.put_plan(&act(), &plan).await.unwrap();
        let id = new_account_id();
        let post = Post {
            id: new_id(),
            account: id.clone(),
            unit: UnitId::new("420100").unwrap(),
            plan: None,
            duties: vec![Duty::Reporter],
            title: String::new(),
            tenure: Tenure::Own(Stretch::new(DAY, None).unwrap()),
        };
        let person = NewAccount {
            id: id.clone(),
            login: "zhangsan".to_owned(),
            name: "张三".to_owned(),
            email: None,
            posts: vec![post],
        };
        store.create_account(&act(), person).await.unwrap();
        let one = Self {
            folder,
            store,
            keep,
            uploads,
            heads,
        };
        for text in ["一张照片", "一份文件"] {
            one.prove(text, &plan.id).await;
        }
        one
    }

    pub async fn prove(&self, text: &str, plan: &PlanId) {
        let stored = self.keep.put(text.to_owned().into()).await.unwrap();
        let account = self.store.accounts().await.unwrap().remove(0);
        let file = Attachment {
            target: TargetId::new("villages").unwrap(),
            unit: UnitId::new("420100").unwrap(),
            file: Evidence {
                id: new_id::<EvidenceId>(),
                name: "文件.pdf".to_owned(),
                media: "application/pdf".to_owned(),
                bytes: stored.bytes,
                sha256: stored.sha256.to_string(),
            },
        };
        self.store
            .add_attachment(&act(), plan, &file, &account.id)
            .await
            .unwrap();
    }

    pub fn source(&self) -> Source<'_> {
        Source {
            store: &self.store,
            keep: &self.keep,
            uploads: &self.uploads,
            heads: &self.heads,
        }
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub async fn backup(&self, name: &str) -> Result<Written, BackupError> {
        let made_at = "2023-09-25T18:00:00Z".parse().unwrap();
        write(self.source(), &self.place(name), "0.1.0", made_at).await
    }
}

/// An empty place for an installation.
pub struct Empty {
    pub folder: TempDir,
    pub keep: Keep,
    pub uploads: Uploads,
    pub heads: Heads,
}

impl Empty {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keep = Keep::in_folder(folder.path()).unwrap();
        let uploads = Uploads::in_folder(folder.path()).unwrap();
        let heads = Heads::in_folder(folder.path()).unwrap();
        Self {
            folder,
            keep,
            uploads,
            heads,
        }
    }

    pub async fn restore(&self, backup: &Path) -> Result<(), BackupError> {
        self.back(backup).await.map(drop)
    }

    pub async fn back(&self, backup: &Path) -> Result<Back, BackupError> {
        let url = url(self.folder.path());
        let into = Into {
            url: &url,
            keep: &self.keep,
            uploads: &self.uploads,
            heads: &self.heads,
            act: &act(),
        };
        restore(backup, into, false).await
    }

    /// Whether nothing of an installation is there: no row, no file.
    pub async fn is_empty(&self) -> bool {
        use futures_util::TryStreamExt as _;
        let files: Vec<_> = self.keep.list().try_collect().await.unwrap();
        let place = self.folder.path().join("yaodian.sqlite");
        let rows = match Store::open_as_is(&url(self.folder.path())).await {
            Ok(store) => store.snapshot().await.is_ok(),
            Err(_) => place.exists(),
        };
        files.is_empty() && !rows
    }
}
