"""The bare host: `python -m host --lake DIR MANIFEST` splits the drops of a manifest in this process and its children.
It prints one JSON line a report. Exits 0, 2 where there is no such manifest, 3 for a fault."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from host.engine import Engine, EngineOptions
from host.manifest import NoManifestError, run_manifest
from host.report_shapes import Report
from host.scratch import open_scratch
from host.split_round import HostTools
from host.store.open import open_store


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    lake = options.lake or options.bucket
    if options.lake and not Path(lake).is_dir():
        return _fail(2, f"there is no lake at {lake}")
    try:
        with open_scratch(lake) as scratch:
            _run(lake, options.manifest, EngineOptions(workers=options.workers, scratch=scratch))
    except NoManifestError as error:
        return _fail(2, str(error))
    except Exception:
        return _fail(3, traceback.format_exc())
    return 0


def _run(lake: str, manifest: str, options: EngineOptions) -> None:
    engine = Engine(options)
    try:
        for report in run_manifest(HostTools(open_store(lake), engine), manifest):
            sys.stdout.write(f"{json.dumps(_told(report))}\n")
            sys.stdout.flush()
    finally:
        engine.close()


def _told(report: Report) -> dict[str, object]:
    drop = report["drop"]
    return {"key": drop["key"], "name": drop["name"], "verdict": report["verdict"], "rows": report["rows"]}


def _fail(code: int, message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m host", description=__doc__)
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--lake", help="folder of a local lake")
    place.add_argument("--bucket", help="gs://…; {zone} in it stands for the zone")
    parser.add_argument("--workers", type=_count, default=os.cpu_count() or 1, help="child processes at a time")
    parser.add_argument("manifest", help="the manifest's object name, such as ledger/flights/jobs/….json")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number of processes: {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
