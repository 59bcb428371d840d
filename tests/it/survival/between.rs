//! A way to a PostgreSQL server that can be cut: it stands between the program and the server's socket,
//! and does something the first time that the program sends a certain text.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// What happens when the text is sent.
#[derive(Clone)]
pub enum Then {
    /// Every connection is cut; the text does not reach the server.
    CutBefore,
    /// The text reaches the server, which does what it says; the answer is lost.
    CutAfter,
    /// Something else, before the text goes on its way.
    Call(Arc<dyn Fn() + Send + Sync>),
}

/// The way, as long as this lives.
pub struct Between {
    folder: tempfile::TempDir,
    happened: Arc<AtomicBool>,
}

struct Way {
    server: PathBuf,
    text: &'static str,
    then: Then,
    happened: Arc<AtomicBool>,
    open: Mutex<Vec<UnixStream>>,
}

impl Between {
    pub fn new(server_socket: &Path, text: &'static str, then: Then) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let happened = Arc::new(AtomicBool::new(false));
        let way = Arc::new(Way {
            server: server_socket.to_owned(),
            text,
            then,
            happened: Arc::clone(&happened),
            open: Mutex::default(),
        });
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                way.clone().carry(client);
            }
        });
        Self { folder, happened }
    }

    /// Returns the way's end as `--database` takes it.
    pub fn url(&self) -> String {
        let socket = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://ops@{socket}/postgres")
    }

    /// Returns the folder of the socket, which messages name.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns true where the text was sent.
    pub fn happened(&self) -> bool {
        self.happened.load(Ordering::SeqCst)
    }
}

impl Way {
    fn carry(self: Arc<Self>, mut client: UnixStream) {
        let mut server = UnixStream::connect(&self.server).unwrap();
        let both = [client.try_clone().unwrap(), server.try_clone().unwrap()];
        self.open.lock().unwrap().extend(both);
        let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let (way, answering) = (Arc::clone(&self), Arc::new(AtomicBool::new(true)));
        let answer = Arc::clone(&answering);
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = answers.read(&mut bytes) {
                if !answer.load(Ordering::SeqCst) {
                    // The server has done what it was told last.
                    way.cut();
                } else if back.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            let _ = back.shutdown(Shutdown::Both);
        });
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = client.read(&mut bytes) {
                let sent = &bytes[..count];
                let text = self.text.as_bytes();
                let here = sent.windows(text.len()).any(|part| part == text);
                if here && !self.happened.swap(true, Ordering::SeqCst) {
                    match &self.then {
                        Then::CutBefore => return self.cut(),
                        Then::CutAfter => answering.store(false, Ordering::SeqCst),
                        Then::Call(call) => call(),
                    }
                }
                if server.write_all(sent).is_err() {
                    break;
                }
            }
            let _ = server.shutdown(Shutdown::Both);
        });
    }

    fn cut(&self) {
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
