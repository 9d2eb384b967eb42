import { plug } from '../slots.tsx'
import { ChangesLink } from './ChangesLink.tsx'

plug('frame.bottom', ChangesLink)
