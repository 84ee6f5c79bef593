//! The migrations are embedded; a new file among them must build the crate anew.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
