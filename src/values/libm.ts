/**
 * The C mathematical library where JavaScript's differs in its special cases or is less exact.
 */

/** C's pow: 1 to any power and anything to the power 0 are 1, NaN or not. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (x === -1 && (y === Infinity || y === -Infinity)) return 1
  if (y === 2) return x * x
  if (y === 0.5 && x >= 0) return Math.sqrt(x)
  return x ** y
}
