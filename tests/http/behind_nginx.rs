//! TLS by a proxy in front: a real nginx, set as the README says.

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    path::Path,
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    net::TcpSocket,
    process::{Child, Command},
    task::spawn_blocking,
};
use yaodian_tests::{Server, TRIAL_PEOPLE, free_port, until};

/// The name that the README takes for an example.
const NAME: &str = "plan.example.gov.cn";
/// More than nginx takes unless it is told.
const LARGE: usize = 3 << 20;

/// The server's block of the README, with the places of this machine.
fn block(port: u16, to: &str, folder: &Path) -> String {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, rest) = readme.split_once("```nginx\n").expect("a block for nginx");
    let (block, _) = rest.split_once("```").unwrap();
    let folder = folder.display();
    let mut block = block.to_owned();
    for (said, here) in [
        ("listen 443 ssl;", format!("listen 127.0.0.1:{port} ssl;")),
        ("/etc/ssl/plan.crt", format!("{folder}/plan.crt")),
        ("/etc/ssl/private/plan.key", format!("{folder}/plan.key")),
        ("http://127.0.0.1:8023", to.to_owned()),
    ] {
        assert_eq!(block.matches(said).count(), 1, "{said}");
        block = block.replace(said, &here);
    }
    assert!(block.contains(NAME));
    block
}

