//! Makes sure the folder of the browser application exists, so that `cargo check` needs no Node.

fn main() {
    let dist = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../admin-ui/dist");
    // A folder that cannot be made shows itself in the next compile step with its path.
    let _made = std::fs::create_dir_all(dist);
    println!("cargo::rerun-if-changed=../../admin-ui/dist");
}
