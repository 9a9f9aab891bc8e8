"""A launched host: splits the drops of a manifest and writes a report each. It changes no entry."""

from collections.abc import Iterator

from host.borders import read_manifest, read_plan
from host.names import plan_path
from host.report import read_report_of
from host.report_shapes import Report
from host.shapes import Manifest, ManifestDrop, Plan, RoundFacts
from host.split_round import Attempt, HostTools, split_round
from host.store import Store


class NoManifestError(Exception):
    """Somebody asked for a manifest that is not there."""


def manifest_named(store: Store, name: str) -> Manifest:
    content = store.read_bytes(name)
    if content is None:
        raise NoManifestError(f"there is no manifest {name}")
    return read_manifest(name, content)


def plan_hashed(store: Store, plan_hash: str) -> Plan:
    name = plan_path(plan_hash)
    content = store.read_bytes(name)
    if content is None:
        raise RuntimeError(f"the plan {name} is gone, and the ledger needs it")
    return read_plan(name, content)


def run_manifest(tools: HostTools, name: str) -> Iterator[Report]:
    """One report after the other; drops that have theirs already are left alone."""
    manifest = manifest_named(tools.store, name)
    plan = plan_hashed(tools.store, manifest["plan"])
    for drop in manifest["drops"]:
        known = read_report_of(tools.store, manifest["dataset"], drop["key"], drop["round"])
        yield known or split_round(tools, attempt_of(tools.store, plan, manifest["plan"], drop))


def attempt_of(store: Store, plan: Plan, plan_hash: str, drop: ManifestDrop) -> Attempt:
    raw = drop["raw"]
    original = store.stat(raw["uri"], raw["generation"])
    if original is None:
        raise RuntimeError(f"the original {raw['uri']} is gone")
    return Attempt(plan, plan_hash, facts_of(drop), original, drop["round"], drop["attempt"])


def facts_of(drop: ManifestDrop) -> RoundFacts:
    return {
        "key": drop["key"],
        "bucket": drop["bucket"],
        "name": drop["name"],
        "generation": drop["generation"],
        "arrived": drop["arrived"],
        "arrivalDay": drop["arrivalDay"],
        "replay": drop["replay"],
        "lifts": drop["lifts"],
    }
