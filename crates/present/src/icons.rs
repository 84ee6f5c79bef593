//! The few icons that the pages use, from the icon set of the look (MIT), by the npm lock file.

/// Embeds the named icons.
macro_rules! icons {
    ($($name:literal),* $(,)?) => {
        /// The SVG of an icon; empty for a name that is not embedded.
        pub(crate) fn icon(name: &str) -> &'static str {
            match name {
                $( $name => include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"), "/../../node_modules/@tabler/icons/icons/outline/", $name, ".svg"
                )), )*
                _ => "",
            }
        }
    };
}

icons!(
    "alert-triangle",
    "arrow-right",
    "building-factory-2",
    "bulb",
    "calendar",
    "check",
    "chevron-right",
    "circle",
    "clock",
    "database",
    "download",
    "file-export",
    "help",
    "home",
    "language",
    "link",
    "map-pin",
    "menu-2",
    "moon",
    "printer",
    "puzzle",
    "search",
    "send",
    "shield-check",
    "sun",
    "timeline",
    "trash",
    "upload",
    "users",
    "x",
    "heart-handshake",
    "route",
    "circle-dashed",
    "circle-half-2",
    "circle-check",
    "arrow-up-right",
    "player-pause",
    "device-desktop",
    "question-mark",
    "list-details",
    "arrow-back-up",
    "zoom-in",
    "zoom-out",
    "maximize",
);
