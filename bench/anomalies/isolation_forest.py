"""The exercise's detector: scikit-learn's IsolationForest with contamination .05, one an airport, over all its days.

Called with one JSON argument {"file": ..., "signals": [...]}; the file holds {airport: {signal: [values]}}. The last
line on stdout is JSON: {"seconds": ..., "airports": {airport: {"score": [...], "flagged": [...]}}}.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.ensemble import IsolationForest

# Without a seed two runs flag other days.
SEED = 0


def main() -> None:
    asked = json.loads(sys.argv[1])
    airports = json.loads(Path(asked["file"]).read_text())
    started = time.perf_counter()
    found = {name: detect(days, asked["signals"]) for name, days in airports.items()}
    print(json.dumps({"seconds": time.perf_counter() - started, "airports": found}))


def detect(days: dict[str, list[float]], signals: list[str]) -> dict[str, list[float] | list[bool]]:
    rows = np.column_stack([days[signal] for signal in signals])
    forest = IsolationForest(contamination=0.05, random_state=SEED).fit(rows)
    return {"score": (-forest.score_samples(rows)).tolist(), "flagged": (forest.predict(rows) < 0).tolist()}


if __name__ == "__main__":
    main()
