/** A text as a pattern that matches just it; every character that means something in a pattern is escaped. */
export function literal(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
}
