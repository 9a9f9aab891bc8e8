// What a contract's own SQL may call: DuckDB functions that are pure, the same in every session, bounded in
// what they can allocate, and do not throw on odd values (which would lose the whole drop). docs/rules.md prints this
// list. A list of names, not of exceptions: new versions of DuckDB add functions.

const words = (text: string): string[] => text.trim().split(/\s+/);

/** For a boolean over one row. Operators are functions too. */
export const ROW_FUNCTIONS: ReadonlySet<string> = new Set(
  words(`
  + - * / // % & | << >> || ~~ !~~ ~~* !~~* ^@
  abs sign ceil ceiling floor round trunc sqrt cbrt pow power exp ln log log2 log10 mod fmod pi sin cos tan asin acos atan
  atan2 radians degrees greatest least isnan isinf isfinite gcd lcm bit_count xor nullif
  length len strlen char_length character_length octet_length lower upper trim ltrim rtrim left right substring substr
  strpos instr position contains starts_with prefix ends_with suffix replace translate reverse concat concat_ws
  split_part string_split ascii unicode chr levenshtein strip_accents nfc_normalize md5 sha1 sha256 hex to_hex to_base64
  regexp_matches regexp_full_match regexp_extract regexp_replace
  date_part datepart date_trunc datetrunc date_diff datediff date_sub date_add year month day hour minute second
  millisecond microsecond quarter week dayofweek isodow dayofmonth dayofyear isoyear epoch epoch_us dayname monthname
  last_day make_date make_timestamp strftime try_strptime timezone
  to_days to_hours to_minutes to_seconds to_milliseconds to_microseconds to_weeks to_months to_years
  list_value array_length list_contains list_has array_contains array_has list_has_all list_has_any array_has_all
  array_has_any list_position list_indexof list_extract array_extract list_slice array_slice list_filter array_filter
  list_transform array_transform list_apply list_distinct list_unique list_sum list_avg list_min list_max list_bool_and
  list_bool_or list_concat flatten struct_extract struct_pack row map_keys map_values map_contains cardinality
  json_valid json_type json_array_length json_extract json_extract_string json_exists ->>
  `),
);

/** Besides those above, for a query over all good rows of a drop. */
export const QUERY_FUNCTIONS: ReadonlySet<string> = new Set(
  words(`
  count count_star count_if countif sum avg mean min max median mode any_value first last bool_and bool_or bit_and bit_or
  bit_xor product fsum kahan_sum favg stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_samp covar_pop
  skewness kurtosis entropy quantile quantile_cont quantile_disc approx_count_distinct approx_quantile arg_min arg_max
  min_by max_by regr_slope regr_intercept regr_r2
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  `),
);

/** Keywords that the parser gives as columns; each differs from run to run. */
export const SESSION_VALUES: ReadonlySet<string> = new Set(
  words(`
  current_date current_time current_timestamp localtime localtimestamp current_user current_role session_user user
  current_catalog current_schema current_database
  `),
);
