#!/usr/bin/env python3
"""Measures Yanlian beside its peers, in one run on one machine, and writes a dated result.

    python3 benches/run.py [-o benches/results/DATE.md]

Builds the release program, makes its inputs from a fixed seed, and needs openpyxl, pandas and
networkx: it makes a virtual environment for them in target/.
"""

import argparse
import asyncio
import csv
import datetime
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from beside import ROOT, TARGET, bench, python_with, uscc

PROGRAM = TARGET / "release/yanlian"
SEED = 1

# The size of the public product graph that the budgets speak of.
PRODUCTS, LINKS, FIRMS, PRODUCTS_OF_A_FIRM = 95_559, 57_215, 400, 11
WORKBOOK_ROWS = 100_000
PAGE_RATE, PAGE_SECONDS = 300, 20


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def make_graph(folder):
    """A product graph of the public one's size: every product with inputs is a process of its own."""
    draw = random.Random(SEED)
    links = set()
    while len(links) < LINKS:
        product, feed = draw.randrange(PRODUCTS), draw.randrange(PRODUCTS)
        if product != feed:
            links.add((product, feed))
    makers = sorted({product for product, _ in links})
    made = [(firm, product) for firm in range(FIRMS) for product in draw.sample(makers, PRODUCTS_OF_A_FIRM)]
    write(folder / "products.csv", ["id", "name_zh", "name_en", "unit"],
          ([f"p{i}", f"产品{i}", f"product {i}", "t"] for i in range(PRODUCTS)))
    write(folder / "processes.csv", ["id", "name_zh", "main_product"], ([f"m{i}", f"生产产品{i}", f"p{i}"] for i in makers))
    write(folder / "flows.csv", ["process", "item", "direction"], ([f"m{p}", f"p{f}", "in"] for p, f in sorted(links)))
    write(folder / "enterprises.csv", ["uscc", "name"], ([uscc(i), f"firm {i}"] for i in range(FIRMS)))
    write(folder / "plants.csv", ["id", "enterprise", "process"],
          ([f"P{i}", uscc(firm), f"m{product}"] for i, (firm, product) in enumerate(made)))


NETWORKX = """
import csv, sys, time, networkx as nx
folder = sys.argv[1]
def rows(name):
    with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
start = time.perf_counter()
graph = nx.DiGraph()
graph.add_nodes_from(row["id"] for row in rows("products"))
main = {row["id"]: row["main_product"] for row in rows("processes")}
graph.add_edges_from((row["item"], main[row["process"]]) for row in rows("flows"))
made = {(row["enterprise"], main[row["process"]]) for row in rows("plants")}
load = time.perf_counter() - start
times = []
for _ in range(31):
    start = time.perf_counter()
    here = {product for _, product in made}
    need = {}
    for firm, product in made:
        for feed in graph.predecessors(product):
            if feed not in here:
                need.setdefault(feed, set()).add(firm)
    absent = sorted(need, key=lambda p: (-len(need[p]), p))
    times.append(time.perf_counter() - start)
times.sort()
print(f"{load * 1e3:.3f},{times[len(times) // 2] * 1e3:.3f},{len(absent)}")
"""

WORKBOOK = """
import random, sys
from openpyxl import Workbook
draw = random.Random(1)
book = Workbook(write_only=True)
sheet = book.create_sheet("products")
sheet.append(["id", "name_zh", "name_en", "unit", "applications", "mass_t_per_unit", "source"])
for i in range(int(sys.argv[2])):
    sheet.append([f"p{i}", f"产品{i}", f"product {i}", "t", "航空;化工", draw.random(), "bench"])
book.save(sys.argv[1])
"""

