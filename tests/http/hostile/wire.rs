//! Requests as they stand on the wire, where a client would have mended them.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use yaodian_tests::Server;

/// So long nothing more comes of a server that waits for more itself.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends bytes as they are and reads until the server hangs up; what it said.
pub async fn said(server: &Server, request: &[u8]) -> String {
    let address = server.base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    // It may hang up before everything was sent, and say why.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let mut part = vec![0; 16 * 1024];
    // Until it hangs up, or waits for more of what is no request.
    while let Ok(Ok(read @ 1..)) = timeout(PATIENCE, stream.read(&mut part)).await {
        answer.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of the first answer; 0 if the server hung up.
pub fn status(answer: &str) -> u16 {
    let line = answer.lines().next().unwrap_or_default();
    line.split(' ').nth(1).map_or(0, |status| status.parse().unwrap())
}

/// Gets a path that no client would leave as it is.
pub async fn got(server: &Server, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
    said(server, request.as_bytes()).await
}
