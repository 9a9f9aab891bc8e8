// What is left of a message that came from elsewhere: the other host must leave the same.

import { refusalOf, wordsOf } from "../../../lakehouse/engine/child/refusal.ts";
import { redact } from "../../../lakehouse/plan/words-redact.ts";

const MESSAGES = [
  "Out of Memory Error: failed to allocate data of size 1.0 GiB (200.0 MiB/256.0 MiB used)",
  "Invalid Input Error: File '/box/drop.parquet' is encrypted, but 'encryption_config' was not set",
  'Invalid Input Error: Invalid string encoding found in Parquet file: value "\\xFF" is not valid UTF8!',
  "Not implemented Error: Unsupported compression codec 17",
  "Invalid Error: BYTE_STREAM_SPLIT encoding is only supported for FLOAT or DOUBLE data",
  "Conversion Error: Could not convert string 'Ann O''Neill' to INT32\n\nLINE 1: SELECT 'Ann'\n  ^",
  "Conversion Error: Could not convert string 'x' to INT32\nLINE 1: SELECT 'x'",
  "Mismatch Type Error: Type BLOB with value abc can't be cast to the destination type",
  "Binder Error: STRUCT to STRUCT cast must have at least one matching member",
  "Not implemented Error: STRUCT to STRUCT cast must have at least one matching member",
  'IO Error: Cannot open file "/box/drop.parquet": No such file or directory',
  "INTERNAL Error: Attempted to access index 5 within vector of size 3",
  "FATAL Error: Failed: database has been invalidated because of a previous fatal error",
  "TProtocolException: Invalid data",
  "Permission Error: Cannot access file",
  "Catalog Error: Table with name nope does not exist",
  "Error: something that is none of the engine's",
  "Invalid Input Error: Malformed JSON at byte 3, overflow: 12345678901234567890 in column n",
  "Invalid Input Error: Bad double value: 12x",
  "Invalid Input Error: the value of type INTEGER, and the value of secret123 too",
  "Invalid Input Error: write to ann.o'neill+x@mail.example.org or björk@tónlist.example.is, token=abcdef, +44 20 7946 0958",
  "Invalid Input Error: card 4111 1111 1111 1111, no card 4111 1111 1111 1112, IBAN DE89 3704 0044 0532 0130 00",
  "Invalid Input Error: Bearer abcdefghijkl, https://ann:secret@example.org/path, 0123456789abcdef0123456789abcdef01234567",
  "Invalid Input Error: AKIAIOSFODNN7EXAMPLE eyJhbGciOi.eyJzdWIiOiIx.c2ln -----BEGIN PRIVATE KEY----- MIIE",
  "Invalid Input Error: an apostrophe isn't a quote, 'this is', `that too`, `sluice ledger resume` stays, \"open",
  "Invalid Input Error: \u2028 line\u00a0spaces\u3000and \ufeff marks \u0085 next \u001c separators",
  `Invalid Input Error: ${"long 😀 ".repeat(60)}`,
  `Invalid Input Error: ${"x".repeat(279)}😀`,
  "Invalid Input Error: first\n \t\nsecond paragraph 'with' values",
];

/** Values of rows and names of columns come with whatever characters there are. */
const VALUES = [
  "password:\u00a0hunter2 and pwd = 'two words', secret: (secret removed)",
  "Bearer\nabcdefgh1 Basic\u2003dXNlcjpwYXNz basic\ufeffdXNlcjpwYXNz basic\u0085dXNlcjpwYXNz",
  "ann_lee@example.org\u2028Ⅷ٣@bücher.example, a@b, @example.org, 名前@例え.テスト",
  "https://us\u0085er:pass\u001cword@host https://us\u2003er:password@host",
  "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest",
  "token=ſecret; ſecret=token; TOKEN=x",
  "4111111111111111 4111-1111-1111-1111 5500 0000 0000 0004 9111111111111111 ٤111111111111111",
  "\ud83d lone half, password=\ude00x",
];

export function wordVectors(): object {
  return {
    refusals: MESSAGES.map((text) => [text, refusalOf(text)]),
    redacted: VALUES.map((text) => [text, redact(text)]),
    words: MESSAGES.map((text) => [text, wordsOf(text)]),
  };
}
