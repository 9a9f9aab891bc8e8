"""
DAGs and plans from the bucket, as a whole or not at all: what is there comes into a folder of its own, is tried out,
and only then does the link that Airflow reads point to it. Runs every minute as airflow, with Debian's own Python.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

LIVE = Path("/srv/sluice/live")
PYTHON = Path("/opt/sluice/airflow/bin/python")
PREFIX = "dags/"
# The machine's own recipe is fetched by its start-up, as root, and 2.11's lock is not for this machine.
NOT_AIRFLOWS = ("vm/", "airflow2/")
# `pulumi up` writes object after object: nothing is fetched until it has been quiet for so long.
QUIET = timedelta(seconds=20)
WARNING, ERROR = "<4>", "<3>"


@dataclass(frozen=True)
class Listed:
    path: str
    generation: str
    size: int
    updated: datetime


@dataclass(frozen=True)
class Bucket:
    storage: str
    name: str
    token: str


def main() -> int:
    bucket = open_bucket()
    objects, asked_at = list_objects(bucket)
    version = version_of(objects)
    if version == current():
        return looked()
    if not objects:
        looked()
        return say(WARNING, "the bucket holds no DAGs: those that are here stay")
    if asked_at - max(one.updated for one in objects) < QUIET:
        return say("", "the bucket is being written: again in a minute")
    refused = read(LIVE / "refused")
    if refused.startswith(verdict(version)):
        return say(ERROR, f"DAGs of the bucket are not taken, those of before go on: {refused.split(maxsplit=2)[2]}")
    return take(version, fetch(bucket, version, objects))


def take(version: str, folder: Path) -> int:
    wrong = what_is_wrong(folder)
    if wrong is not None:
        (LIVE / "refused").write_text(f"{verdict(version)} {wrong}")
        shutil.rmtree(folder)
        return say(ERROR, f"DAGs of the bucket are not taken, those of before go on: {wrong}")
    before = current()
    point_to(version)
    looked()
    for old in LIVE.iterdir():
        # Who reads the one of before may go on.
        if old.is_dir() and not old.is_symlink() and old.name not in (version, before):
            shutil.rmtree(old)
    return say("", f"now {version}, before {before}")


def open_bucket() -> Bucket:
    token = json.loads(metadata("service-accounts/default/token"))["access_token"]
    storage = os.environ.get("STORAGE_EMULATOR_HOST", "https://storage.googleapis.com")
    return Bucket(storage, metadata("attributes/sluice-dags"), token)


def metadata(path: str) -> str:
    host = os.environ.get("GCE_METADATA_HOST", "metadata.google.internal")
    url = f"http://{host}/computeMetadata/v1/instance/{path}"
    request = Request(url, headers={"Metadata-Flavor": "Google"})  # noqa: S310
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        return answer.read().decode()


def list_objects(bucket: Bucket) -> tuple[list[Listed], datetime]:
    """And when Google answered, by its clock."""
    found: list[Listed] = []
    page = ""
    while True:
        fields = "nextPageToken,items(name,generation,size,updated)"
        query = f"prefix={PREFIX}&fields={quote(fields)}&maxResults=1000{page}"
        with ask(bucket, f"?{query}") as answer:
            asked_at = parsedate_to_datetime(answer.headers["Date"])
            body = json.load(answer)
        found += [listed(item) for item in body.get("items", [])]
        if "nextPageToken" not in body:
            wanted = [one for one in found if one.path and not one.path.startswith(NOT_AIRFLOWS)]
            return sorted(wanted, key=lambda one: one.path), asked_at
        page = f"&pageToken={quote(body['nextPageToken'])}"


def listed(item: dict[str, Any]) -> Listed:
    updated = datetime.fromisoformat(item["updated"])
    return Listed(item["name"].removeprefix(PREFIX), item["generation"], int(item["size"]), updated)


def ask(bucket: Bucket, rest: str) -> Any:
    url = f"{bucket.storage}/storage/v1/b/{bucket.name}/o{rest}"
    request = Request(url, headers={"Authorization": f"Bearer {bucket.token}"})  # noqa: S310
    return urlopen(request, timeout=30)  # noqa: S310


def version_of(objects: list[Listed]) -> str:
    text = "\n".join(f"{one.path}@{one.generation}" for one in objects)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fetch(bucket: Bucket, version: str, objects: list[Listed]) -> Path:
    """These generations: what was written since is a version of its own."""
    folder = LIVE / version
    shutil.rmtree(folder, ignore_errors=True)
    for one in objects:
        file = folder / one.path
        if not file.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{one.path!r} leads out of the folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        name = quote(PREFIX + one.path, safe="")
        with ask(bucket, f"/{name}?alt=media&generation={one.generation}") as answer:
            file.write_bytes(answer.read())
        if file.stat().st_size != one.size:
            raise ValueError(f"{one.path}: {file.stat().st_size} bytes of {one.size} came")
    return folder


def what_is_wrong(folder: Path) -> str | None:
    """The one file that Airflow parses is run, without Airflow's database. A plan that is broken breaks no other."""
    command = [str(PYTHON), "lakehouse.py"]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return "lakehouse.py runs for minutes"
    if ran.returncode == 0:
        return None
    lines = [line for line in ran.stderr.splitlines() if line.strip()]
    return lines[-1][:500] if lines else f"lakehouse.py ends with {ran.returncode}"


def verdict(version: str) -> str:
    """Of these files with these packages: others may take them."""
    return f"{version} {PYTHON.resolve().parents[1].name if PYTHON.exists() else 'none'}"


def current() -> str:
    link = LIVE / "dags"
    return link.readlink().name if link.is_symlink() else "none"


def point_to(version: str) -> None:
    new = LIVE / "dags.new"
    new.unlink(missing_ok=True)
    new.symlink_to(version)
    new.replace(LIVE / "dags")


def read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def looked() -> int:
    """What is here is what is there: the health check wants to see that now and then."""
    (LIVE / "looked").write_text(f"{time.time():.0f}\n")
    return 0


def say(priority: str, text: str) -> int:
    sys.stdout.write(f"{priority}{text}\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, HTTPException, ValueError) as error:
        # Mostly for a moment: the health check tells of it if it lasts.
        say(WARNING, f"DAGs were not fetched: {error}")
