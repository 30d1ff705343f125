/** Answers to requests that named themselves, so that the same request gets the same answer again. */
export const answers = `
  CREATE TABLE answers (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    print TEXT NOT NULL,
    at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    answer TEXT NOT NULL
  ) STRICT;
  CREATE INDEX answers_by_age ON answers (at, size);
`;
