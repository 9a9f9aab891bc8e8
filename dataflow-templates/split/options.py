"""What a job is told. Everything else stands in the manifest and in the plan that it names."""
# pyright: basic, reportPrivateImportUsage=false, reportMissingTypeArgument=false
# (Beam has no complete types.)

from dataclasses import dataclass
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions


@dataclass(frozen=True)
class Parameter:
    """One parameter of the template: the only source of the command line and of metadata.json.

    `regex` is what Dataflow asks of a launch: POSIX's extended syntax, of which only what ECMAScript reads alike.
    """

    name: str
    label: str
    help: str
    param_type: str
    regex: str
    default: str | None = None


PARAMETERS = (
    Parameter(
        "manifest",
        "Manifest",
        "Object name of the manifest below the lake: which drops to split, by which plan.",
        "TEXT",
        r"^ledger/[a-z0-9_]+/jobs/[a-z0-9-]+\.json$",
    ),
    Parameter(
        "lake",
        "Lake",
        "Where the lake's zones are: gs://…{zone}… names a bucket for each. Without Dataflow also a folder.",
        "TEXT",
        r"^gs://[a-z0-9][a-z0-9._{}-]*(/[A-Za-z0-9._{}=-]+)*$",
    ),
    Parameter(
        "cut_above_bytes",
        "Cut above",
        "Larger drops are cut into ranges of row groups that several workers split; smaller ones are split whole.",
        "NUMBER",
        r"^[0-9]+$",
        "268435456",
    ),
    Parameter(
        "unit_timeout_seconds",
        "Time for one unit",
        "Seconds after which a child that reads a unit is killed and its drop rejected as TIMED_OUT.",
        "NUMBER",
        r"^[1-9][0-9]*$",
        "1800",
    ),
    Parameter(
        "child_memory_mb",
        "Memory of a child",
        "MiB that DuckDB may take in a child; at twice as much it is killed, its drop rejected as OUT_OF_MEMORY.",
        "NUMBER",
        r"^[1-9][0-9]*$",
        "1024",
    ),
)


class SplitOptions(PipelineOptions):
    """Typed access to the parameters; `view_as(SplitOptions)`."""

    @classmethod
    def _add_argparse_args(cls, parser: Any) -> None:  # noqa: ANN401 (Beam's own parser type)
        for parameter in PARAMETERS:
            parser.add_argument(
                f"--{parameter.name}",
                required=parameter.default is None,
                default=parameter.default,
                help=parameter.help,
            )
