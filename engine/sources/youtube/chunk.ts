/** Bytes of one answer above which the service sends the rest at the pace at which it is watched. */
export const chunkBytes = 10 * 1024 * 1024;
