#!/usr/bin/env python3
"""The cascade with NumPy and SciPy, written from its formula: what a scenario costs whose steps work on everything.

    python3 benches/cascade/peer.py DIR SCENARIOS sub|nosub dense|sparse

`dense` fills a table of firms by industries in each step, as the programs of the literature do; `sparse` sums only
the slots that have suppliers. Prints processor seconds of all scenarios, the sum of their indices, and their steps.
"""

import csv
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

EPSILON = 1e-2


def table(folder, name):
    with open(Path(folder) / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Network:
    def __init__(self, folder):
        firms, edges, rules = (table(folder, name) for name in ("firms", "edges", "essentiality"))
        number = {row["firm"]: i for i, row in enumerate(firms)}
        industries = {name: k for k, name in enumerate(sorted({row["industry"] for row in firms}))}
        self.industry = np.array([industries[row["industry"]] for row in firms])
        self.n, self.k = len(firms), len(industries)
        i = np.array([number[row["supplier"]] for row in edges])
        j = np.array([number[row["customer"]] for row in edges])
        value = np.array([float(row["value"]) for row in edges])
        classes = np.ones((self.k, self.k))
        for row in rules:
            if row["supplier_industry"] in industries and row["customer_industry"] in industries:
                classes[industries[row["supplier_industry"]], industries[row["customer_industry"]]] = int(row["class"])
        sales, purchases = np.bincount(i, value, self.n), np.bincount(j, value, self.n)
        self.r = np.array([float(row.get("revenue") or s) for row, s in zip(firms, sales)])
        cost = np.array([float(row.get("cost") or p) for row, p in zip(firms, purchases)])

        kind, slot = classes[self.industry[i], self.industry[j]], j * self.k + self.industry[i]
        within = np.bincount(slot, value, self.n * self.k)[slot]
        share = np.where(kind == 2, value / within, np.where(kind == 1, value / cost[j], 0.0))
        # Customers by suppliers; the essential table firms by industries is one entry a pair.
        self.down = sparse.csr_matrix((share, (j, i)), (self.n, self.n))
        self.up = sparse.csr_matrix((value / self.r[i], (i, j)), (self.n, self.n))
        self.member = np.eye(self.k)[self.industry]
        self.essential = classes.T[self.industry] == 2

        plain = kind == 1
        self.plain = sparse.csr_matrix((share[plain], (j[plain], i[plain])), (self.n, self.n))
        slots, row = np.unique(slot[kind == 2], return_inverse=True)
        self.slots = sparse.csr_matrix((share[kind == 2], (row, i[kind == 2])), (len(slots), self.n))
        self.owner = slots // self.k

    def dense(self, lost):
        by_industry = self.down @ (lost[:, None] * self.member)
        worst = np.where(self.essential, by_industry, 0.0).max(axis=1)
        return np.maximum(worst, np.where(self.essential, 0.0, by_industry).sum(axis=1))

    def sparse(self, lost):
        worst = self.plain @ lost
        np.maximum.at(worst, self.owner, self.slots @ lost)
        return worst

    def scenario(self, firm, substitution, missing):
        cap = np.ones(self.n)
        cap[firm] = 0.0
        down, up, steps = cap.copy(), cap.copy(), 0
        while True:
            steps += 1
            sigma = 1.0
            if substitution:
                left = np.bincount(self.industry, down * self.r, self.k)
                sigma = np.minimum(1.0, self.r / np.where(left <= 1e-10, 1.0, left)[self.industry])
            new_down = np.maximum(0.0, np.minimum(cap, 1.0 - missing(sigma * (1.0 - down))))
            new_up = np.maximum(0.0, np.minimum(cap, 1.0 - self.up @ (1.0 - up)))
            largest = max((down - new_down).max(), (up - new_up).max())
            down, up = new_down, new_up
            if largest <= EPSILON:
                return float(self.r @ (1.0 - np.minimum(down, up)) / self.r.sum()), steps


def main():
    folder, scenarios, substitution, way = sys.argv[1:]
    network = Network(folder)
    start = time.process_time()
    results = [network.scenario(firm, substitution == "sub", getattr(network, way)) for firm in range(int(scenarios))]
    seconds = time.process_time() - start
    print(f"{seconds:.3f},{sum(esri for esri, _ in results)!r},{sum(steps for _, steps in results)}")


if __name__ == "__main__":
    main()
