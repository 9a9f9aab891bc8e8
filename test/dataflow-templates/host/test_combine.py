import random

import google_crc32c

from host.combine import combined


def test_parts_give_the_checksum_of_the_whole() -> None:
    generator = random.Random(20261121)
    for _ in range(60):
        content = generator.randbytes(generator.randrange(5_000))
        cuts = sorted(generator.randrange(len(content) + 1) for _ in range(generator.randrange(1, 6)))
        total = 0
        for start, end in zip([0, *cuts], [*cuts, len(content)], strict=True):
            total = combined(total, google_crc32c.value(content[start:end]), end - start)
        assert total == google_crc32c.value(content)


def test_a_part_of_many_gigabytes_takes_no_time() -> None:
    # 1 TiB of zeros behind "a": what 2^20 times a MiB of zeros gives.
    mebibyte = google_crc32c.value(bytes(1 << 20))
    zeros, size = mebibyte, 1 << 20
    while size < 1 << 40:
        zeros, size = combined(zeros, zeros, size), size * 2
    whole = combined(google_crc32c.value(b"a"), zeros, size)
    assert combined(combined(google_crc32c.value(b"a"), zeros, size), 0, 0) == whole
    assert combined(google_crc32c.value(b"a"), zeros, size) != combined(google_crc32c.value(b"b"), zeros, size)
