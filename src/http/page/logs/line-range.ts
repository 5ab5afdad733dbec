/** Neighbouring lines by their ids, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}
