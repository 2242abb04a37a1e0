/** A rate out of one or two failures says nothing yet, however small the window. */
export const MIN_ERRORS = 3;
