import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  CircleX,
  Copy,
  ExternalLink,
  FolderOpen,
  Info,
  type LucideIcon,
  Pause,
  Play,
  RotateCw,
  Trash2,
} from 'lucide-react';
import type { Verb } from '../tasks/verbs.ts';

export const verbIcons: Readonly<Record<Verb, LucideIcon>> = {
  resume: Play,
  pause: Pause,
  retry: RotateCw,
  cancel: CircleX,
  remove: Trash2,
  open: ExternalLink,
  reveal: FolderOpen,
  copy: Copy,
  details: Info,
  top: ArrowUpToLine,
  up: ArrowUp,
  down: ArrowDown,
  bottom: ArrowDownToLine,
};
