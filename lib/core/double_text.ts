/** A double as DuckDB prints it: shortest digits that read back, always a point or an exponent. */
export function doubleText(value: number): string {
  if (Number.isInteger(value)) {
    if (Object.is(value, -0)) return "-0.0";
    if (Math.abs(value) < 1e15) return `${value}.0`;
    return exponentText(value);
  }
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const magnitude = Math.abs(value);
  if (magnitude < 1e-4) return exponentText(value);
  return String(value);
}

function exponentText(value: number): string {
  const [digits, exponent] = value.toExponential().split("e") as [
    string,
    string,
  ];
  if (value !== 0 && Math.abs(value) >= 1e15 && Math.abs(value) < 1e16) {
    return `${BigInt(value)}.0`;
  }
  const sign = exponent[0]!;
  return `${digits}e${sign}${exponent.slice(1).padStart(2, "0")}`;
}
