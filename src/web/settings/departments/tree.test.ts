import { expect, test } from 'vitest'
import { walk, within, type Node } from './tree.ts'

const nodes: Node[] = [
  { id: 'e', name: '华东组', parent: 's' },
  { id: 's', name: '销售部', parent: null },
  { id: 'm', name: '市场部', parent: null },
  { id: 'e1', name: '苏州', parent: 'e' },
]

test('each department stands under its parent, one step deeper', () => {
  expect(walk(nodes).map(({ name, depth }) => [name, depth])).toEqual([
    ['市场部', 0],
    ['销售部', 0],
    ['华东组', 1],
    ['苏州', 2],
  ])
})

test('none is lost: not one whose parent is not there, not those that form a ring', () => {
  const ring: Node[] = [
    { id: 'a', name: 'a', parent: 'b' },
    { id: 'b', name: 'b', parent: 'a' },
    { id: 'c', name: 'c', parent: 'gone' },
  ]
  expect(
    walk(ring)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(['a', 'b', 'c'])
})

test('a department can go neither into itself nor below itself', () => {
  expect([...within(nodes, 's')].toSorted()).toEqual(['e', 'e1', 's'])
  expect([...within(nodes, 'm')]).toEqual(['m'])
})
