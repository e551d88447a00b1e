//! Connections that are cut, by a proxy in between.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::Server;

/// So many bytes that none is cut.
pub const ALL: u64 = u64::MAX;

/// A proxy before a server. It cuts a connection after so many bytes to the server, or so many back, or where a request
/// that it is told is to be answered.
pub struct Cutting {
    /// Its address.
    pub base: String,
    there: Arc<AtomicU64>,
    back: Arc<AtomicU64>,
    lost: Arc<Lost>,
}

/// To which requests the answers are lost, by how they begin (`POST /api/v1/reports `), and how many were.
#[derive(Default)]
struct Lost {
    begins: Mutex<Option<String>>,
    count: AtomicU64,
}

impl Lost {
    fn is(&self, sent: &[u8]) -> bool {
        let begins = self.begins.lock().unwrap();
        let is = |begins: &String| sent.starts_with(begins.as_bytes());
        begins.as_ref().is_some_and(is)
    }
}

impl Cutting {
    /// One before `server`, which cuts nothing yet.
    pub async fn before(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let to = server.base.strip_prefix("http://").unwrap().to_owned();
        let cutting = Self {
            base,
            there: Arc::new(AtomicU64::new(ALL)),
            back: Arc::new(AtomicU64::new(ALL)),
            lost: Arc::default(),
        };
        let (there, back, lost) = (cutting.there.clone(), cutting.back.clone(), cutting.lost.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&to).await.unwrap();
                let limits = (there.load(Ordering::SeqCst), back.load(Ordering::SeqCst));
                let lost = lost.clone();
                tokio::spawn(async move {
                    let (client_in, client_out) = client.into_split();
                    let (server_in, server_out) = server.into_split();
                    let muted = AtomicBool::new(false);
                    // Whoever ends first ends both.
                    tokio::select! {
                        () = pass(client_in, server_out, limits.0, |sent| {
                            if lost.is(sent) {
                                muted.store(true, Ordering::SeqCst);
                            }
                            true
                        }) => {}
                        () = pass(server_in, client_out, limits.1, |_| {
                            let goes = !muted.load(Ordering::SeqCst);
                            if !goes {
                                lost.count.fetch_add(1, Ordering::SeqCst);
                            }
                            goes
                        }) => {}
                    }
                });
            }
        });
        cutting
    }

    /// Cuts the connections that are made from now on after so many bytes to the server, and so many back.
    pub fn cut(&self, there: u64, back: u64) {
        self.there.store(there, Ordering::SeqCst);
        self.back.store(back, Ordering::SeqCst);
    }

    /// The server gets every request that begins so, and whoever sent it gets no byte of the answer.
    pub fn lose_answers_to(&self, begins: &str) {
        *self.lost.begins.lock().unwrap() = Some(begins.to_owned());
    }

    /// No answer is lost any more; how many were.
    pub fn mend(&self) -> u64 {
        *self.lost.begins.lock().unwrap() = None;
        self.lost.count.load(Ordering::SeqCst)
    }
}

/// Passes on what comes, as long as `goes` says so of it.
async fn pass(from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, bytes: u64, goes: impl Fn(&[u8]) -> bool) {
    let mut from = from.take(bytes);
    let mut piece = vec![0; 4096];
    while let Ok(read) = from.read(&mut piece).await {
        if read == 0 || !goes(&piece[..read]) || to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}
