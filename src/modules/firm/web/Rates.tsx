import { Navigate } from '@tanstack/react-router'

/** Rates are records as all others: their list is the page. */
export const Rates = () => <Navigate to="/o/$object" params={{ object: 'rates' }} replace />
