//! Whatever names an address is read, and nobody is asked at that address.

use std::fmt::Write as _;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, encoded, smtp::Smtp};

use super::uploads::{RELATIONS, TYPES, bring, document, package};
use crate::{
    ledgers::{LEDGER, outfall, picture},
    reminders,
};

/// Listens, answers nothing, and counts who comes.
struct Canary {
    url: String,
    address: String,
    heard: Arc<AtomicUsize>,
}

impl Canary {
    async fn listens() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heard = Arc::new(AtomicUsize::new(0));
        let counted = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                drop(stream);
            }
        });
        Self {
            url: format!("http://{address}"),
            address,
            heard,
        }
    }

    fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }
}

/// A provider that leads whoever asks it to somebody else.
async fn leading_to(canary: &Canary) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let to = canary.url.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = vec![0; 4096];
            let _ = stream.read(&mut asked).await;
            let answer = format!(
                "HTTP/1.1 302 Found\r\nLocation: {to}/.well-known/openid-configuration\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    issuer
}

/// Relationships to an address, of every kind that a reader of Office follows by itself or when asked.
fn relations(url: &str) -> String {
    const KINDS: [&str; 10] = [
        "hyperlink",
        "image",
        "attachedTemplate",
        "oleObject",
        "frame",
        "aFChunk",
        "externalLinkPath",
        "subDocument",
        "video",
        "customXml",
    ];
    let mut all = String::new();
    for (at, kind) in KINDS.iter().enumerate() {
        let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let _ = write!(
            all,
            "<Relationship Id=\"rId{at}\" Type=\"{of}/{kind}\" Target=\"{url}/{kind}\" TargetMode=\"External\"/>"
        );
    }
    format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// Documents that name it in whatever way a document can.
fn documents(url: &str) -> Vec<(&'static str, Vec<u8>)> {
    let relations = relations(url);
    let settings = "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:attachedTemplate r:id=\"rId2\"/></w:settings>";
    let linked = document(
        "1.推进工作。</w:t></w:r><w:hyperlink r:id=\"rId0\"/><w:drawing><a:blip r:link=\"rId1\"/></w:drawing><w:altChunk r:id=\"rId5\"/><w:r><w:instrText>INCLUDEPICTURE URL</w:instrText><w:t>"
            .replace("URL", url)
            .as_bytes(),
        &[
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("word/_rels/settings.xml.rels", relations.as_bytes()),
            ("word/settings.xml", settings.as_bytes()),
        ],
    );
    let doctypes = [
        format!("<!DOCTYPE w SYSTEM \"{url}/dtd\">"),
        format!("<!DOCTYPE w [<!ENTITY x SYSTEM \"{url}/entity\">]>"),
        format!("<!DOCTYPE w [<!ENTITY % x SYSTEM \"{url}/parameter\"> %x;]>"),
    ];
    let mut all = vec![("linked.docx", linked)];
    for doctype in doctypes {
        let body = format!("<?xml version=\"1.0\"?>{doctype}<w><w:t>&x;</w:t></w>");
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", body.as_bytes()),
        ];
        all.push(("dtd.docx", package(&parts)));
    }
    // The document itself is elsewhere.
    let away = String::from_utf8_lossy(RELATIONS).replace(
        "Target=\"word/document.xml\"",
        &format!("Target=\"{url}/document\" TargetMode=\"External\""),
    );
    all.push((
        "away.docx",
        package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", away.as_bytes())]),
    ));
    all.push(("plan.pdf", pdf(url)));
    all.push((
        "plan.txt",
        format!("一、工作\n1.见 {url}/text 。\n<img src=\"{url}/img\">\n![x]({url}/md)\n").into(),
    ));
    all
}

/// A page whose words lead there, which opens there, and whose contents are said to be there.
fn pdf(url: &str) -> Vec<u8> {
    let stream = "BT /F1 12 Tf 72 720 Td (1. work) Tj ET";
    let objects = [
        format!(
            "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /URI /URI ({url}/open) >> /AA << /WC << /S /GoToR /F ({url}/aa) >> >> >>"
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents [4 0 R 6 0 R] /Resources << /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F ({url}/launch) >> >>] >>"
        ),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length 0 /F << /FS /URL /F ({url}/contents) >> >>\nstream\n\nendstream"),
        format!(
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 0 /F << /FS /URL /F ({url}/image) >> >>\nstream\n\nendstream"
        ),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).into_bytes());
    }
    let start = file.len();
    let places: Vec<String> = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let places = places.concat();
    let size = objects.len() + 1;
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(end.into_bytes());
    file
}

