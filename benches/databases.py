#!/usr/bin/env python3
"""Measures PostgreSQL beside SQLite, in one run: a zone's pages and writes, a month of one outlet out of a year,
and moving a site from one to the other and back. Standard library only; needs PostgreSQL's programs.

    python3 benches/databases.py [--program FILE] [--sizes 300 3000] [--records 1000000] [--readings 10000000] [-o FILE]

PostgreSQL is a throw-away server on this machine with its defaults, so that both share processors and disk.
"""

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from beside import ROOT, TARGET, bench, publish
from scale import many_annuals, run, write_csv, zone

# Ten factors every ten minutes.
READINGS_OF_A_DAY = 1440
OUTLETS = 100


def postgres(name):
    """The address of a new database; the server ends with this program."""
    made = subprocess.run([ROOT / "tools/postgres", name, str(os.getpid())], stdout=subprocess.PIPE, text=True)
    if made.returncode == 3:
        sys.exit("PostgreSQL is not installed on this machine (Debian: apt-get install postgresql)")
    made.check_returncode()
    return made.stdout.strip()


def exported(program, database, folder):
    """What an export of a database gives, by file."""
    run([program, "export", "--database", database, "--output", str(folder)])
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def moved(program, scratch, records, readings):
    """What moving a site takes, there and back; both ends must export the same."""
    first, last, middle = f"sqlite:{scratch}/first", f"sqlite:{scratch}/last", postgres("moved")
    base, header, rows = many_annuals(scratch, records)
    write_csv(scratch / "annuals.csv", header, rows)
    run([program, "import", "--database", first, str(ROOT / "chains/common"), str(base)])
    run([program, "import", "--database", first, str(scratch / "annuals.csv")])
    days = max(1, round(readings / OUTLETS / READINGS_OF_A_DAY))
    subprocess.run([bench("yanlian-store", "telemetry"), str(OUTLETS), str(days), first], check=True, stdout=subprocess.DEVNULL)
    size = f"{records:,} records, {OUTLETS * days * READINGS_OF_A_DAY:,} readings"
    for name, source, target in (("SQLite to PostgreSQL", first, middle), ("PostgreSQL to SQLite", middle, last)):
        yield f"{size}: {name}", run([program, "move", "--from", source, "--to", target])
    if exported(program, first, scratch / "before") != exported(program, last, scratch / "after"):
        sys.exit("what came back is not what went")


def year_of_readings(database, days):
    """What the store's own benchmark says of a database."""
    program = bench("yanlian-store", "telemetry")
    started = time.perf_counter()
    said = subprocess.run([program, str(OUTLETS), str(days), database], check=True, stdout=subprocess.PIPE, text=True)
    return [*said.stdout.splitlines()[1:], f"whole: {time.perf_counter() - started:.0f} s"]


def result(asked, program, scratch):
    """The lines of the result, each as soon as it is measured."""
    yield from [f"# {datetime.date.today()}: PostgreSQL beside SQLite", "", f"{os.cpu_count()} processors, shared with other work; `benches/databases.py`."]
    if asked.sizes:
        addresses = {"SQLite": lambda name: f"sqlite:{scratch}/{name}", "PostgreSQL": postgres}
        columns = [(size, database) for size in asked.sizes for database in addresses]
        found = [zone(program, scratch, size, asked.port, addresses[of](f"zone{size}")) for size, of in columns]
        yield from ["", "| | " + " | ".join(f"{size:,}, {of}" for size, of in columns) + " |", "|---|" + "---|" * len(columns)]
        for name in found[0]:
            yield f"| {name} | " + " | ".join(f"{of[name]:.3g}" if of[name] < 100 else f"{of[name]:,.0f}" for of in found) + " |"
    if asked.records:
        yield from ["", "| moved | s | MB at most |", "|---|---|---|"]
        for name, (took, peak) in moved(program, scratch, asked.records, asked.readings):
            yield f"| {name} | {took:.1f} | {peak:.0f} |"
    if asked.days:
        for name, database in (("SQLite", f"sqlite:{scratch}/year"), ("PostgreSQL", postgres("year"))):
            yield from ["", f"{asked.days} days of readings, {OUTLETS} outlets, {name}:", ""]
            yield from (f"- {line}" for line in year_of_readings(database, asked.days))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=TARGET / "release/yanlian")
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 3_000])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--readings", type=int, default=10_000_000)
    parser.add_argument("--days", type=int, default=365, help="of readings of a hundred outlets; 0: not measured")
    parser.add_argument("--port", type=int, default=18431)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        publish(result(asked, asked.program.resolve(), Path(scratch)), asked.output)


if __name__ == "__main__":
    sys.exit(main())
