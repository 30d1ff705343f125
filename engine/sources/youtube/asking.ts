// Everything that needs youtubei.js, which takes a quarter of a second to load.
export { askLink } from './ask-link.ts';
export { askList, askNextPage } from './ask-list.ts';
export { Site } from './site.ts';
