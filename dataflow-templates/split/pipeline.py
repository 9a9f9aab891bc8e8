"""manifest → packs and units → Reshuffle → split → one report per drop. Rows never cross a step."""
# pyright: basic, reportPrivateImportUsage=false, reportMissingTypeArgument=false, reportIndexIssue=false
# pyright: reportAttributeAccessIssue=false
# (Beam has no complete types.)

from collections.abc import Sequence

import apache_beam as beam

from split.steps import BIG, EXPECTED, KEPT, UNITS, AssertEachOnce, CutDrop, Gather, ReadManifest, SplitPack, SplitUnit
from split.worker import Settings


def build(pipeline: beam.Pipeline, manifests: Sequence[str], settings: Settings, cut_above: int) -> None:
    """`manifests`: of drops that differ. `cut_above`: bytes above which several workers split a drop."""
    read = (
        pipeline
        | "Name the manifests" >> beam.Create(manifests)
        | "Read manifests" >> beam.ParDo(ReadManifest(settings, cut_above)).with_outputs(BIG, EXPECTED, main="packs")
    )
    small = read.packs | "Spread the packs" >> beam.Reshuffle() | "Split small drops" >> beam.ParDo(SplitPack(settings))
    cut = (
        read[BIG]
        | "Spread the big drops" >> beam.Reshuffle()
        | "Cut big drops" >> beam.ParDo(CutDrop(settings)).with_outputs(UNITS, main="told")
    )
    first = (
        cut[UNITS]
        | "Spread units" >> beam.Reshuffle()
        | "Split units" >> beam.ParDo(SplitUnit(settings))
        | "Units by drop" >> beam.GroupByKey()
        | "Gather units" >> beam.ParDo(Gather(settings, last=False)).with_outputs(UNITS, KEPT, main="told")
    )
    again = (
        first[UNITS] | "Spread units again" >> beam.Reshuffle() | "Split units again" >> beam.ParDo(SplitUnit(settings))
    )
    last = (
        (again, first[KEPT])
        | "All pieces" >> beam.Flatten()
        | "Pieces by drop" >> beam.GroupByKey()
        | "Gather all" >> beam.ParDo(Gather(settings, last=True)).with_outputs(UNITS, KEPT, main="told")
    )
    told = (small, cut.told, first.told, last.told, read[EXPECTED]) | "All told" >> beam.Flatten()
    _ = told | "Told by drop" >> beam.GroupByKey() | "Each drop once" >> beam.ParDo(AssertEachOnce())
