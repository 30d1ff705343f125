/** A piece of `filmDirect1`, from the 5th to the 12th second. */
export const clipId = 'UgkxStandInClipOfBarsAndTone000000001';

/** What has to be asked with the video so that the answer is about the clip. */
export const clipParams = 'kgEDY2xw';

/** The panel of `/youtubei/v1/next` that says which piece a clip is. */
export function clipPanel(): object {
  const loop = { loop: true, startTimeMs: '5000', endTimeMs: '12000', postId: clipId };
  const popup = {
    notificationActionRenderer: {
      actionButton: {
        buttonRenderer: { command: { commandExecutorCommand: { commands: [{ loopCommand: loop }] } } },
      },
    },
  };
  const onScrubExit = { commandExecutorCommand: { commands: [{ openPopupAction: { popup, popupType: 'TOAST' } }] } };
  const attribution = { clipAttributionRenderer: { title: { runs: [{ text: 'A piece' }] }, onScrubExit } };
  return {
    engagementPanelSectionListRenderer: {
      panelIdentifier: 'engagement-panel-clip-view',
      content: { clipSectionRenderer: { contents: [attribution] } },
    },
  };
}
