import { runManifest } from "../../run/host.ts";
import { dropLine } from "../../run/view/drops.ts";
import { styled, text } from "../../run/view/text.ts";
import { command } from "../command.ts";
import { exit } from "../exit.ts";
import { workInLake } from "../lake.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "host",
  topic: "For machines",
  summary: "what the launcher starts: splits the drops of a manifest, a report each",
  help: `
Large drops go to a launched host: a Dataflow job in the cloud, on a laptop a process of this command. It reads its
manifest from the ledger, splits the drops named there by the plan named there, and writes one report each. It changes
no entry and publishes nothing: whoever launched it, or \`sluice reconcile\`, goes on from the reports. Drops that have
their report already are left alone. You need not start it yourself, but may.

  $ sluice run drops/ --launch-above 1000000      launches one for the larger drops of each dataset, and waits for it
  $ sluice host ledger/flights/jobs/sluice-flights-0123456789abcdef01234567.json

Exits 0, 2 where there is no such manifest, 3 for a fault, also of a single drop: the others have their reports.`,
  arguments: [{ name: "MANIFEST", meaning: "the manifest's object name", required: true, many: false }],
  flags: {
    workers: { kind: "count", value: "N", meaning: "child processes at a time (default: one a core)", least: 1 },
  },
  run(context) {
    const { args, flags, output } = context;
    const [name = ""] = args;
    return workInLake(context, { workers: flags.workers }, async ({ objects, clock, token, engine }, children) => {
      if (!/^ledger\/[^/]+\/jobs\/[^/]+\.json$/.test(name) || !(await objects.stat(name))) {
        const cure = "name an object such as ledger/flights/jobs/….json of this lake";
        throw wrongUse("no-manifest", `there is no manifest ${name}`, cure);
      }
      const reports = await runManifest({ objects, clock, engine: children, token }, name, {
        most: engine.workers + 1, // one more than children, so that none waits for files to be moved
        onFault: (drop, fault) => output.note(text`${styled("bad", "fault")} ${drop.name}: ${String(fault)}`),
      });
      output.value({ reports });
      output.print(
        reports.map((report) => {
          const { drop, dataset } = report;
          return dropLine({ shown: drop.name, dataset, entry: null, report, alreadyDone: false });
        }),
      );
      return exit.good;
    });
  },
});
