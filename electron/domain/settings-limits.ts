/** As many time columns as are remembered. */
export const mostTimeColumns = 500
