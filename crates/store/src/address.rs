//! The address of a database on PostgreSQL: `postgres://user:password@host/name?sslmode=verify-full&sslrootcert=/ca.pem`.
//!
//! What it says of TLS is that of PostgreSQL's own programs (`sslmode`, `sslrootcert`, `sslcert`, `sslkey`), with one
//! difference: `sslrootcert` is believed beside the machine's own authorities, not in their place. The address may
//! hold a password, and so no error repeats it.

use std::{fs::File, path::PathBuf, str::FromStr as _};

use sqlx::{ConnectOptions as _, postgres::PgConnectOptions};

use crate::StoreError;

/// Parameters that name files.
const FILES: [&str; 3] = ["sslrootcert", "sslcert", "sslkey"];
/// How the driver writes a file.
const FILE: &str = "file: ";

/// How to connect to a database on PostgreSQL; `None` if it is the address of something else.
pub(crate) fn postgres(url: &str) -> Result<Option<PgConnectOptions>, StoreError> {
    if !url.starts_with("postgres:") && !url.starts_with("postgresql:") {
        return Ok(None);
    }
    let options = PgConnectOptions::from_str(url)?.application_name("yaodian");
    // The driver would say that there is no such file, but not which.
    for (parameter, value) in options.to_url_lossy().query_pairs() {
        let Some(path) = value.strip_prefix(FILE).map(PathBuf::from) else {
            continue;
        };
        if let Some(what) = FILES.into_iter().find(|name| *name == parameter) {
            File::open(&path).map_err(|why| StoreError::Certificate { what, path, why })?;
        }
    }
    Ok(Some(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (rest, said) in [
            ("h/x?sslrootcert=/no/such.pem", "sslrootcert"),
            ("h/x?sslmode=verify-full&ssl-ca=/no/such.pem", "/no/such.pem"),
            ("h/x?sslmode=verify-all", "verify-all"),
            ("h:port/x", "port"),
        ] {
            let error = postgres(&format!("postgres://me:s3cr3t@{rest}")).unwrap_err();
            let told = format!("{error} {error:?}");
            assert!(told.contains(said) && !told.contains("s3cr3t"), "{told}");
        }
        assert!(postgres("sqlite:///x").unwrap().is_none());
        assert!(postgres("postgres://h/x?sslmode=require").unwrap().is_some());
    }
}
