#!/usr/bin/env python3
"""Measures cascades beside a peer, in one run on one machine, and writes a dated result.

    python3 benches/cascade/run.py [--large] [-o benches/results/DATE-cascade.md]

Builds the release bench, makes networks from a fixed seed, and needs numpy and scipy: it makes a virtual
environment for them in target/. With --large also 100,000 firms and 1,000,000 links.
"""

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
from beside import bench, python_with
from generate import generate

HERE = Path(__file__).resolve().parent
# Scenarios whose sums are compared, and those that the peers are given time for.
SAMPLE = 10


def peer(python, folder, substitution, way):
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [python, HERE / "peer.py", folder, str(SAMPLE), substitution, way]
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    seconds, esri, steps = out.strip().split(",")
    return float(seconds) / SAMPLE, float(esri), int(steps)


def measure(ours, python, firms, links, closed, lines):
    with tempfile.TemporaryDirectory() as folder:
        generate(firms, links, folder, closed)
        out = subprocess.run([ours, folder, str(firms), str(SAMPLE)], check=True, capture_output=True, text=True).stdout
        measured = {name: values for name, *values in (line.split(",") for line in out.splitlines())}
        for substitution in ("sub", "nosub"):
            wall, cpu, mean_steps = map(float, measured[substitution])
            esri, steps = float(measured[f"{substitution} sample"][0]), int(measured[f"{substitution} sample"][1])
            beside = []
            for way in ("dense", "sparse"):
                seconds, peer_esri, peer_steps = peer(python, folder, substitution, way)
                assert abs(esri - peer_esri) < 1e-9 and steps == peer_steps, (way, esri, peer_esri, steps, peer_steps)
                beside.append(f"{seconds * 1e3:,.1f} ms, {seconds / (cpu / firms):,.0f} × ours")
            name = f"{firms:,} firms, {links:,} links, {'closed' if closed else 'with revenue'}, {substitution}"
            lines.append(f"| {name} | {wall:.1f} s | {cpu:.1f} s | {cpu / firms * 1e3:.3f} ms | {mean_steps:.1f} | {' | '.join(beside)} |")
            print(lines[-1], flush=True)
        lines.append(f"| … network checked and built | {float(measured['network'][0]):.2f} s | | | | | |")
        lines.append(f"| … most memory | {measured['memory'][0]} MB | | | | | |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    ours, python = bench("yanlian-analysis", "cascade"), python_with("numpy", "scipy")
    lines = ["| every firm's stop, ε = 0.01 | by the clock | processor time | a scenario | steps | NumPy, firms by industries | SciPy, sparse |",
             "|---|---|---|---|---|---|---|"]
    for firms, links in [(10_000, 100_000)] + [(100_000, 1_000_000)] * arguments.large:
        for closed in (False, True):
            measure(ours, python, firms, links, closed, lines)
    head = f"# {datetime.date.today()}, cascades\n\n{os.cpu_count()} processors, shared with other work; the processor time is that of all threads.\n\n"
    text = head + "\n".join(lines) + "\n"
    print(text)
    if arguments.output:
        arguments.output.write_text(text)


if __name__ == "__main__":
    sys.exit(main())
