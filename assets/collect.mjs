// Copies the few third-party files that the program embeds from node_modules into assets/vendor.
// They come by the lock file; nothing of theirs is kept in the repository.
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "vendor");
const files = {
  "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
};

mkdirSync(vendor, { recursive: true });
for (const [name, source] of Object.entries(files)) {
  copyFileSync(join(here, "..", "node_modules", source), join(vendor, name));
}
