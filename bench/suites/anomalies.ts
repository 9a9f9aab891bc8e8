import { forestJudges } from "../anomalies/forest.ts";
import { injectAndDetect, SEED } from "../anomalies/inject.ts";
import { type Quality, qualityOf } from "../anomalies/judge.ts";
import { markdownTable } from "../markdown.ts";
import type { Suite } from "../suite.ts";
import { findPython } from "../uv.ts";

export const suite: Suite = {
  about:
    "spoilt days that `airport_anomalies` finds, beside scikit-learn's IsolationForest, which the time is held against",
  takesMillions: false,
  cases: () => [
    {
      name: "anomalies",
      rows: 3_000_000,
      run: async (say) => {
        say("fetching scikit-learn");
        const python = await findPython("anomalies", "bench-anomalies-venv", "scikit-learn");
        if ("skipped" in python) return python;
        say("spoiling days, and looking for them");
        const { days, sluice, seconds } = await injectAndDetect();
        say("asking the forests");
        const late = await forestJudges(python.path, days, ["delay"]);
        const both = await forestJudges(python.path, days, ["delay", "flights"]);
        const spoilt = days.filter(({ injected }) => injected !== null).length;
        const found = [
          ["airport_anomalies", qualityOf(days, sluice)],
          ["IsolationForest(.05), delay only", qualityOf(days, late.judgements)],
          ["IsolationForest(.05), delay and flights", qualityOf(days, both.judgements)],
        ] as const;
        const heading = `${spoilt} of ${days.length} airport days spoilt, seed ${SEED}`;
        return {
          seconds,
          cpu_seconds: null,
          rss_mb: null,
          baseline_seconds: both.run.seconds,
          told: `${heading}\n\n${markdownTable(COLUMNS, found.map(cells))}`,
        };
      },
    },
  ],
};

const COLUMNS = [
  { title: "detector" },
  ...["flagged", "recall", "of late days", "of empty days", "precision", "recall at 5 % flagged"].map((title) => ({
    title,
    align: "right" as const,
  })),
];

function cells([name, quality]: readonly [string, Quality]): string[] {
  const { flagged, recall, delayRecall, volumeRecall, precision, recallAtFive } = quality;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    name,
    percent(flagged),
    ...[recall, delayRecall, volumeRecall, precision, recallAtFive].map((one) => one.toFixed(2)),
  ];
}
