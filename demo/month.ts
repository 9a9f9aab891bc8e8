import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawPlots } from "../lakehouse/cli/draw-plots.ts";
import { pageHtml } from "../lakehouse/run/page/page.ts";
import type { PageState } from "../lakehouse/run/page/state.ts";
import { pageState } from "../lakehouse/run/page-state.ts";
import { readYears } from "../lakehouse/run/plot/read.ts";
import { dateOf, momentOf } from "./calendar.ts";
import { checkAll } from "./check/checks.ts";
import type { PingSettings } from "./data/ping-rows.ts";
import { makeFiles, type SentFiles } from "./data/sent.ts";
import { openStage, type Stage } from "./stage.ts";
import { agendaOf } from "./story/agenda.ts";
import type { StoryEvent } from "./story/event.ts";
import type { Plot } from "./story/plot.ts";
import { type Summary, sumsOf } from "./summary.ts";

export interface MonthOptions {
  /** Where the producers' files are made, and kept from run to run. */
  readonly landing: string;
  /** Made new. */
  readonly out: string;
  readonly contracts: string;
  readonly plot: Plot;
  readonly pings: PingSettings;
  /** How a person writes `out` in a command. */
  readonly shown: string;
  onEvent(event: StoryEvent): void;
  /** What is being done before and after the story. */
  onProgress(doing: string): void;
  /** What time it is in the story. */
  onMoment(moment: string): void;
}

/** Plays the whole story in an empty lake and leaves everything that it came to in `out`. */
export async function playMonth(options: MonthOptions): Promise<Summary> {
  const { landing, out, contracts, plot, pings, shown, onProgress } = options;
  const started = performance.now();
  const lake = join(out, "lake");
  await rm(out, { recursive: true, force: true });
  await mkdir(lake, { recursive: true });
  onProgress("making the files that producers send");
  const files = await makeFiles({ landing, sent: join(out, "sent") }, plot, pings);
  const flags = lakeFlag(shown);
  const stage = await openStage({ lake, contracts, starts: momentOf(1, "08:00"), edition: "1.0.0", flags });
  try {
    await stage.deploy("1.0.0");
    const events = await playAll(stage, files, options);
    onProgress("writing page and tables, and counting everything again");
    const state = await leave(stage, options);
    const warehouse = join(out, "warehouse.duckdb");
    const invariants = await checkAll({ stage, plot, files, state, events, warehouse, mails: join(out, "mail") });
    const summary: Summary = {
      format: "sluice/demo-summary/1",
      seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
      days: { first: dateOf(1), last: dateOf(plot.days) },
      ...sumsOf(state),
      mails: state.mails.filter(({ state: sent }) => sent === "SENT").length,
      events,
      invariants,
    };
    await writeFile(join(out, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  } finally {
    await stage.close();
  }
}

async function playAll(
  stage: Stage,
  files: SentFiles,
  { plot, onEvent, onMoment }: MonthOptions,
): Promise<StoryEvent[]> {
  const events: StoryEvent[] = [];
  const tell = (told: Omit<StoryEvent, "at">) => {
    const event = { at: stage.clock.now(), ...told };
    events.push(event);
    onEvent(event);
  };
  for (const act of agendaOf(plot)) {
    onMoment(act.at);
    stage.clock.putOn(act.at);
    await act.play({ stage, plot, files, tell });
  }
  return events;
}

function lakeFlag(shown: string): string {
  return ` --lake ${shown}/lake`;
}

/** What `sluice plot airport_anomalies` draws; false: nothing is there to draw. */
async function drawAll({ tools, planOf }: Pick<Stage, "tools" | "planOf">, out: string): Promise<boolean> {
  const plan = planOf("airport_anomalies");
  const years = (await readYears(tools, plan)) ?? [];
  return (await drawPlots(tools, plan, { years, isWanted: () => true, out })).written > 0;
}

/** Page, pictures, mails, and a copy of the tables. */
async function leave({ laptop, tools, clock, planOf }: Stage, { out, shown }: MonthOptions): Promise<PageState> {
  const mails = join(out, "mail");
  await cp(join(out, "lake/mail"), mails, { recursive: true });
  const written = new Set(await readdir(mails));
  await laptop.exportWarehouse(join(out, "warehouse.duckdb"));
  const drawn = await drawAll({ tools, planOf }, join(out, "plots"));
  const sources = {
    ...tools,
    title: "A month in a lakehouse",
    environment: laptop.place.id,
    madeAt: clock.now(),
    flags: lakeFlag(shown),
    mailFile: ({ sentAs }: { readonly sentAs: string | null }) =>
      sentAs && written.has(sentAs) ? `mail/${sentAs}` : null,
    plotFile: (path: string) => (drawn ? `plots/${path}` : null),
  };
  const state = await pageState(sources, ["flights", "device_pings", "airport_days", "airport_anomalies"].map(planOf));
  await writeFile(join(out, "report.html"), await pageHtml(state));
  return state;
}
