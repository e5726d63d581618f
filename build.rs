//! A new migration must rebuild the program: `sqlx::migrate!` does not notice one by itself.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
