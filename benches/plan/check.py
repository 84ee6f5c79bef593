#!/usr/bin/env python3
"""Holds our optimal values against CBC's on models too large for brute force, to 1e-6.

    python3 benches/plan/check.py [--seconds S] [OPTIONS:SEEDS ...]      default: 25:25 40:20 60:10
"""

import argparse
import sys

from peer import bench, ours, theirs

# Both solvers prove to this gap; the values may differ by the sum of the two.
GAP = 1e-7
AGREE = 1e-6


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seconds", type=float, default=300)
    words.add_argument("--bench", help="the bench's executable, built already")
    words.add_argument("sizes", nargs="*", default=["25:25", "40:20", "60:10"])
    words = words.parse_args()
    executable = words.bench or bench("yanlian-analysis", "plan", "plan")
    agreed, undecided, differ = 0, 0, []
    for size in words.sizes:
        options, seeds = map(int, size.split(":"))
        for file, our in ours(executable, options, seeds, words.seconds, GAP):
            their = theirs(file, GAP, words.seconds)
            if not our["proven"] or their["status"] != 1:
                undecided += 1
                continue
            off = abs(our["value"] - their["value"]) / abs(our["value"])
            agreed += off <= AGREE
            if off > AGREE:
                differ.append((file.name, our["value"], their["value"], off))
            print(f"{file.name}: {our['value']:.6e} and {their['value']:.6e}, off by {off:.1e}", flush=True)
    print(f"{agreed} agree to {AGREE:g}, {len(differ)} differ, {undecided} undecided in time")
    for line in differ:
        print("differs:", *line)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
