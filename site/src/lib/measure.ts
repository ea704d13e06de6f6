/** How a text fills the room that a search result has for it. Characters are counted as a reader counts them. */
export type Room = "empty" | "short" | "fits" | "long";

export interface Bounds {
  least: number;
  most: number;
}

export function length(text: string): number {
  return [...text.trim()].length;
}

export function room(text: string, { least, most }: Bounds): Room {
  const count = length(text);
  if (count === 0) {
    return "empty";
  }
  if (count < least) {
    return "short";
  }
  return count > most ? "long" : "fits";
}
