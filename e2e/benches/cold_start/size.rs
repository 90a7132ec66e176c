//! The size of a function, plain and in the zip that is deployed.

use std::fs;
use std::io::Write;
use std::iter::Sum;
use std::ops::Add;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Bytes of a file or a folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    pub plain: usize,
    pub zipped: usize,
}

impl Size {
    /// The size without the zip's own headers, which are about a hundred bytes for each file.
    pub fn of(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return fs::read_dir(path)?.map(|entry| Self::of(&entry?.path())).sum();
        }
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let mut zip = DeflateEncoder::new(Vec::new(), Compression::best());
        zip.write_all(&bytes)?;
        Ok(Self { plain: bytes.len(), zipped: zip.finish()?.len() })
    }
}

impl Add for Size {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { plain: self.plain + other.plain, zipped: self.zipped + other.zipped }
    }
}

impl Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), Add::add)
    }
}
