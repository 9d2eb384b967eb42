import { inBoth } from '../../ui/i18n.ts'

export const words = inBoth('paper', {
  zh: {
    print: '打印',
    preview: '打印预览',
    pdf: 'PDF（{language}）',
    download: '下载 PDF',
    language: '语言',
    zh: '中文',
    en: '英文',
    both: '中英对照',
  },
  en: {
    print: 'Print',
    preview: 'Print preview',
    pdf: 'PDF ({language})',
    download: 'Download PDF',
    language: 'Language',
    zh: 'Chinese',
    en: 'English',
    both: 'Chinese and English',
  },
})
