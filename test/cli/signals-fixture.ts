import { catchSignals } from '../../cli/signals.ts';

// Never gives up by itself: only a second signal that is one ends it.
const interruption = catchSignals();
interruption.abort.addEventListener('abort', () => process.stdout.write(`asked by ${interruption.signal}\n`));
setInterval(() => undefined, 1000);
process.stdout.write('ready\n');
