"""Reports in the ledger. The first report of a round wins; whoever comes later adopts it, and its files."""

from host.borders import REPORT, read_report
from host.ledger_text import ledger_text
from host.names import report_path
from host.report_shapes import Report
from host.store import PreconditionFailedError, Store


def read_report_of(store: Store, dataset: str, key: str, number: int) -> Report | None:
    name = report_path(dataset, key, number)
    content = store.read_bytes(name)
    return None if content is None else read_report(name, content)


def keep_report(store: Store, report: Report) -> Report:
    """The report that counts."""
    name = report_path(report["dataset"], report["drop"]["key"], report["round"])
    problem = REPORT.problem(report)
    if problem is not None:
        raise RuntimeError(f"{name} would not be readable: {problem}")
    try:
        store.create_bytes(name, ledger_text(report).encode("utf-8"))
    except PreconditionFailedError:
        there = read_report_of(store, report["dataset"], report["drop"]["key"], report["round"])
        if there is None:
            raise RuntimeError(f"{name} was there and is gone") from None
        return there
    return report