/// A sheet with links to other books, connections to data, and a picture that is elsewhere.
fn sheet(url: &str) -> Vec<u8> {
    const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let root = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rIdSheet\"/></sheets><externalReferences><externalReference r:id=\"rId6\"/></externalReferences></workbook>"
    );
    let own = format!(
        "<Relationship Id=\"rIdSheet\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let books = relations(url).replace("</Relationships>", &own);
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = format!(
        "<row r=\"1\">{}{}{}</row><row r=\"2\">{}{}<c r=\"C2\"><f>WEBSERVICE(\"{url}/f\")</f><v>1</v></c></row>",
        cell("A1", "排污口编码"),
        cell("B1", "责任单位"),
        cell("C1", "排污口名称"),
        cell("A2", "X-1"),
        cell("B2", "武汉")
    );
    let page = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheetData>{rows}</sheetData><hyperlinks><hyperlink ref=\"A1\" r:id=\"rId0\"/></hyperlinks></worksheet>"
    );
    let connections = format!(
        "<?xml version=\"1.0\"?><connections xmlns=\"{MAIN}\"><connection id=\"1\" name=\"x\" type=\"4\" refreshOnLoad=\"1\"><webPr url=\"{url}/web\"/></connection><connection id=\"2\" name=\"y\" type=\"5\" refreshOnLoad=\"1\"><dbPr connection=\"Provider=MSOLAP;Data Source={url}/db\" command=\"x\"/></connection></connections>"
    );
    let linked = relations(url);
    package(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", books.as_bytes()),
        ("xl/worksheets/sheet1.xml", page.as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", linked.as_bytes()),
        ("xl/connections.xml", connections.as_bytes()),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", linked.as_bytes()),
    ])
}

async fn files(reporter: &Visitor, office: &Visitor, url: &str) {
    for (name, file) in documents(url) {
        let (status, answer) = bring(office, name, file).await;
        assert!(status < 500, "{name}: {status} {answer}");
        if name == "plan.txt" || name == "linked.docx" || name == "plan.pdf" {
            assert_eq!(status, 200, "it was read: {name} {answer}");
        }
    }
    for path in [
        format!("{LEDGER}/uploads?name=a.xlsx"),
        "/api/v1/monitoring/water/uploads?name=a.xlsx&state=raw".to_owned(),
    ] {
        let (status, answer) = reporter.send(&path, sheet(url)).await;
        assert!(status < 500, "{path}: {status} {answer}");
        if path.starts_with(LEDGER) {
            assert_eq!(
                (status, &answer["counts"]["bad"]),
                (200, &json!(1)),
                "it was read: {answer}"
            );
        }
    }
    let svg = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE svg SYSTEM \"{url}/svg\"><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"{url}/image\"/><style>@import url({url}/css)</style></svg>"
    );
    // A picture with a profile of colours and a note that are said to be elsewhere.
    let mut noted = picture();
    noted.extend(format!("iTXtXML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta><a href=\"{url}/xmp\"/></x:xmpmeta>").into_bytes());
    for (name, file) in [
        ("a.svg", svg.into_bytes()),
        ("a.png", noted),
        ("a.url", format!("[InternetShortcut]\nURL={url}").into_bytes()),
    ] {
        let path = format!("/api/v1/targets/outfalls-yangtze/files?name={name}");
        let (status, answer) = reporter.send(&path, file).await;
        assert!(status < 500, "{name}: {status} {answer}");
        assert!(name == "a.png" || status == 422, "{name}: {status} {answer}");
    }
}

