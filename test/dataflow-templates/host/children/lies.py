from ready import answer, on_request

# Well-formed, and pointing out of the box.
LIE = {"rows": 1, "good": {"file": "../../etc/passwd", "rows": 1}, "quarantined": None}

on_request(lambda number: answer(number, {**LIE, "partitions": [], "newestMicros": None}))
