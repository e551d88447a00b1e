//! HTTP that goes out to what the operator names: a bucket of files, a collector of traces.
//!
//! It is the HTTP that the server is built with anyway, over rustls with ring, which mail uses too: no other client of
//! HTTP comes in. Whom it trusts is for the machine's own list of authorities to say.

#![deny(missing_docs)]

use std::{io, time::Duration};

use http_body::Body;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use rustls::crypto::ring;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// A dead connection is found out after this time.
const ALIVE: Duration = Duration::from_secs(15);

/// Asks over connections that it keeps. It follows nothing, tries nothing again, and waits for an answer as long as it
/// is let: whoever asks sets the limit.
pub type Client<B> = legacy::Client<HttpsConnector<HttpConnector>, B>;

/// Over what may be spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// TLS alone.
    Tls,
    /// TLS, or nothing where the address begins with `http:`.
    Either,
}

/// A client, which connects to nobody yet.
///
/// # Errors
///
/// When the machine has no list of authorities.
pub fn client<B>(over: Over) -> io::Result<Client<B>>
where
    B: Body<Data: Send> + Send,
{
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(CONNECT));
    tcp.set_keepalive(Some(ALIVE));
    let roots = HttpsConnectorBuilder::new().with_provider_and_native_roots(ring::default_provider())?;
    let https = match over {
        Over::Tls => roots.https_only(),
        Over::Either => roots.https_or_http(),
    };
    Ok(legacy::Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .build(https.enable_http1().wrap_connector(tcp)))
}
