import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Fleet, MEGABYTES_PER_VCPU_SECOND, sizeJob } from "../../../lakehouse/plan/dataflow/sizing.ts";

const FREE: Fleet = { most: 64, workers: "scaled" };
const CAPPED: Fleet = { most: 4, workers: "fixed" };

test("a small drop takes one worker, whatever the environment allows", () => {
  expect(sizeJob(1_000, null, FREE)).toMatchObject({ workers: 1, maxWorkers: 64, flexRs: false, inTime: true });
  expect(sizeJob(1_000, null, CAPPED)).toMatchObject({ workers: 1, maxWorkers: 1 });
});

test("a cap is never exceeded, and a missed promise is said", () => {
  const job = sizeJob(10e12, 1, CAPPED);
  expect(job).toMatchObject({ workers: 4, maxWorkers: 4, autoscaling: "AUTOSCALING_ALGORITHM_NONE", inTime: false });
  expect(job.minutes.work).toBeCloseTo(10e12 / 1e6 / MEGABYTES_PER_VCPU_SECOND / 16 / 60);
});

test("without a cap there are as many workers as the promise needs, with room for a second attempt", () => {
  const job = sizeJob(10e12, 3, FREE);
  expect(job).toMatchObject({ autoscaling: "AUTOSCALING_ALGORITHM_BASIC", inTime: true });
  expect(2 * (job.minutes.start + job.minutes.work)).toBeLessThan(3 * 60);
});

test("FlexRS only where a promise leaves its six hours of waiting", () => {
  expect(sizeJob(1e12, null, FREE).flexRs).toBe(false);
  expect(sizeJob(1e12, 12, FREE).flexRs).toBe(false);
  const patient = sizeJob(1e12, 24, FREE);
  expect(patient.flexRs).toBe(true);
  expect(patient.inTime).toBe(true);
});

test("more workers are better than no FlexRS", () => {
  const job = sizeJob(10e12, 24, FREE);
  expect(job.flexRs).toBe(true);
  expect(job.workers).toBeGreaterThan(sizeJob(10e12, 15, FREE).workers / 2);
  expect(360 + job.minutes.start + job.minutes.work).toBeLessThanOrEqual(0.4 * 24 * 60);
});

test("FlexRS is cheaper by its own price alone", () => {
  const [patient, usual] = [sizeJob(1e12, 24, CAPPED), sizeJob(1e12, 15, CAPPED)];
  expect([patient.flexRs, usual.flexRs]).toEqual([true, false]);
  expect(patient.workers).toBeLessThanOrEqual(usual.workers);
  expect(patient.cost).toBeLessThan(usual.cost);
});

test("more bytes never take fewer workers or less money, scheduled alike", () => {
  const bytes = fc.integer({ min: 1, max: 1e15 });
  const hours = fc.option(fc.integer({ min: 1, max: 72 }));
  fc.assert(
    fc.property(bytes, bytes, hours, fc.integer({ min: 1, max: 1_000 }), (a, b, promise, most) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((size) =>
        sizeJob(size, promise, { most, workers: "fixed" }),
      );
      if (!less || !more) throw new Error("two sizes were asked for");
      expect(more.workers).toBeLessThanOrEqual(most);
      // Where the larger one has no time to wait for FlexRS, it may take fewer workers, for more money each.
      expect(less.flexRs || !more.flexRs).toBe(true);
      if (less.flexRs !== more.flexRs) return;
      expect(more.workers).toBeGreaterThanOrEqual(less.workers);
      expect(more.cost).toBeGreaterThanOrEqual(less.cost * 0.999);
    }),
  );
});
