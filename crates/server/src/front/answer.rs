//! What a request says of the answer it wants: in which coding, and unless it has it already (RFC 9110).

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::{Timestamp, fmt::rfc2822};
use sha2::{Digest as _, Sha256};

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

/// The best coding that a request accepts (RFC 9110, 12.5.3); `None` for the body as it is.
pub(super) fn coding(asked: &HeaderMap) -> Option<Coding> {
    let mut gzip = None;
    for value in asked.get_all(header::ACCEPT_ENCODING) {
        for one in value.to_str().unwrap_or_default().split(',') {
            let (name, how) = one.split_once(';').unwrap_or((one, ""));
            if is_refused(how) {
                continue;
            }
            match name.trim() {
                name if name.eq_ignore_ascii_case("br") => return Some(Coding::Brotli),
                name if name.eq_ignore_ascii_case("gzip") => gzip = Some(Coding::Gzip),
                _ => {}
            }
        }
    }
    gzip
}

/// Whether a weight is zero: `q=0`, `q=0.000`.
fn is_refused(how: &str) -> bool {
    let weight = how.trim().strip_prefix("q=").or_else(|| how.trim().strip_prefix("Q="));
    weight.is_some_and(|weight| weight.trim().chars().all(|c| matches!(c, '0' | '.')))
}

/// The mark of a body: made of its bytes, so that two servers behind one address give the same.
pub(crate) fn tag(body: &[u8]) -> Option<HeaderValue> {
    let digest = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..18]);
    HeaderValue::from_str(&format!("\"{digest}\"")).ok()
}

/// Whether whoever asks has this answer already (RFC 9110, 13.1). A tag counts before a date.
pub(crate) fn unchanged(asked: &HeaderMap, answer: &HeaderMap) -> bool {
    if asked.contains_key(header::IF_NONE_MATCH) {
        let Some(own) = answer.get(header::ETAG).and_then(text) else {
            return false;
        };
        let tags = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(text);
        return tags
            .flat_map(|tags| tags.split(','))
            .map(str::trim)
            .any(|tag| tag == "*" || weak(tag) == weak(own));
    }
    let since = |headers: &HeaderMap, name| {
        let value = headers.get(name).and_then(text)?;
        rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
    };
    since(asked, header::IF_MODIFIED_SINCE)
        .is_some_and(|has| since(answer, header::LAST_MODIFIED).is_some_and(|is| is <= has))
}

/// A tag without what says that it is a weak one: for conditions of GET they are the same (RFC 9110, 8.8.3.2).
fn weak(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// An instant as it stands in a header.
pub(super) fn http_date(at: Timestamp) -> Option<HeaderValue> {
    let text = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()?;
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_coding_that_is_asked_for() {
        for (value, expected) in [
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("gzip", Some(Coding::Gzip)),
            ("GZIP;q=0.5", Some(Coding::Gzip)),
            ("br;q=0, gzip;q=1.0", Some(Coding::Gzip)),
            ("br;q=0.000,gzip; q=0", None),
            ("identity", None),
            ("", None),
            ("brotli, x-gzip", None),
        ] {
            assert_eq!(coding(&asked(header::ACCEPT_ENCODING, value)), expected, "{value}");
        }
        assert_eq!(coding(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_there_already_is_not_sent_again() {
        let at: Timestamp = "2023-09-25T08:00:00Z".parse().unwrap();
        let mut answer = asked(header::ETAG, "\"abc\"");
        answer.insert(header::LAST_MODIFIED, http_date(at).unwrap());
        assert_eq!(answer[header::LAST_MODIFIED], "Mon, 25 Sep 2023 08:00:00 GMT");
        for (name, value, expected) in [
            (header::IF_NONE_MATCH, "\"abc\"", true),
            (header::IF_NONE_MATCH, "W/\"abc\"", true),
            (header::IF_NONE_MATCH, "\"x\", \"abc\"", true),
            (header::IF_NONE_MATCH, "*", true),
            (header::IF_NONE_MATCH, "\"ab\"", false),
            (header::IF_NONE_MATCH, "abc", false),
            (header::IF_MODIFIED_SINCE, "Mon, 25 Sep 2023 08:00:00 GMT", true),
            (header::IF_MODIFIED_SINCE, "Mon, 25 Sep 2023 07:59:59 GMT", false),
            (header::IF_MODIFIED_SINCE, "yesterday", false),
        ] {
            assert_eq!(unchanged(&asked(name, value), &answer), expected, "{value}");
        }
        let mut both = asked(header::IF_NONE_MATCH, "\"x\"");
        both.insert(header::IF_MODIFIED_SINCE, http_date(at).unwrap());
        assert!(!unchanged(&both, &answer), "a tag counts before a date");
    }
}
