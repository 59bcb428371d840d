//! The way to a server: TLS that is proved, passwords from the environment and the password file, and
//! never one in what is printed or logged.

use super::postgres_server::{Server, chown_to_server};
use super::sandbox::Sandbox;
use super::support::{Ran, program, ran};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const PASSWORD: &str = "Sesame-7-open";

/// Makes a certificate authority, and a certificate of it for 127.0.0.1.
fn certificates(folder: &Path) {
    let openssl = |arguments: &str| {
        let made = Command::new("openssl")
            .current_dir(folder)
            .args(arguments.split(' '))
            .output()
            .unwrap_or_else(|e| panic!("openssl: {e}; `tests/run` installs it"));
        assert!(made.status.success(), "{arguments}: {made:?}");
    };
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout ca.key -out ca.pem -subj /CN=test-authority -addext basicConstraints=critical,CA:TRUE",
    );
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout other.key -out other.pem -subj /CN=another-authority -addext basicConstraints=critical,CA:TRUE",
    );
    openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1");
    fs::write(
        folder.join("names"),
        "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n",
    )
    .unwrap();
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile names -out server.pem",
    );
}

/// Makes a server that lets nobody in over TCP without TLS and a password.
fn behind_tls(folder: &Path) -> Server {
    let server = Server::start_with(|data| {
        for (from, to) in [("server.pem", "server.crt"), ("server.key", "server.key")] {
            let to = data.join(to);
            fs::copy(folder.join(from), &to).unwrap();
            fs::set_permissions(&to, fs::Permissions::from_mode(0o600)).unwrap();
            chown_to_server(&to);
        }
        let hba = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";
        fs::write(data.join("pg_hba.conf"), hba).unwrap();
        vec!["ssl=on".to_owned(), "listen_addresses=127.0.0.1".to_owned()]
    });
    server
        .sql(&format!(
            "ALTER ROLE ops PASSWORD '{PASSWORD}'; CREATE DATABASE portal"
        ))
        .unwrap();
    server
}

#[test]
fn the_way_is_proved_and_no_password_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    certificates(folder.path());
    let server = behind_tls(folder.path());
    let sandbox = Sandbox::new();
    let (ca, other) = (
        folder.path().join("ca.pem"),
        folder.path().join("other.pem"),
    );
    let log = folder.path().join("run.log");
    let go = |url: String, environment: &[(&str, &str)]| -> Ran {
        let mut command = program();
        for name in ["PGPASSWORD", "PGPASSFILE", "PGSSLMODE", "PGSSLROOTCERT"] {
            command.env_remove(name);
        }
        command
            .env("HOME", folder.path())
            .envs(environment.iter().copied())
            .arg("verify")
            .arg(sandbox.mapping())
            .args(["--database", &url, "--log"])
            .arg(&log);
        let ran = ran(&mut command);
        let logged = fs::read_to_string(&log).unwrap_or_default();
        assert!(!ran.printed().contains(PASSWORD) && !logged.contains(PASSWORD));
        ran
    };
    let port = server.port();
    let url = |user: &str, ca: &Path| {
        format!(
            "postgres://{user}@127.0.0.1:{port}/portal?sslmode=verify-full&sslrootcert={}",
            ca.display()
        )
    };
    // Past the server's door the folder to verify is what is missing.
    let in_ = |ran: Ran| ran.expect(6).says("to verify; `cutover run` makes it");
    fs::create_dir_all(sandbox.out()).unwrap();
    in_(go(url(&format!("ops:{PASSWORD}"), &ca), &[]));
    in_(go(url("ops", &ca), &[("PGPASSWORD", PASSWORD)]));
    let passes = folder.path().join("passes");
    fs::write(&passes, format!("127.0.0.1:{port}:portal:ops:{PASSWORD}\n")).unwrap();
    fs::set_permissions(&passes, fs::Permissions::from_mode(0o600)).unwrap();
    in_(go(
        url("ops", &ca),
        &[("PGPASSFILE", passes.to_str().unwrap())],
    ));
    fs::rename(&passes, folder.path().join(".pgpass")).unwrap();
    in_(go(url("ops", &ca), &[]));
    fs::remove_file(folder.path().join(".pgpass")).unwrap();

    let wrong = go(url("ops:wrong", &ca), &[]).expect(6);
    wrong
        .says(&format!(
            "the portal database `postgres://ops@127.0.0.1:{port}/portal` cannot be used"
        ))
        .says("set PGPASSWORD, or a line in the password file .pgpass");
    go(url("ops", &other), &[("PGPASSWORD", PASSWORD)])
        .expect(6)
        .says("sslrootcert");
    let plain = format!("postgres://ops@127.0.0.1:{port}/portal?sslmode=disable");
    go(plain, &[("PGPASSWORD", PASSWORD)])
        .expect(6)
        .says("no encryption");
    let nowhere = url("ops", &ca).replace("/portal?", "/nowhere?");
    go(nowhere, &[("PGPASSWORD", PASSWORD)])
        .expect(6)
        .says("make the database first, with `createdb`");
    assert!(
        fs::read_to_string(&log).unwrap().contains("verify"),
        "the log was written"
    );
}