/// A certificate for the name, by its own key.
async fn certified(folder: &Path) {
    let config = format!(
        "[req]\ndistinguished_name = name\nx509_extensions = server\n[name]\n\
         [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:{NAME}\n"
    );
    std::fs::write(folder.join("tls.cnf"), config).unwrap();
    let made = Command::new("openssl")
        .current_dir(folder)
        .args(["req", "-x509", "-config", "tls.cnf", "-nodes", "-days", "2"])
        .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args([
            "-subj",
            &format!("/CN={NAME}"),
            "-keyout",
            "plan.key",
            "-out",
            "plan.crt",
        ])
        .output()
        .await
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// nginx with this block alone, gone with the value.
async fn nginx(folder: &Path, port: u16, block: &str) -> Child {
    let place = folder.display();
    let config = format!(
        "daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;\n\
         events {{ }}\n\
         http {{\naccess_log off;\nclient_body_temp_path {place}/body; proxy_temp_path {place}/proxy;\n\
         fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;\n{block}\n}}\n"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, config).unwrap();
    let mut child = Command::new("nginx")
        .arg("-c")
        .arg(&file)
        .arg("-e")
        .arg(folder.join("error.log"))
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("nginx is missing; `cargo xtask test` installs it (Debian's package nginx-light)");
    until(async || {
        let ended = child.try_wait().unwrap();
        let said = || std::fs::read_to_string(folder.join("error.log")).unwrap_or_default();
        assert!(ended.is_none(), "{}", said());
        TcpStream::connect(("127.0.0.1", port)).ok()
    })
    .await;
    child
}

/// Whoever comes to the proxy.
#[derive(Clone)]
struct Client {
    port: u16,
    trusts: Arc<ClientConfig>,
    from: [u8; 4],
    cookie: String,
}

type Line = StreamOwned<ClientConnection, TcpStream>;

impl Client {
    fn at(port: u16, folder: &Path) -> Self {
        let mut roots = RootCertStore::empty();
        let own = CertificateDer::from_pem_file(folder.join("plan.crt")).unwrap();
        roots.add(own).unwrap();
        let trusts = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            port,
            trusts: Arc::new(trusts),
            from: [127, 0, 0, 1],
            cookie: String::new(),
        }
    }

    /// The same at another address.
    fn moved(&self, last: u8) -> Self {
        Self {
            from: [127, 0, 0, last],
            ..self.clone()
        }
    }

    async fn connected(&self) -> Line {
        let socket = TcpSocket::new_v4().unwrap();
        let from = IpAddr::V4(Ipv4Addr::from(self.from));
        socket.bind(SocketAddr::new(from, 0)).unwrap();
        let there = SocketAddr::from(([127, 0, 0, 1], self.port));
        let stream = socket.connect(there).await.unwrap().into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let name = ServerName::try_from(NAME).unwrap();
        StreamOwned::new(ClientConnection::new(self.trusts.clone(), name).unwrap(), stream)
    }

    /// A request that begins with `line`, with more lines in its head.
    fn request(&self, line: &str, more: &str, body: &[u8]) -> Vec<u8> {
        let host = format!("{NAME}:{}", self.port);
        let (cookie, length) = (&self.cookie, body.len());
        let head = format!(
            "{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncookie: {cookie}\r\n{more}content-length: {length}\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    }

    /// Asks, and hears all of the answer.
    async fn ask(&self, line: &str, more: &str, body: &[u8]) -> Answer {
        let (mut stream, request) = (self.connected().await, self.request(line, more, body));
        let heard = spawn_blocking(move || {
            stream.write_all(&request).unwrap();
            let mut heard = Vec::new();
            stream.read_to_end(&mut heard).unwrap();
            heard
        });
        let heard = String::from_utf8_lossy(&heard.await.unwrap()).into_owned();
        let (head, body) = heard.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    /// A line of the head; nothing if it has none of this name.
    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

#[tokio::test]
async fn as_the_readme_says() {
    let folder = TempDir::new().unwrap();
    let (place, port) = (folder.path(), free_port());
    let base = format!("https://{NAME}:{port}");
    let data = TempDir::new().unwrap();
    let settings = place.join("yaodian.toml");
    let told = format!("public-url = \"{base}\"\nproxy = [\"127.0.0.1\"]\nclient-rate = 1\n");
    std::fs::write(&settings, told).unwrap();
    let listen = format!("127.0.0.1:{}", free_port());
    let flags = ["--trial", "--listen", &listen, "--config", settings.to_str().unwrap()];
    let server = Server::start_in(data, &flags, TRIAL_PEOPLE).await;
    assert_eq!(server.base, base, "it is known by the address of the proxy");
    certified(place).await;
    let _nginx = nginx(place, port, &block(port, &format!("http://{listen}"), place)).await;
    let mut office = Client::at(port, place);

    // Pages, known by the address under which people reach them, and over TLS from now on.
    let page = office.ask("GET /", "", b"").await;
    assert_eq!(page.status, 200, "{}", page.head);
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
    assert!(page.body.contains(&base), "its own address");

    // Whoever is signed in shows a cookie that travels by TLS alone.
    let link = server.links[2]
        .strip_prefix(&base)
        .expect("by that address, too")
        .to_owned();
    let opened = office.ask(&format!("GET {link}"), "", b"").await;
    let cookie = opened.header("set-cookie").to_owned();
    assert_eq!(opened.status, 303, "{}", opened.head);
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(opened.header("location").starts_with('/'), "{}", opened.head);
    office.cookie = cookie.split(';').next().unwrap().to_owned();

    // What a page of ours sends is taken, and of another site not.
    let json = "content-type: application/json\r\n";
    let key = json!({ "name": "月报", "scopes": ["read"] }).to_string();
    for (origin, status) in [(base.as_str(), 200), ("https://elsewhere.example", 403)] {
        let more = format!("{json}origin: {origin}\r\n");
        let made = office.ask("POST /api/v1/keys", &more, key.as_bytes()).await;
        assert_eq!(made.status, status, "{origin}: {}", made.body);
    }

    // Each client is known by his own address, whatever he says of himself.
    let ask = async |client: &Client, n: usize| {
        let more = format!("x-forwarded-for: 198.51.100.{n}\r\n");
        client.ask(&format!("GET /search?q={n}"), &more, b"").await.status
    };
    let (one, other) = (office.moved(2), office.moved(3));
    let mut refused = 0;
    for n in 0..30 {
        refused += usize::from(ask(&one, n).await == 429);
    }
    assert!(refused > 0, "he has had his share");
    assert_eq!(ask(&other, 99).await, 200, "and others have theirs");

    // What is new is told at once: nginx keeps nothing back.
    let mut line = office.connected().await;
    let request = office.request("GET /api/v1/cockpit/live", "", b"");
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel();
    let listening = spawn_blocking(move || {
        line.write_all(&request).unwrap();
        let mut piece = [0; 4096];
        while let Ok(read) = line.read(&mut piece) {
            let text = String::from_utf8_lossy(&piece[..read]).into_owned();
            if read == 0 || heard.send(text).is_err() {
                break;
            }
        }
    });
    let mut first = String::new();
    while !first.contains("data:") {
        first += &hears.recv().await.expect("it goes on");
    }
    assert!(first.contains("text/event-stream"), "{first}");
    let reporter = {
        let mut reporter = office.clone();
        let link = server.links[0].strip_prefix(&base).unwrap();
        let opened = reporter.ask(&format!("GET {link}"), "", b"").await;
        reporter.cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
        reporter
    };
    // A file that is larger than nginx takes by itself.
    let file = [
        b"%PDF-1.4\n%".as_slice(),
        &vec![b' '; LARGE],
        b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
    ]
    .concat();
    let attached = reporter
        .ask("POST /api/v1/targets/zero-waste-cities/files?name=a.pdf", "", &file)
        .await;
    assert_eq!(attached.status, 200, "{}", attached.body);
    let report = json!({
        "target": "outfalls-yangtze", "period": "2023-09", "read": Value::Null,
        "typed": { "done": "610", "of": "734" }, "progress": "一", "send": true,
    });
    let sent = reporter
        .ask("POST /api/v1/reports", json, report.to_string().as_bytes())
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let next = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let text = hears.recv().await.expect("it goes on");
            if text.contains("data:") {
                return text;
            }
        }
    });
    next.await.expect("it is told of the report");
    server.stop().await;
    // The stream ends with the server.
    listening.await.unwrap();
}
