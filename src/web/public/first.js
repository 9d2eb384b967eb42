// Before the first paint: the colours and the language a person chose, so that nothing flashes.
try {
  const theme = localStorage.getItem('guanxi.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  const language = localStorage.getItem('guanxi.language')
  if (language) document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
} catch {
  // Storage may be forbidden; the system's choice stands.
}
