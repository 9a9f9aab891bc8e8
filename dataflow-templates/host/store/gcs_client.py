"""The part of Cloud Storage's client that is used, with the types that it lacks, and what its failures mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, Protocol, cast

import requests
from google.api_core import exceptions
from google.api_core.retry import Retry
from google.auth.exceptions import TransportError
from google.cloud import storage  # pyright: ignore[reportMissingTypeStubs]
from google.cloud.storage import retry as retries  # pyright: ignore[reportMissingTypeStubs]

from host.store import DeniedError, ObjectNotFoundError, PreconditionFailedError, UnavailableError

# Seconds to connect, and between two bytes.
TIMEOUT: Final = (10.0, 60.0)
RETRY: Final = retries.DEFAULT_RETRY.with_timeout(180.0)
# The time that the bytes take counts too.
MEDIA_RETRY: Final = retries.DEFAULT_RETRY.with_timeout(1800.0)

Timeout = tuple[float, float]


class Blob(Protocol):
    crc32c: str | None
    metadata: dict[str, str] | None
    chunk_size: int | None

    @property
    def generation(self) -> int | None: ...

    @property
    def size(self) -> int | None: ...

    def download_to_file(  # noqa: PLR0913
        self,
        file_obj: object,
        *,
        start: int | None = None,
        end: int | None = None,
        raw_download: bool,
        checksum: str | None,
        timeout: Timeout,
        retry: Retry,
    ) -> None: ...

    def upload_from_file(  # noqa: PLR0913
        self,
        file_obj: IO[bytes],
        *,
        size: int,
        content_type: str,
        if_generation_match: int,
        checksum: str | None,
        timeout: Timeout,
        retry: Retry,
    ) -> None: ...

    def rewrite(
        self, source: "Blob", *, token: str | None, if_generation_match: int, timeout: Timeout, retry: Retry
    ) -> tuple[str | None, int, int]: ...


class Bucket(Protocol):
    def blob(self, blob_name: str, *, generation: int | None = None) -> Blob: ...

    def get_blob(
        self, blob_name: str, *, generation: int | None = None, timeout: Timeout, retry: Retry
    ) -> Blob | None: ...


class Client(Protocol):
    def bucket(self, bucket_name: str) -> Bucket: ...


def open_client() -> Client:
    """By the account of this machine; objects need no project."""
    return cast("Client", storage.Client(project=None))


_UNAVAILABLE: Final = (
    exceptions.RetryError,
    exceptions.TooManyRequests,
    exceptions.ServerError,
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    ConnectionError,
    TransportError,
)


@contextmanager
def failures_of(name: str) -> Iterator[None]:
    """Tells the client's failures in the words of a store."""
    try:
        yield
    except exceptions.NotFound as error:
        raise ObjectNotFoundError(name) from error
    except exceptions.PreconditionFailed as error:
        raise PreconditionFailedError(name) from error
    except (exceptions.Forbidden, exceptions.Unauthorized) as error:
        raise DeniedError(f"{name}: {error}") from error
    except _UNAVAILABLE as error:
        raise UnavailableError(f"{name}: {error}") from error
