"""Objects in Cloud Storage. Every read names its generation, every write asks that there is none yet."""

import io
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final

from host.checksum import Checksum, CountedFile, checksum_of_bytes, checksum_of_file
from host.store import ByteRange, ObjectMeta, ObjectNotFoundError, PreconditionFailedError, UnavailableError
from host.store.gcs_client import MEDIA_RETRY, RETRY, TIMEOUT, Blob, Client, failures_of
from host.store.places import Places

# Of one request of a resumable upload; it lies in memory.
_CHUNK: Final = 16 * 1024 * 1024
# Says which call made an object. It means nothing to anybody else.
_CALL: Final = "sluice-call"


class GcsStore:
    def __init__(self, places: Places, client: Client) -> None:
        self._places: Final = places
        self._client: Final = client

    def stat(self, name: str, generation: str | None = None) -> ObjectMeta | None:
        with failures_of(name):
            blob = self._get(name, generation)
        return None if blob is None else _meta_of(name, blob)

    def fetch(self, name: str, generation: str, path: Path) -> None:
        with failures_of(name), path.open("xb") as file:
            _download(self._blob(name, generation), file)

    def fetch_ranges(self, name: str, generation: str, path: Path, ranges: Sequence[ByteRange]) -> None:
        meta = self._found(name, generation)
        with failures_of(name), path.open("xb") as file:
            file.truncate(int(meta.bytes))
            for start, end in ranges:
                file.seek(start)
                self._blob(name, generation).download_to_file(
                    file,
                    start=start,
                    end=end - 1,
                    raw_download=True,
                    checksum=None,
                    timeout=TIMEOUT,
                    retry=MEDIA_RETRY,
                )
                if file.tell() != end:
                    raise UnavailableError(f"{name} ends at {file.tell()}, {end} were asked for")

    def read_bytes(self, name: str) -> bytes | None:
        content = io.BytesIO()
        try:
            with failures_of(name):
                _download(self._blob(name), content)
        except ObjectNotFoundError:
            return None
        return content.getvalue()

    def create(self, name: str, path: Path) -> ObjectMeta:
        checksum = checksum_of_file(path)

        def upload(blob: Blob) -> None:
            with path.open("rb") as file:
                _upload(blob, file, checksum)

        return self._created(name, upload, checksum.crc32c)

    def create_bytes(self, name: str, content: bytes) -> ObjectMeta:
        checksum = checksum_of_bytes(content)
        return self._created(name, lambda blob: _upload(blob, io.BytesIO(content), checksum), checksum.crc32c)

    def copy(self, name: str, generation: str, to: str) -> ObjectMeta:
        original = self._found(name, generation)
        source = self._blob(name, generation)

        def rewrite(blob: Blob) -> None:
            token, done = None, False
            while not done:
                token, _, _ = blob.rewrite(source, token=token, if_generation_match=0, timeout=TIMEOUT, retry=RETRY)
                done = token is None

        return self._created(to, rewrite, original.crc32c)

    def _created(self, name: str, fill: Callable[[Blob], None], crc32c: str) -> ObjectMeta:
        blob = self._blob(name)
        call = secrets.token_hex(16)
        blob.metadata = {_CALL: call}
        try:
            with failures_of(name):
                fill(blob)
        except (PreconditionFailedError, UnavailableError):
            # An answer may have been lost: what stands there is perhaps our own first try.
            with failures_of(name):
                there = self._get(name, None)
            if there is None or there.crc32c != crc32c or (there.metadata or {}).get(_CALL) != call:
                raise
            return _meta_of(name, there)
        return _meta_of(name, blob)

    def _found(self, name: str, generation: str) -> ObjectMeta:
        meta = self.stat(name, generation)
        if meta is None:
            raise ObjectNotFoundError(name)
        return meta

    def _get(self, name: str, generation: str | None) -> Blob | None:
        bucket, place = self._places.locate(name)
        wanted = None if generation is None else int(generation)
        return self._client.bucket(bucket).get_blob(place, generation=wanted, timeout=TIMEOUT, retry=RETRY)

    def _blob(self, name: str, generation: str | None = None) -> Blob:
        bucket, place = self._places.locate(name)
        return self._client.bucket(bucket).blob(place, generation=None if generation is None else int(generation))


def _download(blob: Blob, file: IO[bytes]) -> None:
    """Counted here: the library compares nothing where a download was interrupted."""
    counted = CountedFile(file)
    blob.download_to_file(counted, raw_download=True, checksum=None, timeout=TIMEOUT, retry=MEDIA_RETRY)
    came = counted.checksum.crc32c
    if came != blob.crc32c:
        raise ConnectionError(f"the bytes came as {came}, they are {blob.crc32c}")


def _upload(blob: Blob, file: IO[bytes], checksum: Checksum) -> None:
    """The service compares the checksum, and refuses other bytes; the library would delete what it finds wrong."""
    blob.crc32c = checksum.crc32c
    blob.chunk_size = _CHUNK
    blob.upload_from_file(
        file,
        size=checksum.size,
        content_type="application/octet-stream",
        if_generation_match=0,
        checksum=None,
        timeout=TIMEOUT,
        retry=MEDIA_RETRY,
    )


def _meta_of(name: str, blob: Blob) -> ObjectMeta:
    return ObjectMeta(name, str(blob.generation), str(blob.size), blob.crc32c or "")
