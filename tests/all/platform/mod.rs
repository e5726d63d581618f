//! What the world hands us, for real.

mod private_postgres;
mod scripts;

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

/// A folder that the server's own user can walk to, whoever runs the tests.
fn folder() -> TempDir {
    tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o711))
        .tempdir()
        .expect("the temporary folder can be written")
}
