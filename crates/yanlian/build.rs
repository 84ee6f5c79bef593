//! Styles and scripts of others come by npm; without them there is nothing to embed.

fn main() {
    let vendor = "../../assets/vendor";
    println!("cargo::rerun-if-changed={vendor}");
    println!("cargo::rerun-if-changed=../../assets/static");
    assert!(
        std::path::Path::new(vendor).join("tabler.min.css").exists(),
        "the styles and scripts are not there yet: run `npm ci` in the project's folder first (./yl does it)"
    );
}
