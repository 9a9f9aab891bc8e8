"""Prints the template's metadata, made from its options: `python -m split.metadata > split/metadata.json`.

Format: TemplateMetadata of google/dataflow/v1beta3/templates.proto. Dataflow validates a launch by it.
"""

import json
import sys
from typing import Any

from split.options import PARAMETERS, Parameter


def metadata() -> dict[str, Any]:
    """Which parameters a launch may give, with what they must look like."""
    return {
        "name": "sluice-split",
        "description": "Splits the drops of a manifest into good and bad rows by a compiled plan, a report each.",
        "streaming": False,
        "parameters": [_parameter(parameter) for parameter in PARAMETERS],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    optional = {} if parameter.default is None else {"isOptional": True, "defaultValue": parameter.default}
    return {
        "name": parameter.name,
        "label": parameter.label,
        "helpText": parameter.help,
        "paramType": parameter.param_type,
        "regexes": [parameter.regex],
        **optional,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(metadata(), indent=2) + "\n")
