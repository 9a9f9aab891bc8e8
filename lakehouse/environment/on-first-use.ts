/** Methods of a port; its other members are plain values. */
type Calls<Port> = {
  [Name in keyof Port as Port[Name] extends (...given: never[]) => Promise<unknown> ? Name : never]: Port[Name];
};

/**
 * A port whose adapter is loaded by the first call: a function that never mails never reads a mail client from the disk,
 * which a cold start would wait for. All methods are named, so that a port that grows is not forgotten here.
 */
export function onFirstUse<Port extends object>(
  methods: Readonly<Record<keyof Calls<Port>, true>>,
  load: () => Promise<Port>,
): Calls<Port> {
  let loaded: Promise<Port> | null = null;
  const loadOnce = (): Promise<Port> => {
    loaded ??= load().catch((error: unknown) => {
      loaded = null; // the next call may find what this one missed
      throw error;
    });
    return loaded;
  };
  const call =
    (name: string) =>
    async (...given: unknown[]): Promise<unknown> => {
      const port = (await loadOnce()) as Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;
      return port[name]?.(...given);
    };
  return Object.fromEntries(Object.keys(methods).map((name) => [name, call(name)])) as Calls<Port>;
}
