//! The document says what there is.

use yaodian_tests::Server;

use super::got;

#[tokio::test]
async fn whatever_is_told_is_there() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let document = got(&visitor, "/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 20, "{}", paths.len());
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let filled = [
                ("{plan}", "current"),
                ("{target}", "outfalls-yangtze"),
                ("{unit}", "420100"),
                ("{ledger}", "outfalls-yangtze"),
                ("{network}", "water"),
            ];
            let address = filled
                .iter()
                .fold(path.clone(), |path, (name, value)| path.replace(name, value));
            let asked = visitor.request(method.to_uppercase().parse().unwrap(), &format!("/api/v1{address}"));
            let answer = asked.send().await.unwrap();
            let status = answer.status().as_u16().to_string();
            let answers = &operation["responses"];
            assert!(answers.get(&status).is_some(), "{method} {path}: {status}");
            assert_ne!(status, "405", "{method} {path} is no route");
            if !address.contains('{') && method == "get" && operation.get("security").is_none() {
                assert_eq!(status, "200", "{path}");
            }
        }
    }
}

#[tokio::test]
async fn every_code_has_its_meaning() {
    let server = Server::trial().await;
    let codes = got(&server.visitor(), "/problems?limit=500").await;
    let all = codes["items"].as_array().unwrap();
    let meaning = |code: &str| {
        all.iter()
            .find(|one| one["code"] == code)
            .map(|one| one["meaning"].clone())
    };
    assert!(meaning("not-found").is_some_and(|meaning| meaning != ""));
    assert!(all.len() > 50, "{}", all.len());
}
