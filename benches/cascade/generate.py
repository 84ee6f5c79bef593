#!/usr/bin/env python3
"""Writes a supply network from a fixed seed: edges.csv, firms.csv, essentiality.csv.

    python3 benches/cascade/generate.py FIRMS LINKS DIR [--closed]

Firms have a fitness that falls with their number as a power law, and both ends of a link are drawn by it:
few firms have very many links, most have few, as in the networks of value added tax. A link's value is
log-normal and grows with the fitness of both ends. Revenue is sales in the network and a share sold
outside, cost is purchases and a share that is not supplies; with --closed neither is given. Three in ten
pairs of industries are essential, one in ten is negligible.
"""

import argparse
import csv
import itertools
import random
from pathlib import Path

SEED, INDUSTRIES, EXPONENT = 1, 60, 0.6
NEGLIGIBLE, ESSENTIAL = 0.1, 0.3


def network(firms, links):
    """Industries of firms, and values by (supplier, customer)."""
    draw = random.Random(SEED)
    fitness = [(firm + 1) ** -EXPONENT for firm in range(firms)]
    cumulative = list(itertools.accumulate(fitness))
    names = list(range(firms))
    draw.shuffle(names)
    values = {}
    while len(values) < links:
        ends = draw.choices(range(firms), cum_weights=cumulative, k=2 * (links - len(values)))
        for supplier, customer in zip(ends[::2], ends[1::2]):
            if supplier != customer:
                size = (fitness[supplier] * fitness[customer]) ** 0.5
                values[names[supplier], names[customer]] = round(1e5 * size * draw.lognormvariate(0, 1.5), 2) + 0.01
    industries = [draw.randrange(INDUSTRIES) for _ in range(firms)]
    return industries, values


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def generate(firms, links, folder, closed=False):
    industries, values = network(firms, links)
    draw = random.Random(SEED + 1)
    sales, purchases = [0.0] * firms, [0.0] * firms
    for (supplier, customer), value in values.items():
        sales[supplier] += value
        purchases[customer] += value
    rows = []
    for firm, industry in enumerate(industries):
        outside = [round(total * draw.lognormvariate(0.3, 0.3) + total + 100, 2) for total in (sales[firm], purchases[firm])]
        rows.append([f"f{firm}", f"i{industry}"] if closed else [f"f{firm}", f"i{industry}", *outside])
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "firms.csv", ["firm", "industry"] if closed else ["firm", "industry", "revenue", "cost"], rows)
    write(folder / "edges.csv", ["supplier", "customer", "value"], ([f"f{s}", f"f{c}", v] for (s, c), v in values.items()))
    classes = draw.choices([0, 1, 2], [NEGLIGIBLE, 1 - NEGLIGIBLE - ESSENTIAL, ESSENTIAL], k=INDUSTRIES**2)
    pairs = itertools.product(range(INDUSTRIES), repeat=2)
    write(folder / "essentiality.csv", ["supplier_industry", "customer_industry", "class"],
          ([f"i{s}", f"i{c}", cls] for (s, c), cls in zip(pairs, classes)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("firms", type=int)
    parser.add_argument("links", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--closed", action="store_true")
    arguments = parser.parse_args()
    generate(arguments.firms, arguments.links, arguments.folder, arguments.closed)
