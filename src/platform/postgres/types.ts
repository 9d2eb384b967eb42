import pg from 'pg'

/**
 * How answers are read: text stays text unless JavaScript says the same thing exactly. bool, int2, int4 and floats become values;
 * int8, numeric, date, timestamptz, uuid, json and jsonb stay strings (a Date for each time costs a third of a query, a float loses money).
 */
export const types: pg.CustomTypesConfig = { getTypeParser: pick }

const { builtins } = pg.types
const asText = new Set<number>([builtins.INT8, builtins.NUMERIC, builtins.DATE, builtins.TIME, builtins.TIMETZ, builtins.TIMESTAMP])
for (const oid of [builtins.TIMESTAMPTZ, builtins.INTERVAL, builtins.JSON, builtins.JSONB, builtins.UUID]) asText.add(oid)

/** int8[], numeric[], date[], timestamp[], timestamptz[], interval[], json[], jsonb[] */
const asTexts = new Set<number>([1016, 1231, 1182, 1115, 1185, 1187, 199, 3807])
const textArray: number = 1009

const same = (value: string) => value

function pick(oid: number, format?: 'text' | 'binary'): ReturnType<typeof pg.types.getTypeParser> {
  if (asText.has(oid)) return same
  if (asTexts.has(oid)) return pg.types.getTypeParser(textArray, format ?? 'text')
  return pg.types.getTypeParser(oid, format ?? 'text')
}
