/** What modules bring to the screen. A module with a screen of its own adds its line; deleting the line takes the screen away. */
import './activities/web/index.ts'
import './desk/web/index.ts'
import './firm/web/index.ts'
import './leads/web/index.ts'
import './orders/web/index.ts'
import './overview/web/index.ts'
import './quoting/web/index.ts'
