"""The rolling up of `crates/domain/benches/national.rs` in Polars or DuckDB, one thread each.

    peers.py LIBRARY WAY FOLDER RUNS

Reads the columns of FOLDER into the library's own memory, then measures from there to the table of
targets, asking in one of the ways below. Prints a line of JSON: the times by the wall clock and on
the processor, and by how much the process grew, at most. Another table than `ours.csv` is an error.
"""

import json
import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

COLUMNS = {"target": "<u2", "unit": "<u2", "month": "u1", "known": "<u2", "done": "<u4", "of": "<u4"}


def polars_ways(columns, as_of):
    import polars as pl

    assert pl.thread_pool_size() == 1
    frame = pl.DataFrame(columns)
    # By date, not by position: the later month, then the later knowledge.
    when = pl.col("month").cast(pl.UInt32) * 65536 + pl.col("known")
    figures = ["done", "of", "known", "month"]

    def known():
        return frame.lazy().filter(pl.col("known") <= as_of)

    def table(latest):
        totals = latest.group_by("target").agg(
            pl.col("done").cast(pl.Int64).sum(),
            pl.col("of").cast(pl.Int64).sum(),
            pl.len().alias("units"),
            pl.col("known").max(),
            pl.col("month").min(),
        )
        return totals.sort("target").collect().rows()

    def sorted_last():
        return table(known().sort("month", "known").group_by("target", "unit").last())

    def max_by():
        latest = known().with_columns(when.alias("when")).group_by("target", "unit")
        return table(latest.agg(pl.col(figures).max_by("when")))

    def max_by_one_key():
        # One number for target and unit is grouped faster than two.
        key = pl.col("target").cast(pl.UInt32) * 65536 + pl.col("unit")
        latest = known().with_columns(when.alias("when"), key.alias("key")).group_by("key")
        latest = latest.agg(pl.col(figures).max_by("when"))
        return table(latest.with_columns((pl.col("key") // 65536).alias("target")))

    def greatest_then_join():
        keys = ["target", "unit", "month", "known"]
        latest = known().with_columns(when.alias("when"))
        greatest = latest.group_by("target", "unit").agg(pl.col("when").max())
        return table(latest.join(greatest, on=["target", "unit", "when"], how="semi").select(*keys, "done", "of"))

    return locals()


def duckdb_ways(columns, as_of):
    import duckdb

    database = duckdb.connect(":memory:")
    database.execute("SET threads = 1")
    database.execute("SET enable_progress_bar = false")
    database.execute("CREATE TABLE rows AS SELECT * FROM columns")
    table = """
        SELECT target, sum(done), sum("of"), count(*), max(known), min(month)
        FROM ({latest}) GROUP BY target ORDER BY target
    """
    # By date, not by position: the later month, then the later knowledge.
    when = "(month::UINTEGER * 65536 + known)"

    def ask(latest):
        return database.execute(table.format(latest=latest)).fetchall()

    def arg_max():
        figures = ", ".join(f'arg_max("{name}", {when}) AS "{name}"' for name in ["done", "of", "known", "month"])
        return ask(f"SELECT target, {figures} FROM rows WHERE known <= {as_of} GROUP BY target, unit")

    def arg_max_of_struct():
        row = "{'done': done, 'of': \"of\", 'known': known, 'month': month}"
        return ask(f"""
            SELECT target, unnest(latest) FROM (
                SELECT target, arg_max({row}, {when}) AS latest
                FROM rows WHERE known <= {as_of} GROUP BY target, unit)
        """)

    def qualify():
        return ask(f"""
            SELECT * FROM rows WHERE known <= {as_of}
            QUALIFY row_number() OVER (PARTITION BY target, unit ORDER BY month DESC, known DESC) = 1
        """)

    return locals()


def resident(what):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what + ":"))


def main():
    library, way, folder, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    columns = {name: np.fromfile(os.path.join(folder, name), kind) for name, kind in COLUMNS.items()}
    with open(os.path.join(folder, "as_of")) as day:
        as_of = int(day.read())
    with open(os.path.join(folder, "ours.csv")) as table:
        wanted = [tuple(map(int, line.split(","))) for line in table]
    ask = {"polars": polars_ways, "duckdb": duckdb_ways}[library](columns, as_of)[way]
    del columns
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")
    before = resident("VmRSS")
    # The first one warms up.
    found = ask()
    grown = resident("VmHWM") - before
    if [tuple(map(int, row)) for row in found] != wanted:
        sys.exit(f"{library}, {way}: another table than ours")
    wall, processor = [], []
    for _ in range(runs):
        start, start_on_processor = time.perf_counter(), time.process_time()
        ask()
        processor.append((time.process_time() - start_on_processor) * 1000)
        wall.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": wall, "cpu_ms": processor, "growth_kib": max(grown, 0)}))


main()
