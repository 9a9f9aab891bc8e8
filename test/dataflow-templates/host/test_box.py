import os
from pathlib import Path

import pytest

from host.box import open_box
from host.checksum import checksum_of_bytes
from host.child.refused import Refused

CONTENT = b"PAR1"
CRC32C = checksum_of_bytes(CONTENT).crc32c


def fetch(path: Path) -> None:
    path.write_bytes(CONTENT)


def test_a_drop_lies_alone_in_a_folder_that_only_we_may_enter(tmp_path: Path) -> None:
    box = open_box(tmp_path, fetch, CRC32C)
    assert os.listdir(box.folder) == [box.input.name]
    assert box.folder.stat().st_mode & 0o777 == 0o700
    box.verify_unchanged()
    box.remove()
    assert os.listdir(tmp_path) == []


def test_bytes_that_are_not_what_the_store_says_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"CHECKSUM_MISMATCH: crc32c is .*, the store says AAAAAA=="):
        open_box(tmp_path, fetch, "AAAAAA==")
    assert os.listdir(tmp_path) == []


def test_a_drop_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    box = open_box(tmp_path, fetch, CRC32C)
    os.utime(box.input, ns=(0, 0))
    with pytest.raises(Refused, match="the file was changed while it was read"):
        box.verify_unchanged()


def test_a_link_that_a_child_left_is_not_followed(tmp_path: Path) -> None:
    box = open_box(tmp_path, fetch, CRC32C)
    (box.folder / "good-0.parquet").symlink_to("/etc/passwd")
    with pytest.raises(RuntimeError, match="not a plain file"):
        box.path_of("good-0.parquet")
    assert box.path_of(box.input.name) == box.input
