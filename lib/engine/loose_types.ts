import type { Field, FieldType } from "../core/mod.ts";

/** What a column without a value may be beside text: of no type, which most functions take, or a moment. */
const TYPES: readonly FieldType[] = ["NULL", "TIMESTAMP"];
/** Of so many columns every mix of types is tried. */
const MIXED = 4;

/**
 * Finds types with which a query binds that does not take columns without a
 * value as text, such as `sum(x)` (V2). As many as can stay text.
 *
 * @param fields The columns.
 * @param untyped Places of those without a value.
 * @param isNamed Whether the query names a column.
 * @param binds Whether the query binds over columns of these types.
 * @returns `null` where none does.
 */
export async function looseTypes(
  fields: readonly Field[],
  untyped: readonly number[],
  isNamed: (field: Field) => boolean,
  binds: (fields: readonly Field[]) => Promise<boolean>,
): Promise<readonly Field[] | null> {
  const named = untyped.filter((at) => isNamed(fields[at]!));
  for (const types of [...mixes(named), ...alike(untyped)]) {
    const typed = fields.map(({ name, type }, at): Field => ({
      name,
      type: types.get(at) ?? type,
    }));
    if (await binds(typed)) return typed;
  }
  return null;
}

type Types = ReadonlyMap<number, FieldType>;

/** Every mix of types but text alone, those with the most text first. */
function mixes(places: readonly number[]): Types[] {
  if (places.length > MIXED) return alike(places);
  let found: Types[] = [new Map()];
  for (const at of places) {
    found = found.flatMap((types) => [
      types,
      ...TYPES.map((type) => new Map([...types, [at, type]])),
    ]);
  }
  return found.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
}

/** One column or all of them, of one type. */
function alike(places: readonly number[]): Types[] {
  const all = TYPES.map((type) => new Map(places.map((at) => [at, type])));
  const one = places.flatMap((at) =>
    TYPES.map((type) => new Map([[at, type]]))
  );
  return places.length === 0 ? [] : [...one, ...all];
}
