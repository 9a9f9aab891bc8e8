import { metadataService } from "./metadata.ts";
import { type Surroundings, serve } from "./serve.ts";

/** Google's libraries of this process work as the account until the returned function is called. */
export async function actAs(email: string, project: string, around: Surroundings): Promise<() => Promise<void>> {
  const serving = await serve(metadataService(project, email, around.now), around);
  const former = process.env.GCE_METADATA_HOST;
  process.env.GCE_METADATA_HOST = `127.0.0.1:${serving.port}`;
  return async () => {
    if (former === undefined) delete process.env.GCE_METADATA_HOST;
    else process.env.GCE_METADATA_HOST = former;
    await serving.close();
  };
}
