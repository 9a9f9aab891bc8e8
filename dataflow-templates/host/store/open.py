"""The store that a lake's place names."""

from pathlib import Path

from host.store import Store
from host.store.files import FileStore


def open_store(lake: str) -> Store:
    """`gs://…` is in Cloud Storage, anything else a folder of this machine."""
    if not lake.startswith("gs://"):
        return FileStore(Path(lake))
    # Half a second, which only the cloud is worth.
    from host.store.gcs import GcsStore  # noqa: PLC0415
    from host.store.gcs_client import open_client  # noqa: PLC0415
    from host.store.places import Places  # noqa: PLC0415

    return GcsStore(Places(lake), open_client())
