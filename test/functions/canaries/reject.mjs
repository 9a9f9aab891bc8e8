// Loaded into a function's process: at a signal something is rejected that nobody catches, with all that clients hang on
// their errors.
const { CANARY_KEY, CANARY_TOKEN, DATABASE_URL } = process.env;

process.on("SIGUSR2", () => {
  const config = { headers: { authorization: `Bearer ${CANARY_TOKEN}` }, url: `https://host/?key=${CANARY_KEY}` };
  const cause = new Error(`POST ${config.url} with Authorization: Bearer ${CANARY_TOKEN}`);
  void Promise.reject(Object.assign(new Error(`no way to ${DATABASE_URL}, key ${CANARY_KEY}`, { cause }), { config }));
});
