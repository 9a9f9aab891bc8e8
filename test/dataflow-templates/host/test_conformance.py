"""Both hosts over the same drops: equal reports but for the run's own times, and equal output files, to the byte."""

import pytest
from corpus import Reports, reports_in, told

from conftest import Corpus
from host.engine import Engine, EngineOptions
from host.manifest import run_manifest
from host.scratch import open_scratch
from host.split_round import HostTools
from host.store.files import FileStore


@pytest.fixture(scope="module")
def ours(corpus: Corpus) -> Reports:
    lake, manifests = corpus.lake("python")
    with open_scratch(str(lake)) as scratch:
        engine = Engine(EngineOptions(workers=2, scratch=scratch))
        tools = HostTools(FileStore(lake), engine)
        for manifest in manifests:
            list(run_manifest(tools, manifest))
        engine.close()
    return reports_in(lake)


def test_reports_and_files_are_equal(ours: Reports, corpus: Corpus) -> None:
    theirs = corpus.expected
    assert theirs.keys() == ours.keys()
    for name, report in theirs.items():
        assert told(ours[name]) == told(report), name
        assert [report["run"]["host"], ours[name]["run"]["host"]] == ["node", "beam"]


def test_the_corpus_goes_every_way_through_the_host(ours: Reports) -> None:
    def rows(name: str) -> list[int]:
        report = ours[name]
        return [report["rows"]["good"], report["rows"]["quarantined"], len(report["files"]["good"])]

    assert {report["verdict"] for report in ours.values()} == {"ready", "ready with warnings", "held", "rejected"}
    assert {report["run"]["units"] for report in ours.values()} >= {0, 1, 3}
    assert [rows("dirty"), rows("exceeded")] == [[9900, 100, 4], [9400, 600, 3]]
    assert [rows("nothing good"), rows("empty")] == [[0, 10_000, 0], [0, 0, 0]]
    assert [rows("clean"), rows("one bad row"), rows("duplicates")] == [[10_000, 0, 1], [9999, 1, 3], [10_000, 0, 3]]
    assert [ours["clean"]["passedThrough"], ours["duplicates"]["rows"]["duplicates"]] == [True, 1000]
