/**
 * The service counts Unicode code points; JavaScript strings count UTF-16 units.
 * A character outside the Basic Multilingual Plane is one of the first and two
 * of the second, so every offset has to be converted before slicing.
 */
export class Offsets {
  /** @param {string} text */
  constructor(text) {
    /** Code-point positions of the characters that take two units. */
    this.wide = [];
    let points = 0;
    for (const char of text) {
      if (char.length === 2) this.wide.push(points);
      points += 1;
    }
    /** Length of the text in code points. */
    this.points = points;
  }

  /**
   * @param {number} point code-point offset
   * @returns {number} UTF-16 offset
   */
  toUnits(point) {
    return point + countBelow(this.wide, (wide) => wide < point);
  }

  /**
   * @param {number} unit UTF-16 offset
   * @returns {number} code-point offset; inside a pair, that of the pair's character
   */
  toPoints(unit) {
    const pairs = countBelow(this.wide, (wide, before) => wide + before < unit);
    return unit - pairs;
  }
}

/** Binary search: how many leading entries satisfy `below`. */
function countBelow(sorted, below) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below(sorted[middle], middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
