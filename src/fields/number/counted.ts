/** 5台, 50 人: the thing counted says nothing new. */
export const counted = /^([\s\S]*[\d０-９万亿])\s*[个台件套人名吨米只箱次天年月日张份支条块瓶包批项家位]$/
