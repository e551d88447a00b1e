//! Reading a chosen file in the browser.

#[cfg(not(feature = "hydrate"))]
use leptos::web_sys::File;
#[cfg(not(feature = "hydrate"))]
use yaodian_audit::{Noted, Verified};

use super::Outcome;

#[cfg(feature = "hydrate")]
pub(super) use browser::{text, verify};

/// Only a browser can.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same signature as in the browser")]
pub(super) async fn text(_file: &File) -> Result<String, Outcome> {
    Err(Outcome::NotRead)
}

/// Only a browser can.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same signature as in the browser")]
pub(super) async fn verify(
    _file: &File,
    _noted: Vec<Noted>,
    _each: impl FnMut(i64, u32) -> bool,
) -> Result<Verified, Outcome> {
    Err(Outcome::NotRead)
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::web_sys::{File, js_sys::Uint8Array};
    use wasm_bindgen_futures::JsFuture;
    use yaodian_audit::{ExportError, Noted, Reading, Verified};

    use super::Outcome;

    /// So many bytes are read and verified at a time; between them the page lives.
    const PIECE: f64 = 524_288.0;

    async fn piece(file: &File, from: f64, to: f64) -> Result<Vec<u8>, Outcome> {
        let slice = file.slice_with_f64_and_f64(from, to).map_err(|_| Outcome::NotRead)?;
        let buffer = JsFuture::from(slice.array_buffer())
            .await
            .map_err(|_| Outcome::NotRead)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    /// All of a file, as text.
    pub(in super::super) async fn text(file: &File) -> Result<String, Outcome> {
        let bytes = piece(file, 0.0, file.size()).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Verifies a file piece by piece; `each` is told how far it is, in rows and percent, and says whether to go on.
    pub(in super::super) async fn verify(
        file: &File,
        noted: Vec<Noted>,
        mut each: impl FnMut(i64, u32) -> bool,
    ) -> Result<Verified, Outcome> {
        let told = |error| match error {
            ExportError::Other => Outcome::Other,
            ExportError::Newer(_) => Outcome::Newer,
            ExportError::Io(_) => Outcome::NotRead,
        };
        let size = file.size();
        let mut reading = Reading::new(noted);
        let mut from = 0.0;
        while from < size {
            let to = (from + PIECE).min(size);
            reading.take(&piece(file, from, to).await?).map_err(told)?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
            let percent = (100.0 * to / size) as u32;
            if !each(reading.reached(), percent) {
                return Err(Outcome::Stopped);
            }
            from = to;
        }
        reading.finish().map_err(told)
    }
}
