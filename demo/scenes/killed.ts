import { lastPublication } from "../../lakehouse/ledger/log.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { resumeOpen } from "../../lakehouse/run/reconcile.ts";
import { grouped, rowsOf } from "../../lakehouse/run/view/numbers.ts";
import { momentOf } from "../calendar.ts";
import type { Stage } from "../stage.ts";
import { dailyWords } from "../story/morning-lines.ts";
import type { Act, Play } from "../story/play.ts";
import { publishedRows } from "../story/published.ts";
import { tellMails } from "./mails.ts";
import { filesOf, morningOf } from "./mornings.ts";
import { runAndKill } from "./run-and-kill.ts";

const PINGS = "device_pings";

/** A morning whose worker dies half-way, by a real SIGKILL. */
export function killedMorning(day: number): Act {
  return {
    at: morningOf(day),
    play: async (play) => {
      const { stage, tell } = play;
      const sent = filesOf(play.files, play.plot, day);
      const { lake, contracts } = stage;
      const killed = await runAndKill({
        stage: { lake, contracts, starts: stage.clock.now(), edition: stage.edition() },
        sent,
      });
      const left = await lookAt(stage);
      tell({
        kind: "SIGKILL",
        dataset: PINGS,
        what: `the worker of this morning (process ${killed.pid}) is killed in the middle of publication ${left.number}`,
        did: `the log says ${left.state}: ${rowsOf(left.staged)} lie in a staging table, ${grouped(left.inTable)} in the table`,
        figures: { staged: left.staged, inTable: left.inTable },
        asPlanned: killed.signal === "SIGKILL" && left.state === "PLANNED" && left.staged > 0 && left.inTable === 0,
      });
      // Somebody else comes by, later than any claim of the dead worker lasts.
      stage.clock.putOn(momentOf(day + 1, "05:50"));
      await resume(play, left.number);
    },
  };
}

async function resume(play: Play, number: number): Promise<void> {
  const { stage, tell } = play;
  for (const dataset of ["flights", PINGS]) {
    for (const { fault } of (await resumeOpen(stage.tools, dataset)).faults) throw fault;
  }
  const followed = await stage.publish();
  const loaded = publishedRows(followed, PINGS)?.loaded ?? 0;
  const after = await lookAt(stage);
  tell({
    kind: "resumed",
    dataset: PINGS,
    what: `another worker comes by and finds publication ${number} unfinished`,
    did: `it goes on with the same job ids: ${rowsOf(loaded)} loaded, each once`,
    figures: { loaded, inTable: after.inTable },
    asPlanned: after.number === number && after.state === "DONE" && loaded > 0 && after.inTable === loaded,
  });
  await tellWholeMorning(play, loaded);
  tellMails(play, followed);
}

/** Flights and airports were published by the worker that is dead. */
async function tellWholeMorning({ stage, tell }: Play, pings: number): Promise<void> {
  const loadedOf = async (dataset: string) =>
    (await lastPublication(stage.tools.objects, dataset))?.value.counts?.loaded ?? 0;
  const [flights, airports] = [await loadedOf("flights"), await loadedOf("airport_days")];
  const figures = { flights, device_pings: pings, airport_days: airports };
  tell({ kind: "daily", dataset: null, what: dailyWords(figures), did: null, figures, asPlanned: true });
}

/** How far the last publication of the pings is: by the log, and by counting in the warehouse. */
async function lookAt({ tools, laptop }: Stage) {
  const last = (await lastPublication(tools.objects, PINGS))?.value;
  if (!last) throw new Error("no pings were ever published");
  const count = async (table: string, where: string) => {
    const [row] = await laptop.warehouse.query(`SELECT count(*) AS n FROM ${table} WHERE ${where}`);
    return Number(row?.n);
  };
  const staging = `local_staging_${PINGS}`;
  const staged = await Promise.all(
    (await laptop.warehouse.tables(staging)).map((table) => count(`${staging}.${table}`, "true")),
  );
  const drops = last.drops.map(({ key }) => quoteText(key)).join(", ");
  return {
    number: last.number,
    state: last.state,
    staged: Math.max(0, ...staged),
    inTable: await count("local_consumption.device_pings_v1", `sluice_drop IN (${drops})`),
  };
}
