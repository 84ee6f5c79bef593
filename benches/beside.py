"""What the benchmarks share: our benches, built, and Python with the peers' packages."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(number):
    """A unified social credit code with the right check character."""
    body = f"91000000MA{number:07d}"
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[-total % 31]


def bench(package, name, *features):
    """Builds a bench of a package as for a release; its executable."""
    command = ["cargo", "bench", "--locked", "-p", package, "--bench", name, "--no-run", "--message-format", "json"]
    command += [word for feature in features for word in ("--features", feature)]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    made = (json.loads(line) for line in out.splitlines() if line.startswith("{"))
    return next(m["executable"] for m in made if m.get("executable") and m["target"]["name"] == name)


def python_with(*packages):
    """Python of a virtual environment of its own with these packages; fetched the first time."""
    folder = TARGET / "peers" / "-".join(packages)
    if not folder.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin/pip", "install", "-q", *packages], check=True)
    return folder / "bin/python"


def publish(lines, output):
    """Prints a result line by line as it comes, also to the file that somebody asked for."""
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
    with open(output or os.devnull, "w", encoding="utf-8") as file:
        for line in lines:
            for to in (sys.stdout, file):
                print(line, file=to, flush=True)
