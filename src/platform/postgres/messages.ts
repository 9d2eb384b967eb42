/** The protocol's messages around a statement, made once for each role: they are the same bytes every time. */
const openings = new Map<string, Buffer>()

/** BEGIN, the role, and what else holds for this transaction only. */
export function opening(lines: string[]): Buffer {
  const key = lines.join(';')
  let bytes = openings.get(key)
  if (!bytes) {
    if (openings.size > 5000) openings.clear()
    openings.set(key, (bytes = Buffer.concat(lines.map(unnamed))))
  }
  return bytes
}

/** Parse, Bind and Execute of a statement without a name and values. */
function unnamed(text: string): Buffer {
  const bind = Buffer.alloc(8) // no portal's name, no statement's, no formats, no values, no formats of results
  const execute = Buffer.alloc(5) // no portal's name, all rows
  return Buffer.concat([message('P', Buffer.from(`\0${text}\0\0\0`)), message('B', bind), message('E', execute)])
}

function message(code: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(code)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** The end of a message: here PostgreSQL answers. */
export const sync = message('S', Buffer.alloc(0))
export const committing = Buffer.concat([unnamed('commit'), sync])
