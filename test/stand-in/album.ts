/** What the page of an album of music is called, and its list of songs. */
export const albumId = 'MPREb_standInAlb1';
export const albumListId = 'OLAK5uy_standInAlbumOfTonesInEightParts01';

/** The page of an album, as the site's own client for music gets it. */
export function albumPage(): object {
  const play = { watchPlaylistEndpoint: { playlistId: albumListId } };
  return {
    responseContext: {},
    contents: {
      twoColumnBrowseResultsRenderer: {
        tabs: [{ tabRenderer: { content: { sectionListRenderer: { contents: [header(play)] } } } }],
      },
    },
    microformat: {
      microformatDataRenderer: { urlCanonical: `https://music.youtube.com/playlist?list=${albumListId}` },
    },
  };
}

function header(playNavigationEndpoint: object): object {
  return {
    musicResponsiveHeaderRenderer: {
      title: { runs: [{ text: 'Tones' }] },
      buttons: [{ musicPlayButtonRenderer: { playNavigationEndpoint } }],
    },
  };
}
