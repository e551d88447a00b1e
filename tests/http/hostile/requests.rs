//! Paths that lead out of their folders, redirects that lead away, hosts that are made up, requests that are two.

use reqwest::{Method, header};
use yaodian_tests::{PASSWORD, Server, site};

use super::wire::{got, said, status};

#[tokio::test]
async fn no_path_leads_out_of_a_folder() {
    // Two folders above the site stands the workspace, beside the database a file of its own.
    assert!(site().join("../../Cargo.toml").exists());
    let server = Server::trial().await;
    let depths = ["../..", "../../..", "../../../.."];
    let mut paths = Vec::new();
    for folder in [
        "/pkg",
        "/style",
        "/data",
        "/evidence",
        "/bulletin",
        "/ledger",
        "/plans",
        "/app",
        "/api/v1/ledgers",
    ] {
        for up in depths {
            for file in ["Cargo.toml", "yaodian.sqlite", "etc/passwd"] {
                let plain = format!("{up}/{file}");
                paths.push(format!("{folder}/{plain}"));
                paths.push(format!("{folder}/{}", plain.replace('/', "%2f")));
                paths.push(format!("{folder}/{}", plain.replace("..", "%2e%2e")));
                paths.push(format!("{folder}/{}", plain.replace("..", ".%2e").replace('/', "%5c")));
                paths.push(format!("{folder}/{}", plain.replace("..", "%252e%252e")));
            }
        }
        for odd in [
            "%00",
            "%00.css",
            "....//....//etc/passwd",
            "/etc/passwd",
            "%2fetc%2fpasswd",
            "C:%5cwindows",
            "%ff%fe",
            "~root",
        ] {
            paths.push(format!("{folder}/{odd}"));
        }
    }
    for path in &paths {
        let answer = got(&server, path, "").await;
        let status = status(&answer);
        // The app has no such page, and leads to signing in first.
        let app = path.starts_with("/app") && status == 303;
        assert!((400..500).contains(&status) || app, "{path}: {answer:.200}");
        for inside in ["[workspace", "SQLite format", "root:x:"] {
            assert!(!answer.contains(inside), "{path}");
        }
    }
    // What is there is found all the same.
    assert_eq!(status(&got(&server, "/style/yaodian.css", "").await), 200);
}

#[tokio::test]
async fn signing_in_leads_into_the_app_and_nowhere_else() {
    let server = Server::trial().await;
    let person = server.person("zhang", "420100", &["reporter"], false).await;
    let visitor = server.visitor();
    for next in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/app//evil.example",
        "/app\\..\\evil",
        "/app\r\nSet-Cookie: a=b",
        "/app\nx",
        "/app\0",
        "/app\u{7f}",
        "/app\t//evil.example",
        "/application.evil.example",
        "/app.evil.example",
        "/app@evil.example",
        "/",
        "/sign-out",
        " /app",
        "",
    ] {
        let fields = [("login", "zhang"), ("password", PASSWORD), ("next", next)];
        let answer = visitor.form("/sign-in", &fields).await;
        assert_eq!(answer.status().as_u16(), 303, "{next:?}");
        assert_eq!(answer.headers()[header::LOCATION], "/app", "{next:?}");
        let answer = visitor
            .form("/sign-in", &[("login", ""), ("password", ""), ("next", next)])
            .await;
        let page = answer.text().await.unwrap();
        assert!(!page.contains("evil") && !page.contains("javascript:"), "{next:?}");
        let query = format!(
            "/sign-in?next={}",
            next.replace('\0', "%00")
                .replace(['\r', '\n', '\t', ' ', '\u{7f}'], "%0a")
        );
        assert!(
            !visitor.get(&query).await.text().await.unwrap().contains("evil"),
            "{next:?}"
        );
    }
    for next in [
        "/app",
        "/app/inbox",
        "/app/ledger/outfalls-yangtze?q=%E6%B0%B4",
        "/app?x=1",
    ] {
        let fields = [("login", "zhang"), ("password", PASSWORD), ("next", next)];
        let answer = visitor.form("/sign-in", &fields).await;
        assert_eq!(answer.headers()[header::LOCATION], next);
    }
    // The way to the form keeps where somebody wanted to go, as a path of this site.
    let answer = got(&server, "/app//evil.example", "").await;
    assert!(
        answer.to_lowercase().contains("location: /sign-in?next=/app"),
        "{answer:.300}"
    );
    drop(person);
}

#[tokio::test]
async fn a_host_that_is_made_up_stands_nowhere() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let tricks = [
        "X-Forwarded-Host: evil.example\r\n",
        "X-Forwarded-Server: evil.example\r\nX-Host: evil.example\r\n",
        "Forwarded: host=evil.example;proto=https\r\n",
        "X-Original-URL: /app/people\r\nX-Rewrite-URL: /app/people\r\n",
        "X-HTTP-Method-Override: DELETE\r\n",
        "X-Forwarded-For: evil.example, 127.0.0.1\r\n",
    ];
    for path in [
        "/",
        "/target/outfalls-yangtze",
        "/feed/changes.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/nowhere",
        "/sign-in",
    ] {
        for headers in tricks {
            assert!(
                !got(&server, path, headers).await.contains("evil.example"),
                "{path} {headers}"
            );
        }
        for request in [
            format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
            format!("GET http://evil.example{path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: evil.example\"><script>\r\nConnection: close\r\n\r\n"),
        ] {
            let answer = said(&server, request.as_bytes()).await;
            assert!(status(&answer) < 500, "{request}: {answer:.200}");
            let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
            assert!(!body.contains("evil.example"), "{request}");
        }
        // Nor is it kept for who comes next.
        let answer = visitor.get(path).await;
        assert!(!answer.text().await.unwrap().contains("evil.example"), "{path}");
    }
}

