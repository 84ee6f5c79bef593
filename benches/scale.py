#!/usr/bin/env python3
"""Measures how Yanlian grows with a zone: the demonstration's enterprises, with all that is registered about
them, copied until there are as many as asked for. Standard library only.

    python3 benches/scale.py [--program FILE] [--sizes 300 3000 30000] [--rows 1000000] [-o FILE]

For each size: the import, the start, each page once in a fresh server and then again, readers alone and beside
a writer. An exponent is that of time ~ enterprises^x between a size and the one before it. With --rows, a file
of as many annuals is imported, first as CSV and, a tenth of it, as a workbook.
"""

import argparse
import csv
import datetime
import http.client
import io
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zipfile
from pathlib import Path

from beside import ROOT, TARGET, publish, uscc

# Registers whose records are copied with their enterprise: the fields that name it, and those that a copy
# must have of its own.
COPIED = {
    "enterprises": (["uscc"], ["name", "name_en"]),
    "plants": (["enterprise"], ["id"]),
    "plant_outputs": ([], ["plant"]),
    "plant_measures": ([], ["plant"]),
    "plant_treatments": ([], ["plant"]),
    "supplies": (["supplier", "customer"], []),
    "annuals": (["enterprise"], []),
    "difficulties": (["enterprise"], ["id"]),
    "promises": (["enterprise"], ["id"]),
    "hazards": (["enterprise"], ["id"]),
}

LISTS = ["enterprises", "plants", "annuals", "supplies", "difficulties"]
PAGES = [
    "/", "/chain", "/opportunities", "/opportunities?kind=extensions", "/opportunities?kind=matches", "/opportunities?kind=vulnerabilities",
    "/candidates", "/enterprises", "/enterprises/{uscc}", "/shutdowns", "/projects", "/service", "/zone", "/products", "/processes",
    "/processes/ti-sponge-kroll", "/products/ti-sponge", "/product-space", "/io", "/discharge", "/brief", "/search?q=%E9%92%9B",
    "/data", *(f"/data/{name}" for name in LISTS),
]


def copies(folder, size):
    """Writes the demonstration's registers with as many enterprises."""
    folder.mkdir()
    demo = lambda name: csv.DictReader((ROOT / f"demo/{name}.csv").open(encoding="utf-8", newline=""))
    originals = [row["uscc"] for row in demo("enterprises")]
    owners = {row["id"]: row["enterprise"] for row in demo("plants")}
    place = {code: at for at, code in enumerate(originals)}
    rounds = math.ceil(size / len(originals))
    for source in sorted((ROOT / "demo").glob("*.csv")):
        reader = demo(source.stem)
        rows, fields = list(reader), reader.fieldnames
        with open(folder / source.name, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fields)
            writer.writeheader()
            writer.writerows(rows)
            if source.stem not in COPIED:
                continue
            ends, own = COPIED[source.stem]
            for copy in range(1, rounds):
                # The last round is of no more enterprises than are still wanted.
                wanted = min(len(originals), size - copy * len(originals))
                new = lambda code: uscc(copy * len(originals) + place[code])
                for row in rows:
                    firms = [row[end] for end in ends] or [owners[row["plant"]]]
                    if any(place.get(firm, 0) >= wanted for firm in firms):
                        continue
                    row = dict(row)
                    row.update({end: new(row[end]) for end in ends if row[end] in place})
                    row.update({name: f"{row[name]} {copy}" for name in own if row[name]})
                    writer.writerow(row)


