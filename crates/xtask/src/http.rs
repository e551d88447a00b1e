//! Just enough HTTP to measure a server on this machine and to talk to a
//! browser's driver.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// What came back.
pub struct Response {
    /// As in `200`.
    pub status: u16,
    /// The first cookie that was set, without what it is set for.
    pub cookie: Option<String>,
    /// The content, not decompressed.
    pub body: Vec<u8>,
    /// Everything that came over the wire, head included.
    pub wire: usize,
}

/// Sends one request on a connection of its own.
pub fn request(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Response> {
    exchange(port, method, path, headers, body)
        .with_context(|| format!("{method} http://127.0.0.1:{port}{path} failed"))
}

/// Fetches a page; anything but 200 is an error.
pub fn get(port: u16, path: &str, headers: &[(&str, &str)]) -> Result<Response> {
    let response = request(port, "GET", path, headers, "")?;
    if response.status != 200 {
        bail!("GET http://127.0.0.1:{port}{path} answered {}", response.status);
    }
    Ok(response)
}

fn exchange(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Response> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_mins(5)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n")?;
    }
    if !body.is_empty() {
        write!(head, "Content-Length: {}\r\n", body.len())?;
    }
    head.push_str("\r\n");
    head.push_str(body);
    stream.write_all(head.as_bytes())?;
    read(&mut BufReader::new(stream))
}

fn read(stream: &mut impl BufRead) -> Result<Response> {
    let mut wire = 0;
    let mut line = |stream: &mut dyn BufRead| -> Result<String> {
        let mut line = String::new();
        wire += stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    };
    let status = line(stream)?
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .context("no HTTP came back")?;
    let (mut length, mut chunked, mut cookie) = (None, false, None);
    loop {
        let header = line(stream)?;
        if header.is_empty() {
            break;
        }
        let lower = header.to_ascii_lowercase();
        match lower.split_once(':') {
            Some(("set-cookie", _)) if cookie.is_none() => {
                let (_, value) = header.split_once(':').unwrap_or_default();
                cookie = value.trim().split(';').next().map(str::to_owned);
            }
            Some(("content-length", value)) => length = value.trim().parse::<usize>().ok(),
            Some(("transfer-encoding", value)) => chunked = value.trim() == "chunked",
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = line(stream)?;
            let size = size.split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(size, 16).context("a chunk without its size")?;
            let start = body.len();
            body.resize(start + size, 0);
            stream.read_exact(&mut body[start..])?;
            line(stream)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = length {
        body.resize(length, 0);
        stream.read_exact(&mut body)?;
    } else {
        stream.read_to_end(&mut body)?;
    }
    Ok(Response {
        status,
        cookie,
        wire: wire + body.len(),
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_known_length_ends_there() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more";
        let response = read(&mut &text[..]).unwrap();
        assert_eq!((response.status, response.wire), (200, 40));
        assert_eq!(response.body, b"ok");
    }

    #[test]
    fn chunks_are_joined_and_their_frames_counted() {
        let text = b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        let response = read(&mut &text[..]).unwrap();
        assert_eq!((response.status, response.wire), (404, text.len()));
        assert_eq!(response.body, b"abcd");
    }

    #[test]
    fn something_else_is_an_error() {
        assert!(read(&mut &b""[..]).is_err());
        assert!(read(&mut &b"SSH-2.0\r\n"[..]).is_err());
    }
}
