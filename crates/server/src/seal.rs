//! What is kept in the database so that who reads it alone has nothing of it: secrets of the second step, sealed;
//! clients that tried to sign in, as keyed hashes.
//!
//! The key is a file of 32 random bytes in the folder for files, made when it is first needed and readable by the
//! server's user alone; or an object in the bucket for files, which all servers share. Whoever loses it loses the
//! second steps: recovery codes still open, and an administrator resets them. It is in no backup, since those hold what it
//! opens.

use std::{
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use yaodian_store::Store;
use yaodian_words::{Lang, sign_in as words};

use crate::secret::random;

/// The name of the key's file.
pub(crate) const FILE: &str = "sign-in.key";
/// How many bytes come before what is sealed.
const NONCE: usize = 24;

type Key = [u8; 32];

/// The key, read when it is first needed.
#[derive(Clone)]
pub(crate) struct Seal {
    file: PathBuf,
    key: Arc<OnceLock<Key>>,
}

impl Seal {
    /// With the key in a folder.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            file: folder.join(FILE),
            key: Arc::default(),
        }
    }

    /// With this key.
    pub(crate) fn with_key(key: Vec<u8>) -> Result<Self, String> {
        let key = read(key)?;
        Ok(Self {
            file: PathBuf::new(),
            key: Arc::new(key.into()),
        })
    }

    /// Whether there is a key already, with which something may have been sealed.
    pub(crate) fn is_there(&self) -> bool {
        self.key.get().is_some() || self.file.is_file()
    }

    fn key(&self) -> Result<&Key, String> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", self.file.display());
        let key = match std::fs::read(&self.file) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.make().map_err(|error| failed(&error))?;
                std::fs::read(&self.file).map_err(|error| failed(&error))?
            }
            read => read.map_err(|error| failed(&error))?,
        };
        let key = read(key).map_err(|error| failed(&error))?;
        Ok(self.key.get_or_init(|| key))
    }

    /// Makes the key; another server that makes it at the same moment is not overwritten.
    fn make(&self) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        // Readable by its owner alone.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&new_key())?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&self.file) {
            Err(error) if error.error.kind() != ErrorKind::AlreadyExists => Err(error.error),
            // Before anything is sealed with it: its name, too, has to outlive a loss of power.
            _ => std::fs::File::open(folder)?.sync_all(),
        }
    }

    /// Seals `secret` so that it opens for `of` alone.
    pub(crate) fn seal(&self, of: &str, secret: &[u8]) -> Result<String, String> {
        let nonce = random::<NONCE>();
        let payload = Payload {
            msg: secret,
            aad: of.as_bytes(),
        };
        let cipher = XChaCha20Poly1305::new(self.key()?.into());
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|error| error.to_string())?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed for `of`; `None` if it was sealed with another key, for somebody else, or altered.
    pub(crate) fn open(&self, of: &str, sealed: &str) -> Result<Option<Vec<u8>>, String> {
        let cipher = XChaCha20Poly1305::new(self.key()?.into());
        let opened = || {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
            let (nonce, msg) = bytes.split_first_chunk::<NONCE>()?;
            let payload = Payload {
                msg,
                aad: of.as_bytes(),
            };
            cipher.decrypt(&XNonce::from(*nonce), payload).ok()
        };
        Ok(opened())
    }

    /// A hash of `text` that nobody without the key can compute.
    pub(crate) fn mark(&self, text: &str) -> Result<String, String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key()?).map_err(|error| error.to_string())?;
        mac.update(text.as_bytes());
        Ok(BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }
}

/// Says that the key, which lies at `place`, is missing or another one than that with which second steps were sealed: who
/// keeps the server has to know before somebody cannot sign in.
pub(crate) async fn tell_if_lost(store: &Store, seal: &Seal, place: &str) -> Result<(), String> {
    let sealed = store.sealed_second_steps().await;
    let sealed = sealed.map_err(|error| format!("cannot read the database: {error}"))?;
    let is_there = seal.is_there();
    let mut lost = 0_usize;
    for (account, secret) in &sealed {
        // One that is not there is made when it is first needed.
        if !is_there || seal.open(account.as_str(), secret)?.is_none() {
            lost += 1;
        }
    }
    if lost > 0 {
        let text = words::key_lost(Lang::En, &place, &lost);
        tracing::warn!(second_steps = lost, "{text}");
        tell!("yaodian: {text}");
    }
    Ok(())
}

/// Another key than anybody has.
pub(crate) fn new_key() -> Vec<u8> {
    random::<32>().to_vec()
}

fn read(key: Vec<u8>) -> Result<Key, String> {
    Key::try_from(key).map_err(|key| format!("{} bytes are no key", key.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_own_with_the_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let seal = Seal::in_folder(folder.path());
        let sealed = seal.seal("zhang", b"secret").unwrap();
        assert_ne!(sealed, seal.seal("zhang", b"secret").unwrap());
        let again = Seal::in_folder(folder.path());
        assert_eq!(again.open("zhang", &sealed).unwrap().as_deref(), Some(&b"secret"[..]));
        assert_eq!(again.mark("192.0.2.1").unwrap(), seal.mark("192.0.2.1").unwrap());
        for (of, altered) in [
            ("li", sealed.clone()),
            ("zhang", format!("A{sealed}")),
            ("zhang", "x".to_owned()),
        ] {
            assert_eq!(seal.open(of, &altered).unwrap(), None, "{of} {altered}");
        }
        let elsewhere = tempfile::tempdir().unwrap();
        let other = Seal::in_folder(elsewhere.path());
        assert_eq!(other.open("zhang", &sealed).unwrap(), None);
        assert_ne!(other.mark("192.0.2.1").unwrap(), seal.mark("192.0.2.1").unwrap());
        std::fs::write(elsewhere.path().join(FILE), b"short").unwrap();
        assert!(Seal::in_folder(elsewhere.path()).mark("x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        Seal::in_folder(folder.path()).mark("x").unwrap();
        let mode = std::fs::metadata(folder.path().join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