def parts(folder):
    """The folder, and beside it others with its annuals: an import takes a million rows at most."""
    found = [folder]
    with open(folder / "annuals.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    (folder / "annuals.csv").unlink()
    for begin in range(0, len(rows), 900_000):
        found.append(folder.with_name(f"{folder.name}-{len(found)}"))
        found[-1].mkdir()
        write_csv(found[-1] / "annuals.csv", header, rows[begin : begin + 900_000])
    return found


def run(command):
    """Seconds and the most memory, in MiB, of a program."""
    start, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        while process.poll() is None:
            # What the system says at the end counts what this program has taken too.
            peak = max(peak, high_water(process.pid))
            time.sleep(0.02)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{command}: {said.read().decode()[-2000:]}")
    return time.perf_counter() - start, peak


def high_water(pid):
    """The most memory that a process has had so far, MiB; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


class Server:
    def __init__(self, program, database, port):
        self.address = f"127.0.0.1:{port}"
        self.started = time.perf_counter()
        self.process = subprocess.Popen([program, "serve", "--database", database, "--listen", self.address],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                self.ask("/health")
                break
            except OSError:
                time.sleep(0.01)
        self.listens = time.perf_counter() - self.started

    def ask(self, path, form=None):
        """Seconds, status, body."""
        start = time.perf_counter()
        connection = http.client.HTTPConnection(self.address, timeout=600)
        body = form and urllib.parse.urlencode(form)
        headers = {"Accept-Encoding": "gzip"}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.address}"}
        connection.request("POST" if form else "GET", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return time.perf_counter() - start, answer.status, text

    def memory(self):
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def readers(server, paths, seconds, beside=None):
    """Sorted waits of two readers, while somebody may write."""
    times, end = [], time.perf_counter() + seconds

    def read(offset):
        at = offset
        while time.perf_counter() < end:
            took, status, _ = server.ask(paths[at % len(paths)])
            assert status == 200, paths[at % len(paths)]
            times.append(took)
            at += 1

    def write():
        at = 0
        while time.perf_counter() < end:
            beside(at)
            at += 1
            time.sleep(1)

    threads = [threading.Thread(target=read, args=(i * 7,)) for i in range(2)]
    threads += [threading.Thread(target=write)] if beside else []
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(times)


def zone(program, scratch, size, port, database):
    """All that is measured of a size, by name."""
    files = scratch / f"files{size}"
    copies(files, size)
    library = sorted((ROOT / "chains").iterdir())
    run([program, "import", "--database", database, *(str(folder) for folder in library if folder.is_dir())])
    folders = parts(files)
    imports = [run([program, "import", "--database", database, str(folder)]) for folder in folders]
    measured = {"import, s": sum(took for took, _ in imports), "import, MB": max(peak for _, peak in imports)}
    server = Server(program, database, port)
    try:
        measured["start: listens, s"] = server.listens
        measured["start: first page, s"] = server.ask("/")[0] + server.listens
        paths = [path.format(uscc=uscc(42)) for path in PAGES]
        for path in paths:
            cold, status, text = server.ask(path)
            assert status == 200, (path, status)
            warm = statistics.median(server.ask(path)[0] for _ in range(5))
            measured[f"{path} cold, ms"], measured[f"{path} warm, ms"] = cold * 1e3, warm * 1e3
            measured[f"{path}, kB sent"] = len(text) / 1e3
        alone = readers(server, paths, 8)
        outlet = {"outlet": "DW001-LD", "from": "2026-03-01T08:00", "to": "2026-03-01T09:00", "factor": "", "back": "/discharge"}
        slowest = [0.0]

        def write(at):
            took, status, text = server.ask("/discharge/review", {**outlet, "reason": f"bench {at}"})
            assert status == 303, text[:500]
            slowest[0] = max(slowest[0], took)

        beside = readers(server, paths, 8, write)
        for name, times in (("alone", alone), ("beside a writer", beside)):
            for share in (50, 99):
                measured[f"readers {name}, p{share}, ms"] = times[len(times) * share // 100] * 1e3
        measured["a form's write, worst, ms"] = slowest[0] * 1e3
        measured["memory at the end, MB"] = server.memory()
    finally:
        server.stop()
    for folder in folders:
        shutil.rmtree(folder)
    return measured


def column(number):
    return chr(ord("A") + number)


def workbook(path, register, header, rows):
    """A workbook of one sheet, its texts in the cells."""
    cell = lambda at, row, value: f'<c r="{column(at)}{row}" t="inlineStr"><is><t>{value}</t></is></c>' \
        if isinstance(value, str) else f'<c r="{column(at)}{row}"><v>{value}</v></c>'
    sheet = io.StringIO()
    sheet.write('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
    for at, row in enumerate([header, *rows], 1):
        sheet.write(f'<row r="{at}">' + "".join(cell(i, at, value) for i, value in enumerate(row)) + "</row>")
    sheet.write("</sheetData></worksheet>")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        book.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets><sheet name="{register}" sheetId="1" r:id="a"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", sheet.getvalue())


def many_annuals(scratch, count):
    """A folder of enterprises, and the header and rows of so many annuals of theirs."""
    with open(ROOT / "chains/common/indicators.csv", encoding="utf-8", newline="") as file:
        indicators = [row["id"] for row in csv.DictReader(file)][:25]
    firms, years = math.ceil(count / len(indicators) / 8), range(2018, 2026)
    base = scratch / "firms"
    base.mkdir()
    with open(base / "enterprises.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["uscc", "name"], *([uscc(i), f"企业{i}"] for i in range(firms))])
    header = ["enterprise", "year", "indicator", "value", "source", "as_of"]
    rows = ([uscc(i), year, indicator, (i * 7 + year) / 4, "统计年报", f"{year + 1}-02-28"]
            for i in range(firms) for year in years for indicator in indicators)
    return base, header, [next(rows) for _ in range(count)]


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def files_of_rows(program, scratch, count):
    """What importing so many annuals takes: a plain CSV, and a tenth as many in a workbook."""
    base, header, rows = many_annuals(scratch, count)
    measured = {}
    for name, some in (("CSV", rows), ("workbook", rows[: count // 10])):
        data = scratch / f"data-{name}"
        run([program, "import", "--data", data, str(ROOT / "chains/common"), str(base)])
        path = scratch / ("annuals.csv" if name == "CSV" else "annuals.xlsx")
        if name == "CSV":
            write_csv(path, header, some)
        else:
            workbook(path, "annuals", header, some)
        for what, more in (("checked", ["--dry-run"]), ("imported", []), ("imported again, unchanged", [])):
            took, peak = run([program, "import", "--data", data, *more, str(path)])
            measured[f"{name} of {len(some):,} rows, {what}"] = (took, peak)
    return measured


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=TARGET / "release/yanlian")
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 3_000, 30_000])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--port", type=int, default=18430)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    program = asked.program.resolve()
    lines = [f"# {datetime.date.today()}: how it grows", "", f"{os.cpu_count()} processors, shared with other work; `{program.name}`, `benches/scale.py`.", ""]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        if asked.sizes:
            found = {size: zone(program, scratch, size, asked.port, f"sqlite:{scratch}/data{size}") for size in asked.sizes}
            lines += ["| | " + " | ".join(f"{size:,} | exponent" for size in asked.sizes) + " |", "|---|" + "---|---|" * len(asked.sizes)]
            for name in found[asked.sizes[0]]:
                cells, before = [], None
                for size in asked.sizes:
                    value = found[size][name]
                    exponent = before and value and math.log(value / before[1]) / math.log(size / before[0])
                    cells += [f"{value:.3g}" if value < 100 else f"{value:,.0f}", "" if exponent is None else f"{exponent:.1f}"]
                    before = (size, value)
                lines.append(f"| {name} | " + " | ".join(cells) + " |")
        if asked.rows:
            lines += ["", "| file | s | MB at most |", "|---|---|---|"]
            lines += [f"| {name} | {took:.1f} | {peak:.0f} |" for name, (took, peak) in files_of_rows(program, scratch, asked.rows).items()]
    publish(lines, asked.output)


if __name__ == "__main__":
    sys.exit(main())
