#!/usr/bin/env python3
"""Measures complexity and relatedness beside py-ecomplexity and SciPy, in one run on one machine.

    python3 benches/complexity/peer.py

Builds the bench of `yanlian-analysis`, unpacks the world trade of the tests (226 × 785) and makes a
table of 5,000 × 5,000 from a fixed seed. Each contender starts from the same rows in memory, with
codes as text, and works out RCA, M, ECI, PCI, proximity, density, COI and COG; ours and SciPy's also
fitness. py-ecomplexity is left out of the large table, where its dense non-symmetric eigenproblem
would take most of an hour. Needs the packages of `peers.txt`.
"""

import contextlib
import gzip
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy
import pandas
import scipy.sparse
import scipy.sparse.linalg
from ecomplexity import ecomplexity

sys.path.append(str(Path(__file__).resolve().parents[1]))
from beside import ROOT, bench

TRADE = ROOT / "crates/analysis/tests/data/world_trade/world_trade.csv.gz"
LARGE = 5_000


def world():
    with gzip.open(TRADE, "rt", encoding="utf-8") as file:
        return pandas.read_csv(file, dtype={"country": str, "product": str}, keep_default_na=False)


def large():
    """Nested, as trade is: able regions make most things, demanding products are made by few."""
    draw = numpy.random.default_rng(1)
    able, easy = draw.normal(size=LARGE), draw.normal(size=LARGE)
    made = draw.random((LARGE, LARGE)) < 1 / (1 + numpy.exp(3 - able[:, None] - easy[None, :]))
    regions, products = numpy.nonzero(made)
    values = numpy.exp(able[regions] + easy[products] + 2 * draw.normal(size=len(regions)))
    names = numpy.array([f"{at:04}" for at in range(LARGE)])
    return pandas.DataFrame({"country": names[regions], "product": names[products], "value": values})


def with_ecomplexity(table):
    columns = {"time": "year", "loc": "country", "prod": "product", "val": "value"}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        answer = ecomplexity(table.assign(year=2000), columns, check_logsupermodularity=False, verbose=False)
    return answer.groupby("country").eci.first().to_numpy()


def with_scipy(table):
    region, regions = pandas.factorize(table.country, sort=True)
    product, products = pandas.factorize(table["product"], sort=True)
    x = scipy.sparse.csr_array((table.value.to_numpy(), (region, product)), shape=(len(regions), len(products)))
    rows, columns, total = x.sum(axis=1), x.sum(axis=0), x.sum()
    rca = x.toarray() * total / (rows[:, None] * columns[None, :])
    dense = (rca >= 1).astype(float)
    m = scipy.sparse.csr_array(dense)
    diversity, ubiquity = dense.sum(axis=1), dense.sum(axis=0)
    s = scipy.sparse.diags_array(diversity ** -0.5) @ m @ scipy.sparse.diags_array(ubiquity ** -0.5)
    operator = scipy.sparse.linalg.LinearOperator((len(regions),) * 2, matvec=lambda v: s @ (s.T @ v))
    # The larger of the two is known to be 1; the other one is ECI's.
    _, vectors = scipy.sparse.linalg.eigsh(operator, k=2, v0=numpy.linspace(-1, 2, len(regions)))
    kp = (m.T @ (vectors[:, 0] / numpy.sqrt(diversity))) / ubiquity
    kp /= numpy.linalg.norm(kp)
    kc = (m @ kp) / diversity
    sign = numpy.sign(numpy.corrcoef(diversity, kc)[0, 1])
    kc, kp = sign * kc, sign * kp
    fitness, quality = numpy.ones(len(regions)), numpy.ones(len(products))
    for _ in range(19):
        fitness, quality = m @ quality, 1 / (m.T @ (1 / fitness))
        fitness, quality = fitness / fitness.mean(), quality / quality.mean()
    phi = dense.T @ dense
    phi /= numpy.maximum(ubiquity[:, None], ubiquity[None, :])
    sums = phi.sum(axis=1)
    density = dense @ phi / sums[None, :]
    lacking = 1 - dense
    coi = (density * lacking * kp[None, :]).sum(axis=1)
    cog = lacking * (lacking @ (phi * (kp / sums)[:, None])) / kc.std()
    assert numpy.isfinite(cog).all() and numpy.isfinite(coi).all()
    return (kc - kc.mean()) / kc.std()


def timed(work, table, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        eci = work(table)
        times.append(time.perf_counter() - start)
    return statistics.median(times), eci


def main():
    speed = bench("yanlian-analysis", "complexity")
    print(f"{os.cpu_count()} processors, shared with other work; medians.\n")
    print("| table | Yanlian | SciPy | py-ecomplexity |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, table, runs in [("226 × 785", world(), 7), (f"{LARGE:,} × {LARGE:,}", large(), 1)]:
            path = Path(folder) / "table.csv"
            table.to_csv(path, index=False)
            ours = float(subprocess.run([speed, path, str(max(runs, 3))], check=True, capture_output=True, text=True).stdout.split(",")[0])
            scipy_time, eci = timed(with_scipy, table, runs)
            beside = "not run"
            if runs > 1:
                peer, reference = timed(with_ecomplexity, table, 3)
                assert numpy.abs(eci - reference).max() < 1e-9, "SciPy's answer is another one"
                beside = f"{peer:.3f} s, {peer / ours:.0f} × ours"
            print(f"| {name}, {len(table):,} values | {ours:.4f} s | {scipy_time:.3f} s, {scipy_time / ours:.1f} × ours | {beside} |", flush=True)


if __name__ == "__main__":
    main()
