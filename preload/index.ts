import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../contract/bridge.ts';
import { onEvents } from './events.ts';
import { platform } from './platform.ts';

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  onEvents,
  home: 'desktop',
  platform,
};

contextBridge.exposeInMainWorld('sluice', bridge);
