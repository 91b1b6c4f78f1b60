/** No longer than a sentence bears. */
export function clip(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
