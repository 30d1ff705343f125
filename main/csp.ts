import { contentPolicy } from '../server/page/policy.ts';
import { MEDIA_SCHEME } from './media/media-address.ts';

/** What the window's page may do; recordings have a scheme of their own, and nothing comes from any network. */
export const CONTENT_SECURITY_POLICY = contentPolicy({
  media: [`${MEDIA_SCHEME}:`],
  connect: [`${MEDIA_SCHEME}:`],
});
