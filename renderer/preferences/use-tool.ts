import { useEffect, useState } from 'react';
import type { Finding } from '../../contract/doctor.ts';
import { useClient } from '../client/client-context.tsx';

/**
 * What is found of an outside program; `null` while nobody knows.
 *
 * @param wanted the setting for it: what is found changes with it
 */
export function useTool(name: string, wanted: string): Finding | null {
  const { transport } = useClient();
  const [finding, setFinding] = useState<Finding | null>(null);
  useEffect(() => {
    let gone = false;
    // no input of the call, but another setting is a reason to look again
    void wanted;
    setFinding(null);
    void transport.call('doctor', {}).then((reply) => {
      if (!gone && reply.ok) setFinding(reply.value.findings.find((one) => one.name === name) ?? null);
    });
    return () => {
      gone = true;
    };
  }, [transport, name, wanted]);
  return finding;
}
