/**
 * Settings of the child's DuckDB, in this order: afterwards nothing outside `{box}` can be read or written and no
 * setting can be changed. Spilling stays possible, inside the box and bounded.
 */
export const SESSION = [
  "SET TimeZone = 'UTC'",
  "SET threads = 1",
  "SET memory_limit = {memory}",
  "SET preserve_insertion_order = false",
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET temp_directory = {spill}",
  "SET max_temp_directory_size = '8GiB'",
  "SET allowed_directories = [{box}]",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
] as const;
