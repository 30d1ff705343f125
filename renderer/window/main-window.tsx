import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import { CancelDialog } from '../dialogs/cancel-dialog.tsx';
import { DetailsDialog } from '../dialogs/details-dialog.tsx';
import { RemoveDialog } from '../dialogs/remove-dialog.tsx';
import { DropOverlay } from '../intake/drop-overlay.tsx';
import { PasteField } from '../intake/paste-field.tsx';
import { usePasteAnywhere } from '../intake/use-paste-anywhere.ts';
import { LeaveDialog } from '../leaving/leave-dialog.tsx';
import { ActionSheet } from '../list/action-sheet.tsx';
import { TaskArea } from '../list/task-area.tsx';
import { Announcer } from '../notices/announcer.tsx';
import { Notices } from '../notices/notices.tsx';
import { SettingsDialog } from '../preferences/settings-dialog.tsx';
import { RecordingDialog } from '../recording/recording-dialog.tsx';
import { ReviewDialog } from '../review/review-dialog.tsx';
import { StatusBar } from '../status-bar/status-bar.tsx';
import { ActionButton } from '../toolbar/action-button.tsx';
import { FilterTabs } from '../toolbar/filter-tabs.tsx';
import { SearchField } from '../toolbar/search-field.tsx';
import { SettingsButton } from '../toolbar/settings-button.tsx';
import { useShortcuts } from '../toolbar/use-shortcuts.ts';
import { VerbBar } from '../toolbar/verb-bar.tsx';
import { VideoDialog } from '../video/video-dialog.tsx';
import { ConnectionBanner } from '../web/connection-banner.tsx';
import { useTitle } from '../web/use-title.ts';
import { useIsNarrow } from './use-room.ts';
import styles from './window.module.css';

/** The one window: paste on top, the list, the state of things below; dialogs over it. */
export function MainWindow() {
  const { t } = useTranslation();
  usePasteAnywhere();
  const { web } = useClient().place;
  const narrow = useIsNarrow();
  useShortcuts();
  useTitle(web !== null);
  return (
    <div className={styles['window']}>
      <section className={styles['head']} aria-label={t('intake.controls')}>
        {web && <ConnectionBanner connection={web.connection} />}
        <div className={styles['top']}>
          <PasteField />
          <SettingsButton />
        </div>
        <div className={styles['bars']}>
          <FilterTabs />
          {narrow ? null : <VerbBar />}
          <SearchField />
          {narrow && <ActionButton />}
        </div>
      </section>
      <TaskArea />
      <StatusBar />
      {!web && <LeaveDialog />}
      <ReviewDialog />
      <RemoveDialog />
      <CancelDialog />
      <DetailsDialog />
      <ActionSheet />
      <RecordingDialog />
      <VideoDialog />
      <SettingsDialog />
      <DropOverlay />
      <Notices />
      <Announcer />
    </div>
  );
}