READERS = {
    "openpyxl, only reading": "import sys; from openpyxl import load_workbook\n"
                              "for row in load_workbook(sys.argv[1], read_only=True)['products'].iter_rows(values_only=True): pass",
    "pandas, only reading": "import sys; import pandas; pandas.read_excel(sys.argv[1])",
}


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def workbook(python, folder, lines):
    book = folder / "workbook.xlsx"
    subprocess.run([python, "-c", WORKBOOK, book, str(WORKBOOK_ROWS)], check=True)
    times = {name: [] for name in ["yanlian import", *READERS]}
    for run in range(3):
        times["yanlian import"].append(seconds([PROGRAM, "import", book, "--data", folder / f"data{run}"]))
        for name, code in READERS.items():
            times[name].append(seconds([python, "-c", code, book]))
    ours = statistics.median(times["yanlian import"])
    lines.append(f"| workbook of {WORKBOOK_ROWS:,} rows read, checked and stored | {ours:.2f} s | under 3 s | |")
    for name in READERS:
        median = statistics.median(times[name])
        lines.append(f"| … {name} | {median:.2f} s | | {median / ours:.1f} × ours |")


def graph(python, speed, folder, lines):
    make_graph(folder)
    load, run, found = subprocess.run([python, "-c", NETWORKX, folder], check=True, capture_output=True, text=True).stdout.strip().split(",")
    budgets = {"diagnose": "under 10 ms", "presence-only": "under 1 ms", "load the graph": "under 100 ms"}
    peer = {"presence-only": float(run), "load the graph": float(load)}
    for line in subprocess.run([speed, folder], check=True, capture_output=True, text=True).stdout.splitlines():
        name, median, worst = line.split(",")
        key = next((key for key in budgets if name.startswith(key)), "")
        beside = f"NetworkX {peer[key]:.1f} ms, {peer[key] / float(median):.1f} × ours" if key in peer else ""
        lines.append(f"| {name} | {median} ms (worst {worst}) | {budgets.get(key, '')} | {beside} |")


async def page_times(port, paths):
    """One request every 1/300 s, whether or not earlier ones have been answered."""
    times = []

    async def one(path):
        start = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        head = await reader.readline()
        await reader.read()
        writer.close()
        assert b" 200 " in head, (path, head)
        times.append((time.perf_counter() - start, path))

    start, tasks = time.perf_counter(), []
    for i in range(PAGE_RATE * PAGE_SECONDS):
        await asyncio.sleep(max(0, start + i / PAGE_RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(one(paths[i % len(paths)])))
    await asyncio.gather(*tasks)
    return sorted(times)


def pages(lines):
    port = 18420
    start = time.perf_counter()
    server = subprocess.Popen([PROGRAM, "demo", "--listen", f"127.0.0.1:{port}"], stderr=subprocess.PIPE, text=True)
    try:
        next(line for line in server.stderr if "http://" in line)
        started = time.perf_counter() - start
        paths = ["/", "/chain", "/opportunities", "/gaps/magnesium", "/enterprises", "/projects", "/service", "/zone", "/data",
                 "/products", "/products/ti-sponge", "/processes/ti-sponge-kroll", "/data/supplies", "/search?q=%E9%92%9B", "/brief"]
        times = asyncio.run(page_times(port, paths))
        memory = next(line for line in Path(f"/proc/{server.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    finally:
        server.terminate()
        server.wait()
    at = lambda share: times[int(share * (len(times) - 1))]
    p99, path = at(0.99)
    lines.append(f"| pages at {PAGE_RATE} requests a second, 99th percentile | {p99 * 1e3:.1f} ms ({path}; median {at(0.5)[0] * 1e3:.1f}) | under 30 ms | |")
    lines.append(f"| start-up of the demonstration until it answers | {started:.2f} s | under 1 s | |")
    lines.append(f"| resident memory after it | {int(memory.split()[1]) / 1024:.0f} MB | under 200 MB | |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-o", "--output", type=Path)
    output = parser.parse_args().output
    subprocess.run(["cargo", "build", "--release", "--locked", "-p", "yanlian"], cwd=ROOT, check=True)
    speed, python = bench("yanlian", "speed"), python_with("openpyxl", "pandas", "networkx")
    lines = ["| measure | Yanlian | budget | peer |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        (scratch / "graph").mkdir()
        graph(python, speed, scratch / "graph", lines)
        workbook(python, scratch, lines)
    pages(lines)
    text = f"# {datetime.date.today()}\n\n{os.cpu_count()} processors, shared with other work; medians.\n\n" + "\n".join(lines) + "\n"
    print(text)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text)


if __name__ == "__main__":
    sys.exit(main())
