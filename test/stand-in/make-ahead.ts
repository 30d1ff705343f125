/** A program that makes the videos of the stand-in, which take longest to make: no test has to wait for them then. */
import { makeMedia } from './media.ts';

await Promise.all([makeMedia('film'), makeMedia('short')]);
