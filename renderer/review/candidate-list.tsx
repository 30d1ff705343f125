import { Checkbox } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { type Candidate, type Review, titleOf, usable } from './candidate.ts';
import { CandidateRow } from './candidate-row.tsx';
import styles from './review.module.css';

/** Pixels of a link and of the most of them that are seen at once. */
const rowHeight = 46;
const mostRows = 7.5;
/** Pixels of the frame above and below them. */
const frame = 2;

interface Item {
  readonly id: string;
  readonly link: Candidate;
  /** what it is called by all that is known */
  readonly name: string;
}

/**
 * The links with their names, the same object as long as it says the same: rows are built anew only for objects not seen
 * before.
 */
function useItems({ candidates, looks }: Review): readonly Item[] {
  const known = useRef(new Map<string, Item>());
  return useMemo(() => {
    const next = new Map(
      candidates.map((link) => {
        const name = titleOf(link, looks.get(link.key));
        const old = known.current.get(link.key);
        return [link.key, old?.link === link && old.name === name ? old : { id: link.key, link, name }] as const;
      }),
    );
    known.current = next;
    return [...next.values()];
  }, [candidates, looks]);
}

function renderItem({ id, link, name }: Item) {
  return (
    <GridListItem id={id} textValue={name} className={styles['item'] ?? ''}>
      <CandidateRow link={link} />
    </GridListItem>
  );
}

/** The links that were found, to tick; as many as there may be. */
export function CandidateList({ review }: { review: Review }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { candidates, ticked } = review;
  const able = useMemo(() => candidates.filter(usable).map(({ key }) => key), [candidates]);
  const disabled = useMemo(() => candidates.filter((link) => !usable(link)).map(({ key }) => key), [candidates]);
  const items = useItems(review);
  const all = able.length > 0 && ticked.size === able.length;
  return (
    <>
      {candidates.length > 1 && (
        <div className={styles['all']}>
          <Checkbox
            label={t('review.selectAll')}
            checked={all}
            indeterminate={ticked.size > 0 && !all}
            disabled={able.length === 0}
            onChange={() => store.tick(all ? [] : able)}
          />
          <span>
            {t('review.chosen', { number: formats.count(ticked.size), total: formats.count(candidates.length) })}
          </span>
        </div>
      )}
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
        <GridList
          aria-label={t('review.list')}
          className={styles['list'] ?? ''}
          style={{ height: Math.min(candidates.length, mostRows) * rowHeight + frame }}
          items={items}
          selectionMode="multiple"
          selectedKeys={ticked}
          disabledKeys={disabled}
          disabledBehavior="selection"
          onSelectionChange={(keys) => store.tick(keys === 'all' ? able : [...keys].map((key) => String(key)))}
        >
          {renderItem}
        </GridList>
      </Virtualizer>
    </>
  );
}
