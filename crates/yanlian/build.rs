//! Embeds styles, scripts and icons in the program.

fn main() {
    let vendor = "../../assets/vendor";
    println!("cargo::rerun-if-changed={vendor}");
    assert!(
        std::path::Path::new(vendor).join("tabler.min.css").exists(),
        "the styles and scripts are not there yet: run `npm ci` in the project's folder first (./yl does it)"
    );
    let embed = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    memory_serve::load_names_directories([("static", "../../assets/static"), ("vendor", vendor)], embed);
}