/// Texts that are addresses, into a cell, a mail and a bulletin.
async fn texts(reporter: &Visitor, office: &Visitor, canary: &Canary) {
    let url = &canary.url;
    let entry = outfall(
        "X-9",
        &[
            ("f.name", &format!("{url}/cell")),
            ("f.water", &format!("<img src={url}/water>")),
        ],
    );
    let (status, answer) = reporter.post(&format!("{LEDGER}/entries"), &entry).await;
    assert_eq!(status, 200, "{answer}");
    let ask = json!({ "units": ["420100"], "note": format!("{url}/nudge <img src=\"{url}/mail\">") });
    assert_eq!(office.post("/api/v1/reminders/ask", &ask).await.0, 200);
    let (_, draft) = office.post("/api/v1/bulletins", &json!({ "edition": "2023-09" })).await;
    let mut words = draft["text"].clone();
    words["title"] = json!(format!("![x]({url}/title)"));
    let part =
        json!({ "words": format!("#image(\"{url}/typst\") <img src=\"{url}/words\"> \\includegraphics{{{url}}}") });
    words["sections"]
        .as_array_mut()
        .unwrap()
        .insert(0, json!({ "heading": "x", "parts": [part] }));
    let one = format!("/api/v1/bulletins/{}", draft["head"]["id"].as_str().unwrap());
    let (status, saved) = office
        .post(&one, &json!({ "read": draft["revision"], "text": words }))
        .await;
    assert_eq!(status, 200, "{saved}");
    let published = office
        .post(&format!("{one}/publish"), &json!({ "read": saved["revision"] }))
        .await;
    assert_eq!(published.0, 200, "{}", published.1);
    let page = one.replace("/api/v1/bulletins", "/bulletin");
    for form in ["", "/docx", "/pdf"] {
        assert!([200, 503].contains(&office.get(&format!("{page}{form}")).await.status().as_u16()));
    }
}

/// Whatever stands in addresses and headers.
async fn addresses(anybody: &Visitor, canary: &Canary) {
    let (url, odd) = (&canary.url, encoded(&canary.url));
    for path in [
        format!("/sign-in?next={odd}"),
        format!("/sign-in/single-sign-on/back?iss={odd}&code=x&state=x"),
        format!("/sign-in/single-sign-on/out?state={odd}&post_logout_redirect_uri={odd}"),
        format!("/search?q={odd}"),
        format!("/embed/target/{odd}"),
        format!("/preview/{odd}.png"),
        format!("/data/{odd}"),
        format!("/?as_of={odd}&lang={odd}"),
    ] {
        let request = anybody.request(reqwest::Method::GET, &path);
        let request = request
            .header("x-forwarded-host", &canary.address)
            .header("referer", url)
            .header("x-forwarded-for", &canary.address)
            .header("traceparent", url)
            .header("if-match", url);
        let status = request.send().await.unwrap().status().as_u16();
        assert!(status < 500 || path.contains("single-sign-on"), "{path}: {status}");
    }
    for whole in [
        format!("GET {url}/proxied HTTP/1.1"),
        format!("CONNECT {} HTTP/1.1", canary.address),
    ] {
        let address = anybody_address(anybody);
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{whole}\r\nHost: {}\r\nConnection: close\r\n\r\n", canary.address);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&answer));
    }
}

fn anybody_address(anybody: &Visitor) -> String {
    anybody.base().trim_start_matches("http://").to_owned()
}

#[tokio::test]
async fn nobody_is_asked_at_an_address_that_a_request_names() {
    let canary = Canary::listens().await;
    let issuer = leading_to(&canary).await;
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let provided = [
        "--oidc-issuer",
        &issuer,
        "--oidc-client-id",
        "x",
        "--oidc-client-secret",
        "y",
    ];
    let flags = [&reminders::flags(&url)[..], &provided].concat();
    let server = Server::with_plan(reminders::restless, &flags).await;
    assert_eq!(server.links.len(), TRIAL_PEOPLE);
    reminders::add(&server, "wang", "武汉市", &["reporter"]).await;
    let (reporter, _, office) = server.desks().await;
    files(&reporter, &office, &canary.url).await;
    texts(&reporter, &office, &canary).await;
    addresses(&server.visitor(), &canary).await;
    // The provider of the settings is asked, and where it leads is not.
    let answer = server.visitor().get("/sign-in/single-sign-on").await;
    assert!(answer.headers().get("location").is_none(), "{answer:?}");
    office.move_to("2023-09-26").await;
    let mail = smtp.wait_for(1).await.remove(0);
    assert!(mail.text.contains(&canary.url), "{}", mail.text);
    // Whatever was begun aside has come to its end.
    server.stop().await;
    assert_eq!(canary.heard(), 0, "somebody was asked");
    TcpStream::connect(&canary.address).await.unwrap();
    yaodian_tests::until(async || (canary.heard() == 1).then_some(())).await;
}
