#!/usr/bin/env python3
"""Measures the plan beside CBC, called through PuLP with the plain model, in one run on one machine.

    python3 benches/plan/peer.py [--seeds N] [--seconds S] [OPTIONS:GAP ...]      default: 60:1e-6 200:1e-2

Builds the bench, which writes each random model as JSON and solves it; solves the same file with CBC to the
same relative gap. CBC's time is that of `problem.solve`, HiGHS's that of `solve`: both include writing
their input, neither includes reading JSON. Both use one thread. Beside the time by the clock stands that of
the processor, which other work on the machine disturbs less. Makes a virtual environment in target/.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
from beside import ROOT, TARGET, bench, python_with


SOLVE = """
import json, resource, sys, time
import plain, pulp
model = json.load(open(sys.argv[1]))
problem = plain.build(model)
start = time.perf_counter()
problem.solve(pulp.PULP_CBC_CMD(msg=False, threads=1, gapRel=float(sys.argv[2]), timeLimit=float(sys.argv[3])))
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "status": problem.sol_status,
                  "value": pulp.value(problem.objective) if problem.sol_status > 0 else None}))
"""


def ours(executable, options, seeds, seconds, gap):
    folder = TARGET / "plan-models"
    command = [executable, folder, str(options), str(seeds), str(seconds), str(gap)]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        before = 0
        for line in run.stdout:
            now = processor(run.pid)
            lines.append(json.loads(line) | {"processor": now - before})
            before = now
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)
    return [(folder / f"{options}-{line['seed']}.json", line) for line in lines]


def processor(pid):
    """Seconds of processor time that a running process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def theirs(file, gap, seconds):
    out = subprocess.run([python_with("pulp"), "-c", SOLVE, file, str(gap), str(seconds)],
                         cwd=Path(__file__).parent, check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1])


def measure(executable, options, gap, seeds, seconds):
    pairs = []
    for file, our in ours(executable, options, seeds, seconds, gap):
        their = theirs(file, gap, seconds)
        off = abs(our["value"] - their["value"]) / abs(our["value"]) if their["value"] is not None else float("nan")
        pairs.append((our, their))
        print(f"{options} options, seed {our['seed']:2}: {our['seconds']:7.2f} s, processor {our['processor']:6.2f} s, "
              f"gap {our['gap']:.1e}, {our['nodes']} nodes; CBC {their['seconds']:7.2f} s, "
              f"processor {their['processor']:6.2f} s; values differ by {off:.1e}", flush=True)
    proven = sum(pair[0]["proven"] for pair in pairs)
    print(f"\n{options} options, relative gap {gap:g}, {len(pairs)} models, stopped after {seconds:g} s, {proven} proven")
    for kind, word in [("seconds", "by the clock"), ("processor", "of the processor")]:
        our, their = ([pair[side][kind] for pair in pairs] for side in (0, 1))
        ratio = [b / a for a, b in zip(our, their)]
        print(f"{word}: median {statistics.median(our):.2f} s, worst {max(our):.2f} s; "
              f"CBC median {statistics.median(their):.2f} s, worst {max(their):.2f} s; "
              f"ratio of medians {statistics.median(their) / statistics.median(our):.1f}, "
              f"median ratio {statistics.median(ratio):.1f}, of sums {sum(their) / sum(our):.1f}", flush=True)
    print()


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seeds", type=int, default=20)
    words.add_argument("--seconds", type=float, default=300)
    words.add_argument("--bench", help="the bench's executable, built already")
    words.add_argument("sizes", nargs="*", default=["60:1e-6", "200:1e-2"])
    words = words.parse_args()
    executable = words.bench or bench("yanlian-analysis", "plan", "plan")
    for size in words.sizes:
        options, gap = size.split(":")
        measure(executable, int(options), float(gap), words.seeds, words.seconds)


if __name__ == "__main__":
    sys.exit(main())
