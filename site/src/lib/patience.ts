/** Seconds to wait before the n-th question (from 0): often at first, since most answers come at once; then rarely. */
export function pauseBefore(question: number): number {
  return [2, 2, 3, 5, 8, 13][question] ?? 20;
}
