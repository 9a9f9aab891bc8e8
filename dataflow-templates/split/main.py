"""The template: builds the pipeline from the options and starts it. It never waits for the job on Dataflow: whoever
launched it does, by the reports."""
# pyright: basic, reportPrivateImportUsage=false, reportMissingTypeArgument=false
# (Beam has no complete types.)

import logging
from collections.abc import Sequence

import apache_beam as beam
from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, SetupOptions

from split.options import SplitOptions
from split.pipeline import build
from split.worker import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    logging.getLogger("sluice").setLevel(logging.INFO)
    pipeline_of(PipelineOptions(arguments)).run()


def pipeline_of(options: PipelineOptions) -> beam.Pipeline:
    # Workers have the modules in their image; nothing of this process is theirs.
    options.view_as(SetupOptions).save_main_session = False
    asked = options.view_as(SplitOptions)
    settings = Settings(
        lake=asked.lake,
        children=max(1, options.view_as(DirectOptions).direct_num_workers or 1),
        unit_timeout_seconds=int(asked.unit_timeout_seconds),
        child_memory_mb=int(asked.child_memory_mb),
    )
    pipeline = beam.Pipeline(options=options)
    build(pipeline, [asked.manifest], settings, int(asked.cut_above_bytes))
    return pipeline


if __name__ == "__main__":
    main()
