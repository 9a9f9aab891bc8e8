import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** An engine in memory, to which the file at `path` is attached while there is work. */
export async function connect(
  path: string,
  memoryMb: number,
): Promise<{ readonly connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryMb}MiB`,
    temp_directory: `${path}.tmp`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
}
