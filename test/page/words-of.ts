const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a reader reads, one line for each row or paragraph; of a picture what is read instead of it. */
export function wordsOf(html: string): string {
  return html
    .replaceAll(/<style>.*?<\/style>/gs, "")
    .replaceAll(/<svg[^>]*aria-hidden.*?<\/svg>/gs, "")
    .replaceAll(/<svg.*?<title>(.*?)<\/title><desc>(.*?)<\/desc>.*?<\/svg>/gs, "<p>[picture: $1. $2]</p>")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/<\/t[dh]> ?(?=<t[dh])/g, " | ")
    .replaceAll(/<\/(?:dt|dd|span|figcaption|a)>/g, "$& ")
    .replaceAll(
      /<\/?(?:p|h\d|tr|li|ul|dl|div|section|figure|article|summary|pre|nav|title|br|main|header|footer)\b[^>]*>/g,
      "\n",
    )
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "")
    .split("\n")
    .map((line) => line.replaceAll(/ +/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
