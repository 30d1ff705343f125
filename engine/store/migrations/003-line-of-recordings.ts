/** Recordings stand in a line of their own: a long line of files costs them nothing, nor the other way round. */
export const lineOfRecordings = `
  DROP INDEX tasks_to_start;
  DROP INDEX tasks_to_start_by_host;
  CREATE INDEX files_to_start ON tasks (priority DESC, position, ready_at, host, directory, needs, id)
    WHERE state = 'queued' AND kind <> 'stream';
  CREATE INDEX files_to_start_by_host ON tasks (host, priority DESC, position, ready_at, directory, needs, id)
    WHERE state = 'queued' AND kind <> 'stream';
  CREATE INDEX recordings_to_start ON tasks (priority DESC, position, ready_at, directory, needs, host, id)
    WHERE state = 'queued' AND kind = 'stream';
`;