#[tokio::test]
async fn headers_have_a_size_and_a_number() {
    let server = Server::trial().await;
    for headers in [
        format!("X-Long: {}\r\n", "a".repeat(1024 * 1024)),
        "X-Many: a\r\n".repeat(2_000),
        format!("Cookie: yaodian_session={}\r\n", "a".repeat(1024 * 1024)),
    ] {
        let answer = got(&server, "/", &headers).await;
        assert!([0, 400, 431].contains(&status(&answer)), "{answer:.200}");
    }
    let long = format!("/search?q={}", "a".repeat(1024 * 1024));
    assert!([0, 400, 414, 431].contains(&status(&got(&server, &long, "").await)));
    // Within what is read, what is too long to be anything is nothing.
    let cookie = format!("Cookie: yaodian_session={}\r\n", "a".repeat(30_000));
    assert_eq!(status(&got(&server, "/api/v1/me", &cookie).await), 401);
    let bearer = format!("Authorization: Bearer yd_{}\r\n", "a".repeat(30_000));
    assert_eq!(status(&got(&server, "/api/v1/me", &bearer).await), 401);
    assert_eq!(server.visitor().page("/healthz").await, "ok");
}

#[tokio::test]
async fn a_request_is_not_two() {
    let server = Server::trial().await;
    let inside = "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let post = |headers: &str, body: &str| {
        format!("POST /api/v1/assess HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n{body}")
    };
    // Whose end is told in two ways, or in one that is none, is refused, and the line is closed: what follows is
    // answered by nobody.
    for (headers, body) in [
        ("Content-Length: 2\r\nContent-Length: 40\r\n", format!("[]{inside}")),
        ("Content-Length: 2, 40\r\n", format!("[]{inside}")),
        ("Content-Length: +2\r\n", format!("[]{inside}")),
        ("Content-Length: -1\r\n", inside.to_owned()),
        ("Content-Length: 0x2\r\n", format!("[]{inside}")),
        ("Content-Length: 99999999999999999999\r\n", inside.to_owned()),
        ("Transfer-Encoding: identity\r\n", inside.to_owned()),
        ("Transfer-Encoding: xchunked\r\n", format!("0\r\n\r\n{inside}")),
        ("Transfer-Encoding: chunked, identity\r\n", format!("0\r\n\r\n{inside}")),
        ("Transfer-Encoding : chunked\r\n", format!("0\r\n\r\n{inside}")),
        (" Transfer-Encoding: chunked\r\n", format!("0\r\n\r\n{inside}")),
        ("Content-Length : 2\r\n", format!("[]{inside}")),
        ("X: a\rTransfer-Encoding: chunked\r\n", format!("0\r\n\r\n{inside}")),
        ("X\0: a\r\n", inside.to_owned()),
    ] {
        let answer = said(&server, post(headers, &body).as_bytes()).await;
        assert!([0, 400].contains(&status(&answer)), "{headers:?}: {answer:.300}");
        assert!(!answer.contains("\r\nok"), "{headers:?}: {answer:.600}");
    }
    // Chunks decide where both are told (RFC 9112, 6.3), the length is not believed; and chunks are whole.
    let both = post(
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n",
        "2\r\n[]\r\n0\r\n\r\n",
    );
    let answer = said(&server, both.as_bytes()).await;
    assert!([200, 400].contains(&status(&answer)), "{answer:.300}");
    for chunk in [
        "2\n[]\n0\n\n",
        "zz\r\n[]\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFF\r\n[]",
        "-2\r\n[]\r\n0\r\n\r\n",
    ] {
        let answer = said(
            &server,
            post("Transfer-Encoding: chunked\r\n", &format!("{chunk}{inside}")).as_bytes(),
        )
        .await;
        assert!([0, 400].contains(&status(&answer)), "{chunk:?}: {answer:.300}");
        assert!(!answer.contains("\r\nok"), "{chunk:?}: {answer:.600}");
    }
    let lines = [
        "GET / HTTP/9.9\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "\0\0\r\n\r\n",
        "GET / HTTP/1.1 x\r\n\r\n",
        "G\u{e9}T / HTTP/1.1\r\n\r\n",
    ];
    for line in lines {
        assert!(
            [0, 400, 505].contains(&status(&said(&server, line.as_bytes()).await)),
            "{line:?}"
        );
    }
    assert_eq!(server.visitor().page("/readyz").await, "ok");
}

#[tokio::test]
async fn methods_that_are_none_do_nothing() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for method in [
        "TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "DEBUG", "PROPFIND",
    ] {
        let request =
            format!("{method} /api/v1/reports HTTP/1.1\r\nHost: x\r\nX-Secret: mine\r\nConnection: close\r\n\r\n");
        let answer = said(&server, request.as_bytes()).await;
        assert!([400, 404, 405].contains(&status(&answer)), "{method}: {answer:.200}");
        assert!(!answer.contains("mine"), "{method}");
    }
    // A body of JSON that does not call itself so is not taken: no plain form of another site can send one.
    for media in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let request = reporter
            .request(Method::POST, "/api/v1/keys")
            .header(header::CONTENT_TYPE, media);
        let answer = request.body(r#"{"name":"x","scopes":["read"]}"#).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 415, "{media}");
    }
}
