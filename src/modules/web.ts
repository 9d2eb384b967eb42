/** What modules bring to the screen. A module with a screen of its own adds its line; deleting the line takes the screen away. */
import './activities/web/index.ts'
import './leads/web/index.ts'
