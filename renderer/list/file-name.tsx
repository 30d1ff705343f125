import { headAndTail, honest } from '../format/names.ts';
import styles from './list.module.css';

/** A name that is cut in its middle when the room is short; the whole of it is in the tooltip. */
export function FileName({ name }: { name: string }) {
  const shown = honest(name);
  const { head, tail } = headAndTail(shown);
  return (
    <div className={styles['name']} title={shown}>
      <bdi dir="auto">
        <span className={styles['head']}>{head}</span>
        {tail !== '' && <span className={styles['tail']}>{tail}</span>}
      </bdi>
    </div>
  );
}
