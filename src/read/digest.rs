//! The SHA-256 and size of a file, taken while its bytes pass.

use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// What identifies a file's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDigest {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the layout that lies beside it, such as a copybook; none where there is none.
    pub layout_sha256: Option<String>,
    /// The last line of a text has no line end, and the others have one.
    pub ends_open: bool,
}

/// Hands bytes on and digests them.
pub(super) struct DigestRead<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> DigestRead<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads what is left, then returns the digest of everything.
    pub(super) fn finish(&mut self) -> FileDigest {
        let mut rest = [0_u8; 8192];
        while self.read(&mut rest).is_ok_and(|n| n > 0) {}
        FileDigest {
            sha256: hex(&self.hash.clone().finalize()),
            bytes: self.bytes,
            layout_sha256: None,
            ends_open: false,
        }
    }
}

/// Returns the SHA-256 of a text, hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl<R: Read> Read for DigestRead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..n).unwrap_or_default());
        self.bytes += n as u64;
        Ok(n)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
