// What Google Cloud takes as labels: https://cloud.google.com/compute/docs/labeling-resources. It takes letters of other
// scripts too, which tools that read the bill do not.

export const LABEL_KEY = /^[a-z][a-z0-9_-]{0,62}$/;
export const LABEL_VALUE = /^[a-z0-9_-]{0,63}$/;
const AT_MOST = 63;
/** Google's own begin so, and a job's is refused. */
const RESERVED = /^goog/;

export function labelProblems(labels: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(labels);
  const cure = `lower-case letters, digits, _ and -, at most ${AT_MOST}`;
  return [
    ...entries
      .filter(([key]) => !LABEL_KEY.test(key))
      .map(([key]) => `label ${key}: no key → write ${cure}, a letter first`),
    ...entries
      .filter(([key]) => RESERVED.test(key))
      .map(([key]) => `label ${key}: goog… is Google's → name it otherwise`),
    ...entries
      .filter(([, value]) => !LABEL_VALUE.test(value))
      .map(([key, value]) => `label ${key}: ${JSON.stringify(value)} is no value → write ${cure}`),
  ];
}
