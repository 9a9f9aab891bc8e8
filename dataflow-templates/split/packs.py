"""Which drops one worker splits whole, and which are cut. Pure."""

from collections.abc import Iterable, Iterator

from host.shapes import Manifest
from split.elements import Drop, Pack

# Enough work to be worth handing out, little enough to be done again after a worker's death.
PACK_BYTES = 128 * 1024 * 1024
PACK_DROPS = 50


def drops_of(manifest: Manifest) -> list[Drop]:
    return [Drop(manifest["dataset"], manifest["plan"], facts) for facts in manifest["drops"]]


def packs_of(drops: Iterable[Drop], cut_above: int) -> Iterator[Pack | Drop]:
    """A drop of more than `cut_above` bytes stands alone."""
    pack: list[Drop] = []
    size = 0
    for drop in drops:
        if drop.bytes > cut_above:
            yield drop
            continue
        if pack and (size + drop.bytes > PACK_BYTES or len(pack) == PACK_DROPS):
            yield Pack(tuple(pack))
            pack, size = [], 0
        pack.append(drop)
        size += drop.bytes
    if pack:
        yield Pack(tuple(pack))
