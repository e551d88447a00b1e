import hashlib, json, sys

def part(value):
    return "-" if value is None else f"{len(str(value).encode())}:{value}"

names = "seq at actor_kind actor_id actor_name action subject_kind subject_id plan detail".split()
post = ["actor_unit", "actor_post"]
before, seq, end = "", 0, None
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    row = json.loads(line)
    if "hash" in row:
        seq += 1
        parts = names + (post if any(row[name] is not None for name in post) else [])
        text = part(before) + "".join(part(row[name]) for name in parts)
        if row["seq"] != seq or row["hash"] != hashlib.sha256(text.encode()).hexdigest():
            sys.exit(f"row {seq} is not as it was written")
        before = row["hash"]
    end = row.get("end")
if end != {"seq": seq, "hash": before}:
    sys.exit(f"the export stops after row {seq}")
print(seq, before)
