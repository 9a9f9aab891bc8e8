"""DAGs come as a whole or not at all."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from fake_bucket import FakeBucket
from script import load

sync = load("sync")


@pytest.fixture
def bucket(tmp_path, monkeypatch):
    bucket = FakeBucket().start()
    for name, value in bucket.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sync, "LIVE", tmp_path)
    # The folder of a Python is what packages are known by.
    monkeypatch.setattr(sync, "PYTHON", Path(sys.executable))
    (tmp_path / "none").mkdir()
    (tmp_path / "dags").symlink_to("none")
    bucket.put("lakehouse.py", b"import plans_of\n")
    bucket.put("plans_of.py", b"")
    for number in range(25):
        bucket.put(f"plans/dataset {number}.json", b"{}")
    bucket.put("vm/install.sh", b"")
    bucket.put("airflow2/uv.lock", b"")
    return bucket


@pytest.fixture
def said(capsys):
    def run() -> str:
        sync.main()
        return capsys.readouterr().out

    return run


def files(folder: Path) -> dict[str, bytes]:
    inside = folder / "dags"
    return {str(file.relative_to(inside)): file.read_bytes() for file in inside.rglob("*.*") if file.suffix != ".pyc"}


def test_all_of_it_comes_but_what_is_not_airflows(bucket, said, tmp_path):
    assert "before none" in said()
    assert len(files(tmp_path)) == 27
    assert files(tmp_path)["lakehouse.py"] == b"import plans_of\n"
    assert (tmp_path / "looked").exists()


def test_nothing_is_fetched_where_nothing_has_changed(bucket, said, tmp_path):
    said()
    before = (tmp_path / "dags").readlink().name
    bucket.asked.clear()
    assert said() == ""
    assert not any("alt=media" in path for path in bucket.asked)
    assert (tmp_path / "dags").readlink().name == before


def test_what_is_gone_goes_and_the_one_of_before_stays_for_who_reads_it(bucket, said, tmp_path):
    said()
    first = (tmp_path / "dags").readlink().name
    del bucket.objects["dags/plans/dataset 3.json"]
    said()
    assert "plans/dataset 3.json" not in files(tmp_path)
    assert (tmp_path / first).is_dir()
    bucket.put("plans/dataset 4.json", b"{ }")
    said()
    assert not (tmp_path / first).exists()
    assert len([one for one in tmp_path.iterdir() if one.is_dir() and not one.is_symlink()]) == 2


def test_while_the_bucket_is_written_the_old_ones_go_on(bucket, said, tmp_path):
    said()
    before = files(tmp_path)
    bucket.put("plans/new.json", b"{}", ago=timedelta(seconds=5))
    assert "again in a minute" in said()
    assert files(tmp_path) == before
    bucket.now += timedelta(seconds=60)
    said()
    assert "plans/new.json" in files(tmp_path)


def test_what_changes_while_it_is_fetched_is_left_for_the_next_time(bucket, said, tmp_path):
    said()
    before = files(tmp_path)
    bucket.put("plans/new.json", b"{}")
    bucket.meanwhile = lambda: bucket.put("plans_of.py", b"# newer")
    with pytest.raises(OSError, match="404"):
        said()
    assert files(tmp_path) == before
    bucket.meanwhile = None
    said()
    assert files(tmp_path)["plans_of.py"] == b"# newer"


def test_dags_that_cannot_be_imported_are_not_taken(bucket, said, tmp_path):
    said()
    before = files(tmp_path)
    bucket.put("lakehouse.py", b"import what_is_not_there\n")
    first = said()
    assert first.startswith("<3>") and "No module named 'what_is_not_there'" in first
    assert files(tmp_path) == before
    bucket.asked.clear()
    assert "No module named 'what_is_not_there'" in said()
    assert not any("alt=media" in path for path in bucket.asked), "it is not tried again each minute"
    bucket.put("what_is_not_there.py", b"")
    assert "now" in said()
    assert files(tmp_path)["lakehouse.py"] == b"import what_is_not_there\n"


def test_an_empty_bucket_takes_nothing_away(bucket, said, tmp_path):
    said()
    bucket.objects.clear()
    assert said().startswith("<4>")
    assert len(files(tmp_path)) == 27


def test_no_object_leads_out_of_the_folder(bucket, said, tmp_path):
    bucket.put("../../outside.py", b"")
    with pytest.raises(ValueError, match="leads out"):
        said()
    assert not (tmp_path.parent / "outside.py").exists()
