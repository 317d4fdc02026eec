//! New files → the disk: all of them or none, and none where something stands already.

use super::Refusal;
use crate::diagnostic::Text;
use crate::source::below;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file to be made.
pub(crate) struct NewFile {
    /// Its path below the root.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// Makes all files, with their folders. Says where they are.
pub(crate) fn write(root: &Path, files: &[NewFile]) -> Result<Vec<PathBuf>, Refusal> {
    for file in files {
        look(root, &file.path)?;
    }
    let mut made = Made::default();
    for NewFile { path, bytes } in files {
        let target = below(root, path);
        if let Err(error) = made.file(&target, bytes) {
            made.undo();
            let is_taken = error.kind() == io::ErrorKind::AlreadyExists;
            return Err(if is_taken { taken(&target) } else { Refusal::Io(target, error) });
        }
    }
    Ok(made.files)
}

/// Whether a file may be made here: nothing stands there, and no link leads out of the portal on the way.
fn look(root: &Path, path: &str) -> Result<(), Refusal> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    for folder in ends.map(|end| below(root, &path[..end])) {
        if folder.is_symlink() {
            let message = Text::new(format!("{} 是符号链接，不在其中新建文件", folder.display()), format!("{} is a symbolic link", folder.display()));
            let help = Text::new("请换成真正的文件夹", "nothing is made behind it, use a folder instead");
            return Err(Refusal::Usage { message, help });
        }
        if folder.exists() && !folder.is_dir() {
            return Err(taken(&folder));
        }
    }
    let target = below(root, path);
    if target.symlink_metadata().is_ok() { Err(taken(&target)) } else { Ok(()) }
}

fn taken(target: &Path) -> Refusal {
    let message = Text::new(format!("{} 已经存在，什么也没有新建", target.display()), format!("{} is there already, nothing was made", target.display()));
    let help = Text::new("不覆盖已有的文件；确实要重新开始，请先移走", "no file is overwritten; move it away to begin anew");
    Refusal::Usage { message, help }
}

/// What was made so far.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = target.parent() {
            self.folder(folder)?;
        }
        let mut file = File::create_new(target)?;
        self.files.push(target.to_owned());
        file.write_all(bytes)
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(outer) = folder.parent() {
            self.folder(outer)?;
        }
        fs::create_dir(folder)?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// Takes away what was made; a folder in which someone has put something meanwhile stays.
    fn undo(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_file(path: &str) -> NewFile {
        NewFile { path: path.to_owned(), bytes: b"x".to_vec() }
    }

    #[test]
    fn all_or_none() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let root = folder.path().join("portal");
        assert!(write(&root, &[new_file("content/kjj/a.md"), new_file("content/kjj/b.md")]).is_ok());
        // That the second stands in the way of the third shows only once it is there.
        let refused = write(&root, &[new_file("content/jyj/a.md"), new_file("content/jyj/2024/b.md"), new_file("content/jyj/2024/b.md")]);
        assert!(matches!(refused, Err(Refusal::Usage { .. })));
        assert!(!root.join("content/jyj").exists());
        for taken in ["content/kjj/b.md", "content/kjj/a.md/c.md"] {
            assert!(matches!(write(&root, &[new_file("content/jyj/a.md"), new_file(taken)]), Err(Refusal::Usage { .. })), "{taken}");
        }
        assert!(!root.join("content/jyj").exists() && root.join("content/kjj/b.md").is_file());
    }
}
