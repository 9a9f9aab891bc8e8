"""Where the lake's zones are in Cloud Storage."""

import re
from dataclasses import dataclass

_BUCKET = re.compile(r"gs://[a-z0-9][a-z0-9._{}-]*(/[^\s]*)?")
_ZONE = "{zone}"


@dataclass(frozen=True)
class Places:
    """`gs://acme-dev-{zone}` names a bucket (or a folder) for each zone, `gs://acme-dev/lake` one for all."""

    template: str

    def __post_init__(self) -> None:
        if not _BUCKET.fullmatch(self.template):
            raise ValueError(f"no place in Cloud Storage: {self.template}")

    def locate(self, name: str) -> tuple[str, str]:
        """Bucket and object of a name of the lake."""
        zone, _, rest = name.partition("/")
        base = self.template.rstrip("/")
        url = f"{base.replace(_ZONE, zone)}/{rest}" if _ZONE in base else f"{base}/{name}"
        bucket, _, place = url.removeprefix("gs://").partition("/")
        return bucket, place
