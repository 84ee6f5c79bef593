#!/usr/bin/env python3
"""Holds `yanlian analyse complexity` against py-ecomplexity on the world trade of the tests.

    python3 benches/complexity/check.py PROGRAM [--write]

PROGRAM is the built `yanlian`. Prints the largest difference of every figure and fails where one is
over 1e-9. With --write the sample of py-ecomplexity's numbers that the tests use is written anew.
Needs the packages of `peers.txt`; a virtual environment with them is enough.
"""

import contextlib
import gzip
import importlib.metadata
import io
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy
import pandas
from ecomplexity import ecomplexity

DATA = Path(__file__).resolve().parents[2] / "crates/analysis/tests/data/world_trade"
COLUMNS = {"time": "year", "loc": "country", "prod": "product", "val": "value"}
# What the two call the same.
NAMES = {"diversity": "diversity", "ubiquity": "ubiquity", "rca": "rca", "mcp": "m", "eci": "eci", "pci": "pci",
         "density": "density", "coi": "coi", "cog": "cog"}
TOLERANCE = 1e-9


def trade():
    with gzip.open(DATA / "world_trade.csv.gz", "rt", encoding="utf-8") as file:
        return pandas.read_csv(file, dtype={"country": str, "product": str}, keep_default_na=False)


def theirs(table):
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        answer = ecomplexity(table.assign(year=2000), COLUMNS, check_logsupermodularity=False, verbose=False)
    return answer.sort_values(["country", "product"]).reset_index(drop=True)


def ours(program, table, folder):
    table.to_csv(folder / "matrix.csv", index=False)
    subprocess.run([program, "analyse", "complexity", "--matrix", folder / "matrix.csv", "-o", folder], check=True)
    read = lambda name: pandas.read_csv(folder / f"{name}.csv", dtype={"region": str, "product": str}, keep_default_na=False)
    pairs = read("pairs").merge(read("regions")[["region", "diversity", "eci", "coi"]], on="region")
    pairs = pairs.merge(read("products")[["product", "ubiquity", "pci"]], on="product")
    return pairs.sort_values(["region", "product"]).reset_index(drop=True)


def write(answer):
    rows = []
    for country, row in answer.groupby("country").first().iterrows():
        rows += [("eci", country, "", row.eci), ("coi", country, "", row.coi)]
    for product, row in list(answer.groupby("product").first().iterrows())[::7]:
        rows.append(("pci", "", product, row.pci))
    for _, row in answer.iloc[::len(answer) // 300].iterrows():
        rows += [("density", row.country, row["product"], row.density), ("cog", row.country, row["product"], row.cog)]
    sample = pandas.DataFrame(rows, columns=["measure", "region", "product", "value"])
    sample.to_csv(DATA / "py_ecomplexity.csv", index=False, float_format="%.17g")


def main():
    table = trade()
    reference = theirs(table)
    print("py-ecomplexity", importlib.metadata.version("ecomplexity"), "numpy", numpy.__version__)
    if "--write" in sys.argv:
        write(reference)
    with tempfile.TemporaryDirectory() as folder:
        answer = ours(sys.argv[1], table, Path(folder))
    assert len(answer) == len(reference) and (answer.region == reference.country).all() and (answer["product"] == reference["product"]).all()
    worst = {their: numpy.abs(answer[our].astype(float) - reference[their]).max() for their, our in NAMES.items()}
    for name, difference in worst.items():
        print(f"{name:10} {difference:.1e}")
    return 0 if max(worst.values()) <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
