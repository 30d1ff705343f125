import { Clapperboard, ListVideo } from 'lucide-react';
import styles from './card.module.css';

/** Pictures as they come, small ones in the answer itself. Nothing else is ever loaded, least of all from a network. */
const safe = /^data:image\/(?:jpeg|png|webp|gif|avif);base64,[A-Za-z0-9+/]+={0,2}$/;

interface PictureProps {
  /** a `data:` URL, or `null` */
  readonly source: string | null;
  readonly kind: 'video' | 'list';
  /** of a row, or only a sign */
  readonly small?: 'row' | 'sign';
}

/** What a video looks like, or a sign in its place. */
export function Picture({ source, kind, small }: PictureProps) {
  const Sign = kind === 'list' ? ListVideo : Clapperboard;
  return (
    <div className={styles['picture']} data-small={small}>
      {source !== null && safe.test(source) ? (
        <img src={source} alt="" draggable={false} />
      ) : (
        <Sign size={small === 'row' ? 16 : small === 'sign' ? 22 : 28} strokeWidth={1.5} aria-hidden />
      )}
    </div>
  );
}
