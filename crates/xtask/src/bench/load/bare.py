"""A bare loop of what a report that is sent or taken back writes: the same rows, one commit each, on the disk.

    bare.py DATABASE TARGET SECONDS

Works on the file itself, with CPython's `sqlite3`, which hands nothing from thread to thread. Prints how many
commits a second.
"""

import sqlite3
import sys
import time

path, target, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
db = sqlite3.connect(path, isolation_level=None)
for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
    db.execute(f"PRAGMA {pragma}").fetchall()

reports = db.execute("SELECT id, plan, body FROM reports WHERE target = ? ORDER BY id", (target,)).fetchall()
ROW = """SELECT at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit,
         actor_post, personal FROM audit WHERE action = 'report-submitted' ORDER BY seq DESC LIMIT 1"""
row = db.execute(ROW).fetchone()
personal = db.execute("SELECT field, account, salt, value FROM audit_personal ORDER BY seq DESC LIMIT 1").fetchone()

steps, began = 0, time.monotonic()
while time.monotonic() - began < seconds:
    report, plan, body = reports[steps % len(reports)]
    db.execute("BEGIN IMMEDIATE")
    (seq,) = db.execute("SELECT seq FROM audit_head WHERE id = 1").fetchone()
    db.execute(
        """UPDATE reports SET revision = revision + 1, state = ?, counts = 0, changed_at = ?, changed_by = ?, body = ?
           WHERE id = ? RETURNING plan""",
        ("draft" if steps % 2 else "submitted", row[0], row[3], body, report),
    ).fetchall()
    db.execute("SELECT closed_on FROM closings WHERE plan = ?", (plan,)).fetchall()
    db.execute("INSERT INTO audit_personal (seq, field, account, salt, value) VALUES (?, ?, ?, ?, ?)", (seq + 1, *personal))
    db.execute(
        """INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail,
           hash, actor_unit, actor_post, personal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (seq + 1, *row),
    )
    db.execute("UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1", (seq + 1, row[9]))
    db.execute("COMMIT")
    steps += 1
print(f"{steps / (time.monotonic() - began):.1f}")
