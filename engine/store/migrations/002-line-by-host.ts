/** The line of each host by itself: with it a long line of a host that is full costs nothing. */
export const lineByHost = `
  CREATE INDEX tasks_to_start_by_host ON tasks (host, priority DESC, position, ready_at, directory, needs, id)
    WHERE state = 'queued';
`;
