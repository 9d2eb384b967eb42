import { Check } from '../../ui/icons.ts'
import { Checkbox } from '../../ui/Input.tsx'
import { words } from '../../ui/words.ts'
import type { Face } from '../face.ts'

export const booleanFace: Face = {
  groups: 'value',
  show: (value) => words.t(value === true ? 'yes' : 'no'),
  Cell: ({ value }) => (value === true ? <Check aria-label={words.t('yes')} /> : <span className="second">{words.t('no')}</span>),
  Edit: ({ id, value, onChange }) => (
    <Checkbox id={id} checked={value === true} onChange={(checked) => onChange(checked, true)}>
      {words.t(value === true ? 'yes' : 'no')}
    </Checkbox>
  ),
  fromPaste: (text) => /^(是|true|yes|y|1|√|✓)$/i.test(text.trim()) || (/^(否|false|no|n|0)$/i.test(text.trim()) ? false : text),
  width: 80,
}
