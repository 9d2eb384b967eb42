/** A PDF as a reader sees it: the text of each page, in the order it stands there. */
import { extractText, getDocumentProxy } from 'unpdf'

export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false })
  return text
}

/** Without the white space that setting lines makes. */
export const bare = (text: string): string => text.replace(/[\s\u200b]+/g, '')
