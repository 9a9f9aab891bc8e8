/**
 * Settings of the child's DuckDB, in this order: afterwards nothing outside `{box}` can be read or written and no
 * setting can be changed. Spilling stays possible, inside the box and bounded.
 */
export const SESSION = [
  "SET TimeZone = 'UTC'",
  "SET threads = 1",
  "SET memory_limit = {memory}",
  "SET preserve_insertion_order = false",
  // One list: a second SET would replace it. The first two believe a Parquet file's min, max and null counts: a file that
  // lies there would pass every rule, or change its values. The third lifts a shared part of two expressions out of
  // try(…), where it throws after all.
  "SET disabled_optimizers = 'statistics_propagation,compressed_materialization,common_subexpressions'",
  "SET allow_community_extensions = false",
  "SET allow_persistent_secrets = false",
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET temp_directory = {spill}",
  "SET max_temp_directory_size = '8GiB'",
  "SET allowed_directories = [{box}]",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
] as const;
