//! What claims to be large takes no memory. Alone in its program, so that nobody else does.

mod made;

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use peak_alloc::PeakAlloc;
use yaodian_contract::ledger::EvidenceTrouble;
use yaodian_evidence::uploads::Uploads;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many bytes more were in use at the same time than before.
fn peak<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let answer = work();
    (answer, MEMORY.peak_usage().saturating_sub(before))
}

#[test]
fn neither_a_pixel_bomb_nor_a_long_upload_takes_memory() {
    let bombs = [
        made::png_bomb(100_000, 100_000),
        made::png_bomb(u32::MAX >> 1, 1),
        made::jpeg_bomb(65_500, 65_500),
    ];
    for bomb in bombs {
        let (answer, bytes) = peak(|| made::taken(bomb));
        assert_eq!(
            answer,
            Err(EvidenceTrouble::TooManyPixels {
                limit: yaodian_evidence::Limits::default().pixels
            })
        );
        assert!(bytes < 1 << 20, "{bytes} bytes");
    }

    // Packed, these 32 MB are 33 KB.
    let bomb = made::profile_bomb(32 << 20);
    assert!(bomb.len() < 50_000);
    let (answer, bytes) = peak(|| made::taken(bomb));
    assert_eq!(answer.unwrap().media, "image/png");
    assert!(bytes < 1 << 20, "{bytes} bytes");

    // EXIF data that says to be 1 GB.
    let mut bomb = made::webp(&made::quarters(16, 16), Some(made::exif(&made::Written::default())));
    let at = bomb.windows(4).position(|four| four == b"EXIF").unwrap() + 4;
    bomb[at..at + 4].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    let (answer, bytes) = peak(|| made::taken(bomb));
    assert!(matches!(answer, Err(EvidenceTrouble::Damaged { .. })));
    assert!(bytes < 1 << 20, "{bytes} bytes");

    let folder = tempfile::tempdir().unwrap();
    let uploads = Uploads::in_folder(folder.path()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let body = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from(vec![7; 64 << 10]))).take(512);
    let (answer, bytes) = peak(|| runtime.block_on(uploads.stage(body, u64::MAX)));
    assert_eq!(answer.unwrap().bytes, 32 << 20);
    assert!(bytes < 4 << 20, "{bytes} bytes");
}
