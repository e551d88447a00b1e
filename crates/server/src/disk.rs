//! 磁盘: whether anything more can be kept where a folder lies.

use std::{fs::File, io, path::Path};

use rustix::{
    fs::{FallocateFlags, fallocate},
    io::Errno,
};

/// So many bytes have to be free. SQLite overwrites what its log of changes (WAL) has of the disk already: a few bytes
/// more can be written to that on a disk that is full, while a change of some size is refused.
const ROOM: u64 = 4 << 20;

/// Takes the room in a folder for a moment, by a file without a name, and writes to the disk and all. Blocks.
///
/// # Errors
///
/// When there is no room ([`io::ErrorKind::StorageFull`], [`io::ErrorKind::QuotaExceeded`]), or nothing can be written.
pub(crate) fn takes_in(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::tempfile_in(folder)?;
    take(&file)?;
    io::Write::write_all(&mut file, &[0; 4096])?;
    file.sync_all()
}

/// Takes the room without writing to all of it, where the file system can do so.
fn take(mut file: &File) -> io::Result<()> {
    match fallocate(file, FallocateFlags::empty(), 0, ROOM) {
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => {
            io::copy(&mut io::Read::take(io::repeat(0), ROOM), &mut file)?;
            io::Seek::rewind(&mut file)
        }
        taken => Ok(taken?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        takes_in(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let gone = takes_in(&folder.path().join("gone")).unwrap_err();
        assert_eq!(gone.kind(), io::ErrorKind::NotFound);
    }
}
