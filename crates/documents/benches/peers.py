"""What openpyxl and pandas take for the same work. Prints one line of JSON for each.

    python3 peers.py SHEET.xlsx ROWS_TO_WRITE
"""

import json
import os
import resource
import sys
import tempfile
import time


def run(what, rounds, work):
    """The best of some rounds, in a process of its own, so that its memory is its own too."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        times = []
        before = time.process_time()
        for _ in range(rounds):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
        taken = (time.process_time() - before) / rounds
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        line = {"what": what, "seconds": round(min(times), 4), "processor": round(taken, 4), "peak_mib": round(peak)}
        os.write(writer, json.dumps(line).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        line = pipe.read()
    os.waitpid(pid, 0)
    print(line or json.dumps({"what": what, "failed": True}), flush=True)


def main():
    path, rows = sys.argv[1], int(sys.argv[2])
    import openpyxl
    import pandas

    def openpyxl_read(read_only):
        book = openpyxl.load_workbook(path, read_only=read_only)
        count = sum(1 for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None)
        assert count > 0

    def pandas_read(engine):
        assert len(pandas.read_excel(path, dtype=str, engine=engine)) > 0

    row = [f"K{n}" if n % 4 == 0 else (n * 1.25 if n % 4 == 1 else "长江干流") for n in range(20)]

    def openpyxl_write(write_only):
        book = openpyxl.Workbook(write_only=write_only)
        sheet = book.create_sheet("s")
        for _ in range(rows):
            sheet.append(row)
        with tempfile.TemporaryFile() as out:
            book.save(out)

    run("read: openpyxl", 3, lambda: openpyxl_read(False))
    run("read: openpyxl read_only", 3, lambda: openpyxl_read(True))
    run("read: pandas (openpyxl)", 3, lambda: pandas_read("openpyxl"))
    try:
        import python_calamine  # noqa: F401

        run("read: pandas (calamine)", 3, lambda: pandas_read("calamine"))
    except ImportError:
        pass
    run(f"write {rows} rows: openpyxl write_only", 1, lambda: openpyxl_write(True))
    run(f"write {rows} rows: openpyxl", 1, lambda: openpyxl_write(False))


main()
