import { say } from '../../ui/i18n.ts'
import { LinesGrid, type LinesGridProps } from './LinesGrid.tsx'

/** Lines in a form: their name, what is wrong with them as a whole, the grid. */
export function LinesPlace({ wrong, ...grid }: LinesGridProps & { wrong?: string }) {
  return (
    <div className="place">
      <div className="place-head" id={`${grid.id}-label`}>
        {say(grid.field.label)}
      </div>
      {wrong !== undefined && (
        <p className="place-wrong" role="alert">
          {wrong}
        </p>
      )}
      <LinesGrid {...grid} />
    </div>
  )
}
