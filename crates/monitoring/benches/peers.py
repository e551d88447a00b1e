"""The statistics of HJ 663 and the indexes of HJ 633 by Polars and by python-aqi.

peers.py FOLDER STATIONS DAYS OURS_SECONDS OUR_INDEXES_A_SECOND

FOLDER holds a file a pollutant: thousandths of the unit as 32 bits, below zero where there is nothing;
and ours.csv. The clock runs from columns in memory to the statistics, as it does for ours.
"""

import json
import sys
import time
from pathlib import Path

try:
    import aqi
    from aqi import constants
    import numpy as np
    import polars as pl
except ImportError as error:
    sys.exit(f"{error}")

folder, stations, days = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
ours, ours_index = float(sys.argv[4]), float(sys.argv[5])

NAMES = ["So2", "No2", "Pm10", "Co", "O3", "Pm25"]
MEANS = [name for name in NAMES if name != "O3"]
INDEXES = [0, 50, 100, 150, 200, 300, 400, 500]
HOUR = {
    "So2": [0, 150, 500, 650, 800],
    "No2": [0, 100, 200, 700, 1200, 2340, 3090, 3840],
    "Pm10": [0, 50, 150, 250, 350, 420, 500, 600],
    "Co": [0, 5, 10, 35, 60, 90, 120, 150],
    "O3": [0, 160, 200, 300, 400, 800, 1000, 1200],
    "Pm25": [0, 35, 75, 115, 150, 250, 350, 500],
}
DAY = HOUR | {
    "So2": [0, 50, 150, 475, 800, 1600, 2100, 2620],
    "No2": [0, 40, 80, 180, 280, 565, 750, 940],
    "Co": [0, 2, 4, 14, 24, 36, 48, 60],
    "O3": [0, 100, 160, 215, 265, 800],
}
PERCENTILES = {"So2": 0.98, "No2": 0.98, "Pm10": 0.95, "Co": 0.95, "O3": 0.90, "Pm25": 0.95}
HEADLINES = {name: "p" if name in ("Co", "O3") else "mean" for name in NAMES}


def sub_index(name, points):
    """Linear between breakpoints, rounded up."""
    value = pl.col(name)
    found = pl.when(value > points[-1]).then(500.0 if len(points) == 8 else None)
    for low, high, index_low, index_high in zip(points, points[1:], INDEXES, INDEXES[1:]):
        part = (value - low) * ((index_high - index_low) / (high - low)) + index_low
        found = found.when(value <= high).then((part - 1e-9).ceil())
    return found.otherwise(None)


def index(tables):
    return pl.max_horizontal([sub_index(name, tables[name]) for name in NAMES])


def statistics(frame):
    hourly = frame.with_columns(index(HOUR).alias("hourly"))
    running = pl.col("O3").rolling_mean(8, min_samples=6).over("station", "day")
    hourly = hourly.with_columns(pl.when(pl.col("hour") >= 8).then(running).alias("running"))
    grouped = hourly.group_by("station", "day", maintain_order=True)
    daily = grouped.agg(
        *[
            pl.when(pl.col(name).count() >= 20).then(pl.col(name).mean()).alias(name)
            for name in MEANS
        ],
        pl.when((pl.col("running").count() >= 14) | (pl.col("running").max().round() > 160))
        .then(pl.col("running").max())
        .alias("O3"),
        pl.col("hourly").sum(),
    )
    date = pl.date(2023, 1, 1) + pl.duration(days=pl.col("day"))
    daily = daily.with_columns(date.dt.month().alias("month"))
    published = daily.select(
        *[pl.col(n).round(1 if n == "Co" else 0, mode="half_to_even") for n in NAMES]
    )
    published = published.with_columns(
        index(DAY).alias("aqi"), pl.any_horizontal(pl.all().is_null()).alias("incomplete")
    )
    aqi_of_day = pl.when(~pl.col("incomplete") | (pl.col("aqi") > 100)).then(pl.col("aqi"))
    daily = daily.with_columns(published.select(aqi_of_day.alias("aqi"))["aqi"])

    def figures(by):
        return daily.group_by(by, maintain_order=True).agg(
            *[pl.col(name).mean().alias(f"{name}_mean") for name in NAMES],
            *[
                pl.col(name).quantile(PERCENTILES[name], "linear").alias(f"{name}_p")
                for name in NAMES
            ],
            *[pl.col(name).count().alias(f"{name}_days") for name in NAMES],
            (pl.col("aqi") <= 100).sum().alias("good"),
            (pl.col("aqi") > 200).sum().alias("heavy"),
            pl.col("aqi").count().alias("valid"),
            pl.col("hourly").sum(),
        )

    return figures(["station", "month"]), figures(["station"])


rows = stations * days * 24
columns = {}
for name in NAMES:
    raw = np.fromfile(folder / name, dtype="<i4")
    columns[name] = pl.Series(name, np.where(raw < 0, np.nan, raw / 1000.0)).fill_nan(None)
place = np.arange(rows, dtype=np.int32)
frame = pl.DataFrame(
    {
        "station": place // (days * 24),
        "day": place // 24 % days,
        "hour": place % 24 + 1,
        **columns,
    }
)
seconds = []
for _ in range(3):
    start = time.perf_counter()
    months, year = statistics(frame)
    seconds.append(time.perf_counter() - start)

table = pl.read_csv(folder / "ours.csv")
differences = 0
for row, own in zip(year.iter_rows(named=True), table.iter_rows(named=True)):
    differences += row["good"] != own["good"]
    differences += row["valid"] != own["valid"]
    for name in NAMES:
        value = row[f"{name}_{HEADLINES[name]}"]
        differences += round(value, 1 if name == "Co" else 0) != own[name]

sample = min(rows, 5_000)
keys = {
    "So2": constants.POLLUTANT_SO2_1H,
    "No2": constants.POLLUTANT_NO2_1H,
    "Pm10": constants.POLLUTANT_PM10,
    "Co": constants.POLLUTANT_CO_1H,
    "O3": constants.POLLUTANT_O3_1H,
    "Pm25": constants.POLLUTANT_PM25,
}
head = frame.head(sample).select(NAMES).iter_rows(named=True)
given = [[(keys[n], str(v)) for n, v in row.items() if v is not None] for row in head]
start = time.perf_counter()
for one in given:
    aqi.to_aqi(one, algo=aqi.ALGO_MEP)
peer_index = sample / (time.perf_counter() - start)

print(
    json.dumps(
        {
            "polars_seconds": round(min(seconds), 3),
            "polars_by_ours": round(min(seconds) / ours, 2),
            "figures_that_differ": differences,
            "of": stations * 8,
            "python_aqi_indexes_a_second": round(peer_index),
            "our_indexes_a_second": round(ours_index),
            "ours_by_python_aqi": round(ours_index / peer_index),
        }
    )
)
