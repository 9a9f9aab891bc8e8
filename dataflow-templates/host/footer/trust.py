"""Takes out of our own copy of a drop what DuckDB must not believe."""

from pathlib import Path

from host.child.tail import read_tail, replace_footer
from host.footer.copy_file import copy_file
from host.footer.refuse_malformed import refuse_malformed
from host.footer.rewrite import ColumnNote, Rewritten, rewrite_footer


def trust_file(path: Path, *, bare: bool, footer_bytes: int) -> list[ColumnNote]:
    """Can be called again on the same file, bare or not: the first footer is kept beside it, as `<path>.footer`.

    `bare`: see rewrite_footer. `footer_bytes`: the longest footer allowed.
    """
    beside = path.with_name(f"{path.name}.footer")
    kept = beside.read_bytes() if beside.exists() else None
    # Ours may be a few bytes longer than the one it comes from.
    tail = read_tail(path, footer_bytes if kept is None else 2 * footer_bytes)
    original = kept if kept is not None and _comes_from(tail.footer, kept) else tail.footer
    footer, columns = _rewrite(original, bare=bare)
    _make_own(path)
    if original is tail.footer:
        beside.write_bytes(original)
    replace_footer(path, tail, footer)
    return columns


def _rewrite(footer: bytes, *, bare: bool) -> Rewritten:
    return refuse_malformed(lambda: rewrite_footer(footer, bare=bare))


def _comes_from(footer: bytes, kept: bytes) -> bool:
    """What is kept may be from an earlier file of the same name."""
    return any(_rewrite(kept, bare=bare).footer == footer for bare in (False, True))


def _make_own(path: Path) -> None:
    """A file of two names is somebody else's too, who did not ask for a new footer."""
    if path.lstat().st_nlink == 1:
        return
    copy = path.with_name(f"{path.name}.own")
    copy_file(path, copy)
    copy.rename(path)
