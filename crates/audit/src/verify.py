import hashlib, json, sys

def part(value):
    return "-" if value is None else f"{len(str(value).encode())}:{value}"

names = "seq at actor_kind actor_id actor_name action subject_kind subject_id plan detail".split()
before, seq, end, texts, missing, erased = "", 0, None, 0, {}, set()
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    row = json.loads(line)
    if "hash" in row:
        seq += 1
        rest = [row["actor_unit"], row["actor_post"], row.get("personal")]
        rest = rest if rest[2] is not None else rest[:2] if any(v is not None for v in rest) else []
        text = part(before) + "".join(map(part, [row[name] for name in names] + rest))
        if row["seq"] != seq or row["hash"] != hashlib.sha256(text.encode()).hexdigest():
            sys.exit(f"row {seq} is not as it was written")
        before = row["hash"]
        missing |= {(seq, field): sum for field, sum in json.loads(row.get("personal") or "{}").items()}
        if row["action"] in ("account-erased", "named-erased"):
            for field, runs in json.loads(row["detail"])["removed"].items():
                for run in filter(None, runs.split(",")):
                    first, _, last = run.partition("-")
                    erased |= {(n, field) for n in range(int(first), int(last or first) + 1)}
    elif "salt" in row:
        texts += 1
        made = hashlib.sha256(bytes.fromhex(row["salt"]) + row["value"].encode()).hexdigest()
        if missing.pop((row["seq"], row["field"]), None) != made:
            sys.exit(f"{row['field']} of row {row['seq']} is not as it was written")
    end = (row.get("end"), row.get("personal", 0))
for gone in missing.keys() - erased:
    sys.exit(f"{gone[1]} of row {gone[0]} is gone, and no erasure says so")
if end != ({"seq": seq, "hash": before}, texts):
    sys.exit(f"the export stops after row {seq}")
print(seq, before)
